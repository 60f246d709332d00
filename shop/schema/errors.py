"""Why a change of a cart or an order was refused, for programs: the codes, and which of our errors bears which."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.translation import gettext as _

from geography.graph import Dong, choices_enum, described_enum
from shop.contents import Line
from shop.enums import LineProblem
from shop.models import MAX_KEY_LENGTH
from shop.operations import carts, orders, requests

LineProblemEnum = choices_enum(
    LineProblem,
    "LineProblem",
    "Why a line of a cart cannot be ordered as it stands.",
    NOT_LISTED="The pack or its product is no longer on offer.",
    CERTIFICATE_ENDED="The product's certificate has run out or was revoked, so it may not be sold now.",
    SOLD_OUT="None is left.",
    TOO_FEW="Fewer are left than the line wants; `available` says how many.",
    TOO_FAR="It cannot be delivered to this destination.",
)

_COMMON = {
    "REQUIRED": "The field has to be given.",
    "INVALID": "The field's value cannot be.",
    "MAX_LENGTH": "The text is too long.",
    "NOT_FOUND": "There is no such thing for you: a cart that is another's is not told from one that never was.",
    "IDEMPOTENCY_KEY_REUSED": "The idempotency key was used before, for another request.",
}

CartErrorCode = described_enum(
    "CartErrorCode",
    "Why a cart was not changed.",
    **_COMMON,
    NOT_SIGNED_IN="Without a cart's token only somebody who is signed in has a cart.",
    CART_ORDERED="The cart has become an order; begin a new one.",
    INVALID_QUANTITY="A line holds 1 to 99 packs.",
    TOO_MANY_ON_LINE="With the packs that lie in the cart already the line would hold more than 99.",
    TOO_MANY_LINES="A cart holds at most 50 different packs.",
    NOT_FOR_SALE="The pack is not on offer today.",
    NOT_ENOUGH="Fewer packs are left than the cart would hold; `available` says how many.",
    LINE_GONE="The pack is not in the cart.",
)

OrderErrorCode = described_enum(
    "OrderErrorCode",
    "Why no order came about.",
    **_COMMON,
    NOT_SIGNED_IN="Without a cart's token only somebody who is signed in has a cart.",
    INVALID_CHOICE="The value is none of those to choose from.",
    UNKNOWN_COMMUNE="The codes name no commune in force, or an old unit that did not become this commune.",
    AMBIGUOUS_COMMUNE="The old unit became several communes; give today's commune as well.",
    EMPTY_CART="The cart is empty.",
    LINE_BLOCKED="A line cannot be ordered as it stands: `sku` and `problem` say which and why.",
    ADULT_NOT_CONFIRMED="Alcohol is sold to adults only: set `adultConfirmed` when the buyer has said so.",
    PRICE_CHANGED="The price of `sku` is `price` now; agree to it in `agreedPrices`.",
    TOTAL_CHANGED="The total is `total` now, delivery included; show it and send it as `expectedTotal`.",
)


class CartErrorType(graphene.ObjectType):
    """Why a cart was not changed."""

    class Meta:
        name = "CartError"
        description = "Why a cart was not changed; it is as it was."

    field = graphene.String(description="The field of the input it is about; null when it is about the whole.")
    message = graphene.String(required=True, description="What is wrong, in the language of Accept-Language.")
    code = graphene.Field(CartErrorCode, required=True, description="What is wrong, for programs.")
    available = graphene.Int(description="How many packs can be ordered, with NOT_ENOUGH.")


class OrderErrorType(graphene.ObjectType):
    """Why no order came about."""

    class Meta:
        name = "OrderError"
        description = "Why no order came about; the cart is as it was and nothing is held."

    field = graphene.String(description="The field of the input it is about; null when it is about the whole.")
    message = graphene.String(required=True, description="What is wrong, in the language of Accept-Language.")
    code = graphene.Field(OrderErrorCode, required=True, description="What is wrong, for programs.")
    sku = graphene.String(description="The pack it is about, with LINE_BLOCKED and PRICE_CHANGED.")
    problem = graphene.Field(LineProblemEnum, description="What is wrong with the line, with LINE_BLOCKED.")
    available = graphene.Int(description="How many packs can be ordered, with LINE_BLOCKED.")
    price = graphene.Field(Dong, description="Today's price of one pack in đồng, with PRICE_CHANGED.")
    total = graphene.Field(Dong, description="Today's total in đồng, with TOTAL_CHANGED.")


# What form_errors() looks codes up in.
CartErrorType.codes = CartErrorCode
OrderErrorType.codes = OrderErrorCode

# Each error with the field it is about.
_CART_ERRORS: dict[type[carts.CartError], tuple[Any, str | None]] = {
    carts.InvalidQuantityError: (CartErrorCode.INVALID_QUANTITY, "quantity"),
    carts.TooManyOnLineError: (CartErrorCode.TOO_MANY_ON_LINE, "quantity"),
    carts.TooManyLinesError: (CartErrorCode.TOO_MANY_LINES, None),
    carts.NotForSaleError: (CartErrorCode.NOT_FOR_SALE, "sku"),
    carts.NotEnoughError: (CartErrorCode.NOT_ENOUGH, "quantity"),
    carts.LineGoneError: (CartErrorCode.LINE_GONE, "sku"),
    requests.CartUnknownError: (CartErrorCode.NOT_FOUND, "cartToken"),
    requests.CartOrderedError: (CartErrorCode.CART_ORDERED, "cartToken"),
    requests.PackUnknownError: (CartErrorCode.NOT_FOUND, "sku"),
    requests.KeyReusedError: (CartErrorCode.IDEMPOTENCY_KEY_REUSED, "idempotencyKey"),
}
_ORDER_ERRORS: dict[type[Exception], tuple[Any, str | None]] = {
    orders.EmptyCartError: (OrderErrorCode.EMPTY_CART, None),
    orders.AdultNotConfirmedError: (OrderErrorCode.ADULT_NOT_CONFIRMED, "adultConfirmed"),
    requests.CartUnknownError: (OrderErrorCode.NOT_FOUND, "cartToken"),
    requests.KeyReusedError: (OrderErrorCode.IDEMPOTENCY_KEY_REUSED, "idempotencyKey"),
}


def cart_errors(error: carts.CartError) -> list[CartErrorType]:
    """An operation's refusal as a mutation's errors."""
    code, field = _CART_ERRORS[type(error)]
    available = error.available if isinstance(error, carts.NotEnoughError) else None
    return [CartErrorType(field=field, message=str(error), code=code, available=available)]


def order_errors(error: orders.OrderError | carts.CartError) -> list[OrderErrorType]:
    """An operation's refusal as the errors of placing an order: one for each line that stands in the way."""
    if isinstance(error, orders.LinesBlockedError):
        return [_blocked(line) for line in error.lines]
    if isinstance(error, orders.PricesChangedError):
        return [_new_price(line, str(error)) for line in error.lines]
    if isinstance(error, orders.TotalChangedError):
        code = OrderErrorCode.TOTAL_CHANGED
        return [OrderErrorType(field="expectedTotal", message=str(error), code=code, total=error.total)]
    code, field = _ORDER_ERRORS[type(error)]
    return [OrderErrorType(field=field, message=str(error), code=code)]


def key_problem(key: str | None) -> str:
    """What is wrong with an idempotency key, as a sentence; empty for a good one and for none."""
    if key is None or (0 < len(key) <= MAX_KEY_LENGTH and key.isascii() and key.isprintable() and " " not in key):
        return ""
    return _("A key has 1 to %(limit)d letters, digits and signs without spaces.") % {"limit": MAX_KEY_LENGTH}


def _blocked(line: Line) -> OrderErrorType:
    is_far = line.problem == LineProblem.TOO_FAR
    return OrderErrorType(
        field="destination" if is_far else None,
        message=line.problem_words,
        code=OrderErrorCode.LINE_BLOCKED,
        sku=line.variant.sku,
        problem=line.problem,
        available=line.available,
    )


def _new_price(line: Line, message: str) -> OrderErrorType:
    return OrderErrorType(
        field="agreedPrices",
        message=message,
        code=OrderErrorCode.PRICE_CHANGED,
        sku=line.variant.sku,
        price=line.unit_price,
    )
