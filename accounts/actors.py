"""Who is asking: a user, or a guest who holds the secret of an order or of a cart."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from accounts.enums import TokenScope
    from accounts.models import ApiToken, User

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Actor:
    """The one argument of every `visible_to`; a stranger is an Actor without anything."""

    user: User | None = None
    cart_token: str = ""
    order_secrets: frozenset[str] = field(default_factory=frozenset)
    # What an API token lets its user do; None for a page's visitor, who may do all that the user may.
    scopes: frozenset[str] | None = None
    token: ApiToken | None = None

    def has_scope(self, scope: TokenScope) -> bool:
        """Whether an API token, if one is used, may do this; a page's visitor and a guest always may."""
        return self.scopes is None or scope in self.scopes

    @property
    def is_operator(self) -> bool:
        """Whether an operator asks; no API token has an operator's rights."""
        return self.user is not None and self.scopes is None and self.user.is_operator

    @property
    def is_officer(self) -> bool:
        """Whether an officer asks; which rows is for `visible_to` to say. No API token has an officer's rights."""
        return self.user is not None and self.scopes is None and self.user.is_officer

    @property
    def officer_province_id(self) -> int | None:
        """The province an officer is bound to; None for an officer of the ministry, who sees all."""
        return self.user.province_id if self.user is not None and self.is_officer else None

    def rows_seen(self, rows: Rows, *, province: str, members: str | tuple[str, ...] = ()) -> Rows:
        """What every `visible_to` of rows with a province answers: all for an operator, an officer's own province.

        `province` and `members` are where a row's query has its province and the users who work for it; those see it.
        """
        paths = (members,) if isinstance(members, str) else members
        if self.user is None or self.scopes is not None:  # no scope is about such rows yet
            return rows.none()
        if self.is_operator:
            return rows
        if self.is_officer:
            bound_to = self.officer_province_id
            return rows if bound_to is None else rows.filter(**{province: bound_to})
        if not paths:
            return rows.none()
        theirs = rows.filter(reduce(or_, (Q(**{path: self.user}) for path in paths)))
        return theirs.distinct() if len(paths) > 1 else theirs
