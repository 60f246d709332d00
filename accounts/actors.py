"""Who is asking: a user, or a guest who holds the secret of an order or of a cart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Actor:
    """The one argument of every `visible_to`; a stranger is an Actor without anything."""

    user: User | None = None
    cart_token: str = ""
    order_secrets: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_operator(self) -> bool:
        """Whether an operator asks."""
        return self.user is not None and self.user.is_operator

    @property
    def is_officer(self) -> bool:
        """Whether an officer asks; which rows is for `visible_to` to say."""
        return self.user is not None and self.user.is_officer

    @property
    def officer_province_id(self) -> int | None:
        """The province an officer is bound to; None for an officer of the ministry, who sees all."""
        return self.user.province_id if self.user is not None and self.user.is_officer else None
