"""The lists of GraphQL: Relay connections whose pages start after a signed cursor, read by keyset."""

from __future__ import annotations

import base64
import binascii
import datetime
import hmac
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

import graphene
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from geography.graph import GraphError, RequestErrorCode

DEFAULT_FIRST = 20
MAX_FIRST = 100
MAX_CURSOR_LENGTH = 1_000
SIGNATURE_BYTES = 12


class PageInfo(graphene.ObjectType):
    """Where a page of a list stands."""

    class Meta:
        description = "Where this page of a list stands."

    has_next_page = graphene.Boolean(required=True, description="Whether more follows.")
    has_previous_page = graphene.Boolean(required=True, description="Whether this is not the beginning.")
    start_cursor = graphene.String(description="The cursor of the first edge; null for an empty page.")
    end_cursor = graphene.String(description="The cursor of the last edge, for `after`; null for an empty page.")


class Edge:
    """One row of a page; its cursor is signed only when it is asked for."""

    __slots__ = ("_position", "_purpose", "node")

    def __init__(self, node: Any, position: Sequence[Any], purpose: str) -> None:
        """`position` is the row's values in the list's order."""
        self.node = node
        self._position = position
        self._purpose = purpose

    @property
    def cursor(self) -> str:
        """The row's place in this list, to go on after it."""
        return make_cursor(self._purpose, self._position)


class ConnectionPage:
    """What a resolver of a connection returns; subclass it for further fields of a list (facets, count)."""

    def __init__(self, edges: list[Edge], *, has_next_page: bool, has_previous_page: bool) -> None:
        """The page's edges in order."""
        self.edges = edges
        self.has_next_page = has_next_page
        self.has_previous_page = has_previous_page

    @property
    def page_info(self) -> ConnectionPage:
        """Stands for itself."""
        return self

    @cached_property
    def start_cursor(self) -> str | None:
        """The first edge's cursor."""
        return self.edges[0].cursor if self.edges else None

    @cached_property
    def end_cursor(self) -> str | None:
        """The last edge's cursor."""
        return self.edges[-1].cursor if self.edges else None


def make_connection(node: Any, name: str, **fields: graphene.Field) -> Any:
    """The Relay connection `<name>Connection` of a node type, with `edges { cursor node }` and `pageInfo`.

    ProductConnection = make_connection(ProductType, "Product", facets=graphene.Field(…))
    products = graphene.Field(ProductConnection, required=True, **page_arguments(), description="…")
    """
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "Meta": type("Meta", (), {"description": f"One {name} in a list."}),
            "cursor": graphene.String(required=True, description="The place in the list, for `after`."),
            "node": graphene.Field(node, required=True, description=f"The {name} itself."),
        },
    )
    edges = graphene.List(graphene.NonNull(edge), required=True, description="The rows of this page, in order.")
    body = {
        "Meta": type("Meta", (), {"description": f"A page of a list of {name}."}),
        "edges": edges,
        "page_info": graphene.Field(PageInfo, required=True, description="Whether and how the list goes on."),
        **fields,
    }
    return type(f"{name}Connection", (graphene.ObjectType,), body)


def page_arguments(default: int = DEFAULT_FIRST) -> dict[str, graphene.Argument]:
    """The arguments of every connection: `first` (`default` rows, at most 100) and `after`."""
    return {
        "first": graphene.Argument(
            graphene.Int, default_value=default, description=f"How many rows at most: 1 to {MAX_FIRST}."
        ),
        "after": graphene.Argument(graphene.String, description="Go on after this cursor of the same list."),
    }


def checked_first(first: int | None) -> int:
    """How many rows a page has. Raises GraphError (BAD_INPUT) unless 1 to 100; None is the default."""
    if first is None:
        return DEFAULT_FIRST
    if not 1 <= first <= MAX_FIRST:
        message = _("“first” is a number from 1 to %(most)s.") % {"most": MAX_FIRST}
        raise GraphError(message, RequestErrorCode.BAD_INPUT)
    return first


def purpose_of(name: str, order: Sequence[str] = (), **filters: object) -> str:
    """What a list's cursors are signed for: its name, its order and its filters (values with a stable repr)."""
    return json.dumps([name, list(order), sorted(filters.items())], default=str, ensure_ascii=False)


def keyset_page(
    rows: QuerySet[Any], *, order: Sequence[str], first: int | None, after: str | None, purpose: str
) -> ConnectionPage:
    """A page of rows in an order whose last column is unique, in one query; no column of it may be null.

        keyset_page(Producer.objects.shown(), order=("name", "pk"), first=first, after=after,
                    purpose=purpose_of("producers", province=province))

    Columns are names of fields or annotations, "-" before those that fall. Raises GraphError (BAD_CURSOR, BAD_INPUT).
    """
    size = checked_first(first)
    rows = rows.order_by(*order)
    if after is not None:
        rows = rows.filter(after_position(order, read_cursor(purpose, after, len(order))))
    return page_of(list(rows[: size + 1]), size, order=order, purpose=purpose, after=after)


def page_of(found: list[Any], size: int, *, order: Sequence[str], purpose: str, after: str | None) -> ConnectionPage:
    """A connection's page of rows fetched already, one more than `size` where the list goes on."""
    edges = [Edge(row, [_value(row, column) for column in order], purpose) for row in found[:size]]
    return ConnectionPage(edges, has_next_page=len(found) > size, has_previous_page=after is not None)


def after_position(order: Sequence[str], position: Sequence[Any]) -> Q:
    """The rows that come after a position in an order. The first column is bounded alone, so an index serves."""
    beyond = Q()
    equal = Q()
    for column, value in zip(order, position, strict=True):
        name, word = (column[1:], "lt") if column.startswith("-") else (column, "gt")
        beyond |= equal & Q(**{f"{name}__{word}": value})
        equal &= Q(**{name: value})
    if len(order) == 1:
        return beyond
    name, word = (order[0][1:], "lte") if order[0].startswith("-") else (order[0], "gte")
    return Q(**{f"{name}__{word}": position[0]}) & beyond


def _value(row: Any, column: str) -> Any:
    for name in column.lstrip("-").split("__"):
        row = getattr(row, name)
    return row


def make_cursor(purpose: str, position: Sequence[Any]) -> str:
    """A position (texts, numbers, days, moments) as an opaque text that only a list of this purpose takes."""
    payload = json.dumps(position, default=_tagged, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_signature(purpose, payload) + payload).decode().rstrip("=")


def read_cursor(purpose: str, cursor: str, length: int) -> list[Any]:
    """The position in a cursor, `length` values. Raises GraphError (BAD_CURSOR) for any that we did not sign."""
    try:
        if len(cursor) > MAX_CURSOR_LENGTH:
            raise ValueError("too long")
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        signature, payload = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, _signature(purpose, payload)):
            raise ValueError("not ours")
        position: list[Any] = json.loads(payload, object_hook=_untagged)
        if len(position) != length:
            raise ValueError("of another order")
    except (ValueError, binascii.Error) as error:
        raise GraphError(_("This cursor does not belong to this list."), RequestErrorCode.BAD_CURSOR) from error
    return position


def _signature(purpose: str, payload: bytes) -> bytes:
    return hmac.digest(_key(settings.SECRET_KEY, purpose), payload, "sha256")[:SIGNATURE_BYTES]


@lru_cache(maxsize=256)
def _key(secret: str, purpose: str) -> bytes:
    return salted_hmac(f"geography.connections.cursor:{purpose}", "", secret=secret, algorithm="sha256").digest()


def _tagged(value: Any) -> dict[str, str]:
    """Days, moments and decimals, which JSON has not."""
    for kind, tag in ((datetime.datetime, "t"), (datetime.date, "d"), (Decimal, "n")):
        if isinstance(value, kind):
            return {tag: str(value)}
    raise TypeError(f"No position in a list: {value!r}")


def _untagged(tagged: dict[str, str]) -> Any:
    read: dict[str, Callable[[str], Any]] = {
        "t": datetime.datetime.fromisoformat,
        "d": datetime.date.fromisoformat,
        "n": Decimal,
    }
    [(tag, text)] = tagged.items()
    return read[tag](text)
