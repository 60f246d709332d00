"""What GraphQL's mutations and lists share that needs a user or a form: who asks, and typed errors.

Connections need neither and lie in `geography.connections`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import graphene
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from graphene.utils.str_converters import to_camel_case

from accounts.actors import Actor
from accounts.enums import TokenScope
from accounts.models import User
from geography.graph import Context, GraphError, RequestErrorCode

# ---- who asks


class ApiContext(Context):
    """`info.context` with who asks."""

    def __init__(self, request: HttpRequest, *, at: datetime.datetime, on: datetime.date, actor: Actor) -> None:
        """`actor` is the user of a session or of a token, or a guest without anything yet."""
        super().__init__(request, at=at, on=on)
        self.actor = actor


def actor_of(info: graphene.ResolveInfo, *, cart_token: str = "", order_secret: str = "") -> Actor:
    """Who asks, for `visible_to`; with the token of a guest's cart or an order's secret where a field takes one."""
    actor: Actor = info.context.actor
    if cart_token or order_secret:
        secrets = actor.order_secrets | ({order_secret} if order_secret else set())
        return replace(actor, cart_token=cart_token or actor.cart_token, order_secrets=frozenset(secrets))
    return actor


def require_scope(info: graphene.ResolveInfo, scope: TokenScope) -> Actor:
    """The actor, where an API token has to have a scope; guests and sessions pass. Raises GraphError."""
    actor: Actor = info.context.actor
    if not actor.has_scope(scope):
        message = _("This access code may not do that: it lacks the right %(scope)s.") % {"scope": scope.name}
        raise GraphError(message, RequestErrorCode.MISSING_SCOPE, scope=scope.name)
    return actor


def require_user(info: graphene.ResolveInfo, scope: TokenScope) -> User:
    """The user who is signed in, by session or by a token with a scope. Raises GraphError."""
    actor = require_scope(info, scope)
    if actor.user is None:
        raise GraphError(_("Please sign in."), RequestErrorCode.NOT_SIGNED_IN)
    return actor.user


# ---- mutations


def make_error(name: str, codes: Any) -> Any:
    """The type of a mutation's errors, `{field message code}`, whose codes are an enum with at least INVALID.

    CartErrorCode = described_enum("CartErrorCode", "Why …", REQUIRED="…", INVALID="…", SOLD_OUT="…")
    CartError = make_error("CartError", CartErrorCode)

    class AddToCart(graphene.Mutation):
        errors = errors_field(CartError)

        def mutate(root, info, input):
            form = LineForm(input)
            if not form.is_valid():
                return AddToCart(errors=form_errors(form, CartError))
            try:
                cart = add_to_cart(...)
            except SoldOutError as error:
                return AddToCart(errors=[CartError(field="quantity", message=str(error), code=CartErrorCode.SOLD_OUT)])
            return AddToCart(cart=cart, errors=[])
    """
    body = {
        "Meta": type("Meta", (), {"description": "Why a mutation was refused; nothing was changed."}),
        "field": graphene.String(description="The field of the input it is about; null when it is about the whole."),
        "message": graphene.String(required=True, description="What is wrong, in the language of Accept-Language."),
        "code": graphene.Field(codes, required=True, description="What is wrong, for programs."),
    }
    made = type(name, (graphene.ObjectType,), body)
    made.codes = codes  # type: ignore[attr-defined]  # what form_errors asks for
    return made


def errors_field(error: Any) -> graphene.List:
    """The field `errors` of a mutation's payload: empty when all is well."""
    return graphene.List(
        graphene.NonNull(error), required=True, description="Why nothing was changed; empty when all is well."
    )


def form_errors(
    form: BaseForm, error: Any, *, names: Mapping[str, str] | None = None, codes: Mapping[str, str] | None = None
) -> list[Any]:
    """A form's errors as a mutation's, in the form's own words.

    A ValidationError's code is looked up in the enum in capitals ("required" → REQUIRED) or by `codes` ({form's:
    enum's}), else it is INVALID. Fields are named as the input names them: in camelCase, or by `names` ({form's:
    input's}).
    """
    return [
        error(
            field=None if field == NON_FIELD_ERRORS else (names or {}).get(field) or to_camel_case(field),
            message=message,
            code=_code_named(error.codes, (codes or {}).get(problem.code or "", problem.code)),
        )
        for field, problems in form.errors.as_data().items()
        for problem in problems
        for message in problem.messages
    ]


def _code_named(codes: Any, code: str | None) -> Any:
    members = codes._meta.enum.__members__
    return members.get((code or "").upper(), members["INVALID"])
