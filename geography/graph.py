"""What every app's GraphQL is made of: the request's clock, loaders, the scalar for money, errors and enums.

Nothing here knows of users: lists are in `geography.connections`, who asks and mutations' errors in `accounts.graph`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import graphene
from django.db.models import TextChoices
from django.http import HttpRequest
from graphql import GraphQLError, IntValueNode, ValueNode

# Larger whole numbers are not exact in JavaScript (ECMA-262: Number.MAX_SAFE_INTEGER).
LARGEST_DONG = 2**53 - 1


class Context:
    """One request's `info.context`: the request, its clock, and its loaders; config's view makes it, once."""

    def __init__(self, request: HttpRequest, *, at: datetime.datetime, on: datetime.date) -> None:
        """`at` is now, `on` the day in Vietnam; nothing below asks a clock again."""
        self.request = request
        self.at = at
        self.on = on
        self.loaders: dict[object, Loader] = {}


class Loader:
    """Fetches what many fields of one request ask for in one query, at any depth.

        class UnitsByPk(Loader):
            def batch_load(self, keys):
                found = Unit.objects.in_bulk(keys)
                return [found.get(key) for key in keys]

        def resolve_commune(producer, info):
            return load(info, UnitsByPk, producer.commune_id)

    `self.context` has the clock (`self.context.on`). What else a loader needs to know is given by name, and each
    combination is a loader of its own: `load(info, ProductsByProducer, producer.pk, first=first)` makes it with
    `self.options == {"first": first}`.
    """

    def __init__(self, context: Any, options: Mapping[str, Any]) -> None:
        """Use `load`, which makes one loader per request."""
        self.context = context
        self.options = options
        self._found: dict[Any, Any] = {}
        self._wanted: dict[Any, None] = {}

    def batch_load(self, keys: list[Any]) -> Sequence[Any]:
        """One value for each key, in the order of the keys; None where there is none."""
        raise NotImplementedError

    def value_of(self, key: Any) -> Any:
        """The value of a key, fetched together with all that were asked for since the last time."""
        if key not in self._found:
            keys, self._wanted = list(self._wanted), {}
            try:
                self._found.update(zip(keys, self.batch_load(keys), strict=True))
            except Exception as problem:  # noqa: BLE001  it is the error of every field that asked
                self._found.update(dict.fromkeys(keys, problem))
        return self._found[key]

    def promise(self, key: Any) -> Any:
        """The value if it is known, else a promise of it."""
        if key in self._found:
            return self._found[key]
        self._wanted[key] = None
        return Promise(self, key)


class Promise:
    """What a field will be once its loader is asked; the view's execution waits until no field is left but such."""

    __slots__ = ("_key", "_loader", "_then")

    def __init__(self, loader: Loader, key: Any, then: Callable[[Any], Any] | None = None) -> None:
        """`then` makes the field's value of the loader's."""
        self._loader = loader
        self._key = key
        self._then = then

    def keep(self) -> Any:
        """The value, or another promise, or the error (not raised) that the loader raised."""
        value = self._loader.value_of(self._key)
        return value if self._then is None or isinstance(value, Exception) else self._then(value)

    def then(self, make: Callable[[Any], Any]) -> Promise:
        """A promise of what `make` makes of this one's value."""
        first = self._then
        return Promise(self._loader, self._key, make if first is None else lambda value: then(first(value), make))


def load(info: graphene.ResolveInfo, loader: type[Loader], key: Any, **options: Any) -> Any:
    """A loader's value for `key`, or a promise of it, which a resolver returns as it is; None for the key None.

    Options have to be hashable. Lists of promises are not awaited: a loader gives the whole list.
    """
    if key is None:
        return None
    loaders = info.context.loaders
    name: object = (loader, *sorted(options.items())) if options else loader
    if name not in loaders:
        loaders[name] = loader(info.context, options)
    return loaders[name].promise(key)


def then(value: Any, make: Callable[[Any], Any]) -> Any:
    """What `make` makes of what `load` gave, now or later: `then(load(info, …), lambda producer: producer.name)`.

    The error of a loader that failed before stays the field's error.
    """
    if isinstance(value, Promise):
        return value.then(make)
    return value if isinstance(value, Exception) else make(value)


def clock(info: graphene.ResolveInfo) -> tuple[datetime.datetime, datetime.date]:
    """The moment and the local day of the request: `at, on = clock(info)`."""
    return info.context.at, info.context.on


def attach(to: type[graphene.ObjectType], name: str, field: graphene.Field) -> None:
    """Give a lower app's type a field that needs a higher app's rules, from that app's `schema.py`.

        attach(ProducerType, "products", graphene.Field(ProductConnection, resolver=resolve_products, description="…"))

    `name` is in snake_case. Raises ValueError when the type has such a field.
    """
    if name in to._meta.fields:
        raise ValueError(f"{to._meta.name} has a field {name} already")
    to._meta.fields[name] = field


class Dong(graphene.Scalar):
    """An amount of money in whole đồng (VND), as a JSON integer between -(2^53 - 1) and 2^53 - 1."""

    @staticmethod
    def serialize(value: Any) -> int:
        """A whole number as it is; nothing else is money."""
        return _whole_dong(value)

    @staticmethod
    def parse_value(value: Any) -> int:
        """A whole number from a variable."""
        return _whole_dong(value)

    @staticmethod
    def parse_literal(ast: ValueNode, _variables: Any = None) -> int:
        """A whole number from a query's text."""
        if not isinstance(ast, IntValueNode):
            raise GraphQLError("Dong is a whole number.", nodes=ast)
        return _whole_dong(int(ast.value) if len(ast.value) < 20 else ast.value)


def _whole_dong(value: Any) -> int:
    if type(value) is not int or not -LARGEST_DONG <= value <= LARGEST_DONG:
        raise GraphQLError("Dong is a whole number between -(2^53 - 1) and 2^53 - 1.")
    return value


def described_enum(name: str, description: str, **values: str) -> Any:
    """A GraphQL enum of names and what each means, for codes: `described_enum("CartErrorCode", "…", REQUIRED="…")`.

    A member is given back by a resolver as `CartErrorCode.REQUIRED`.
    """
    return graphene.Enum(
        name,
        [(value, value) for value in values],
        description=lambda member: description if member is None else values[member.name],
    )


def choices_enum(choices: type[TextChoices], name: str, description: str, **values: str) -> Any:
    """A GraphQL enum of a model's choices, with what each means: `choices_enum(StaffRole, "Role", "…", NONE="…")`.

    A resolver gives back the stored value; an argument arrives as the member of `choices`.
    """
    return graphene.Enum.from_enum(
        choices, name=name, description=lambda member: description if member is None else values[member.name]
    )


RequestErrorCode = described_enum(
    "RequestErrorCode",
    "Why a request, or one field of it, was refused: `errors[].extensions.code` beside `data`.",
    BAD_REQUEST="Not a GraphQL request: no JSON object, no query, a wrong method or content type, a batch.",
    BAD_QUERY="The query's text is no valid GraphQL for this schema.",
    BAD_OPERATION="The request names no operation of the query, or the query has several and it names none.",
    BAD_INPUT="A value cannot be read: a variable of the wrong type, a NUL character, a number out of range.",
    BAD_CURSOR="The cursor is not of this list with these filters and this order.",
    NOT_FOUND="There is nothing of this name that you may see.",
    NOT_SIGNED_IN="Only somebody who is signed in may ask for this.",
    BAD_TOKEN="The API token is unknown, revoked or expired.",  # noqa: S106  a code's meaning
    MISSING_SCOPE="The API token lacks the scope named in `extensions.scope`.",
    CSRF_FAILED="A request with a session cookie needs the X-CSRFToken header.",
    INTROSPECTION_OFF="The schema can be read from the repository, not from this address.",
    TOO_LONG="The body or the query is too long.",
    TOO_DEEP="The query nests too deeply.",
    TOO_MANY_ALIASES="The query has too many aliases.",
    TOO_COMPLEX="The query could cost too much; ask for fewer fields or smaller pages.",
    TOO_MANY_MUTATIONS="The request holds too many mutations.",
    THROTTLED="That was tried too often; `extensions.retryAfterSeconds` says how long to wait.",
    BUSY="Somebody else is changing the same rows, or the answer took too long; try again.",
    INTERNAL="A fault of ours, which has been recorded.",
)


class GraphError(GraphQLError):
    """A refusal that a resolver raises: shown as an error of its field, with the code in its extensions."""

    def __init__(self, message: str, code: Any, **extensions: Any) -> None:
        """`message` is in the reader's language, `code` a RequestErrorCode; extensions are shown beside the code."""
        super().__init__(str(message), extensions={"code": code.value, **extensions})
