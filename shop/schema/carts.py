"""Reading and changing carts by the API. Every change takes an idempotency key, under which it is made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import graphene
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.enums import TokenScope
from accounts.graph import actor_of, errors_field, require_scope, require_user
from catalog.models import Variant
from geography.graph import Dong, GraphError, RequestErrorCode, clock
from shop.communes import choices_of_codes
from shop.models import Cart
from shop.operations.carts import (
    CartError,
    LineGoneError,
    add_to_cart,
    confirm_prices,
    open_cart,
    remove_line,
    set_quantity,
)
from shop.operations.requests import Asked, PackUnknownError, adopt_cart_once, change_cart_once
from shop.schema.cart_types import CartToday, CartType
from shop.schema.errors import CartErrorCode, CartErrorType, cart_errors, key_problem

WHOSE_CART = "The token of a guest's cart; without it the cart of the account that is signed in."
SKU_WORDS = "The pack's article number."

IDEMPOTENCY_KEY = graphene.String(
    description="A text of yours, 1 to 100 signs, new for each change you mean: the same key and input again change "
    "nothing twice and answer the cart as it is. Recommended, so that a lost answer can be asked for again."
)


class DestinationUnits(graphene.InputObjectType):
    """Where a parcel goes, by official codes."""

    class Meta:
        description = "Where a parcel goes, by official codes: today's commune, an old unit, or both."

    commune_code = graphene.String(description="The code of a commune in force, 5 digits.")
    former_unit_code = graphene.String(
        description="The code until 30 June 2025 of an old commune (5 digits) or district (3 digits), as people "
        "still write it; enough by itself when it became one commune."
    )


class AddToCartInput(graphene.InputObjectType):
    """A pack and how many of it."""

    class Meta:
        description = "A pack and how many of it."

    cart_token = graphene.String(description=WHOSE_CART)
    sku = graphene.String(required=True, description=SKU_WORDS)
    quantity = graphene.Int(default_value=1, description="How many packs more, 1 to 99.")


class SetQuantityInput(graphene.InputObjectType):
    """A line and how many packs it is to hold."""

    class Meta:
        description = "A line and how many packs it is to hold."

    cart_token = graphene.String(description=WHOSE_CART)
    sku = graphene.String(required=True, description=SKU_WORDS)
    quantity = graphene.Int(required=True, description="How many packs it is to hold, 1 to 99; 0 removes the line.")


class RemoveLineInput(graphene.InputObjectType):
    """A line to take out."""

    class Meta:
        description = "A line to take out."

    cart_token = graphene.String(description=WHOSE_CART)
    sku = graphene.String(required=True, description=SKU_WORDS)


class AgreedPriceInput(graphene.InputObjectType):
    """A price the buyer was shown."""

    class Meta:
        description = "A price the buyer was shown and agreed to."

    sku = graphene.String(required=True, description=SKU_WORDS)
    price = Dong(required=True, description="The price of one pack in đồng.")


class ConfirmPricesInput(graphene.InputObjectType):
    """Prices the buyer was shown."""

    class Meta:
        description = "Prices the buyer was shown and agreed to."

    cart_token = graphene.String(description=WHOSE_CART)
    prices = graphene.List(
        graphene.NonNull(AgreedPriceInput), required=True, description="At most 100, each of a line of the cart."
    )


class AdoptCartInput(graphene.InputObjectType):
    """A guest's cart to take over."""

    class Meta:
        description = "A guest's cart to take over."

    cart_token = graphene.String(required=True, description="The token of the guest's cart.")


class CreateCart(graphene.Mutation):
    """Begin a cart."""

    class Meta:
        description = (
            "Begin a cart: for a guest a new one each time, whose token is its only key; for an account the one it has."
        )

    cart = graphene.Field(CartType, description="The cart.")
    errors = errors_field(CartErrorType)

    @staticmethod
    def mutate(_root: object, info: graphene.ResolveInfo) -> CreateCart:
        """By open_cart()."""
        actor = require_scope(info, TokenScope.WRITE_ORDERS)
        cart = open_cart(actor=actor)
        return CreateCart(cart=CartToday.read(cart, on=clock(info)[1]), errors=[])


class AddToCart(graphene.Mutation):
    """Put packs into a cart."""

    class Meta:
        description = "Put packs into a cart; packs of one kind add up. An account's first pack begins its cart."

    class Arguments:
        """What to add."""

        input = AddToCartInput(required=True, description="What is wanted; `errors` names what of it is wrong.")
        idempotency_key = IDEMPOTENCY_KEY

    cart = graphene.Field(CartType, description="The cart afterwards; null when refused.")
    errors = errors_field(CartErrorType)

    @staticmethod
    def mutate(
        _root: object, info: graphene.ResolveInfo, input: Mapping[str, Any], idempotency_key: str | None = None
    ) -> Any:
        """By add_to_cart()."""
        at, _on = clock(info)

        def change(actor: Actor, _cart: Cart) -> object:
            quantity = 1 if input["quantity"] is None else input["quantity"]  # a null is no number left out
            return add_to_cart(actor=actor, variant=_pack(input["sku"]), quantity=quantity, at=at)

        return _answer(AddToCart, info, Asked(idempotency_key, "AddToCart", input), change, is_first=True)


class SetQuantity(graphene.Mutation):
    """Change how many packs a line holds."""

    class Meta:
        description = "Change how many packs a line of a cart holds; 0 removes the line."

    class Arguments:
        """What to change."""

        input = SetQuantityInput(required=True, description="What is wanted; `errors` names what of it is wrong.")
        idempotency_key = IDEMPOTENCY_KEY

    cart = graphene.Field(CartType, description="The cart afterwards; null when refused.")
    errors = errors_field(CartErrorType)

    @staticmethod
    def mutate(
        _root: object, info: graphene.ResolveInfo, input: Mapping[str, Any], idempotency_key: str | None = None
    ) -> Any:
        """By set_quantity()."""

        def change(actor: Actor, cart: Cart) -> object:
            return set_quantity(actor=actor, line_id=_line_of(cart, input["sku"]), quantity=input["quantity"])

        return _answer(SetQuantity, info, Asked(idempotency_key, "SetQuantity", input), change)


class RemoveLine(graphene.Mutation):
    """Take a line out of a cart."""

    class Meta:
        description = "Take a line out of a cart."

    class Arguments:
        """What to remove."""

        input = RemoveLineInput(required=True, description="What is wanted; `errors` names what of it is wrong.")
        idempotency_key = IDEMPOTENCY_KEY

    cart = graphene.Field(CartType, description="The cart afterwards; null when refused.")
    errors = errors_field(CartErrorType)

    @staticmethod
    def mutate(
        _root: object, info: graphene.ResolveInfo, input: Mapping[str, Any], idempotency_key: str | None = None
    ) -> Any:
        """By remove_line()."""

        def change(actor: Actor, cart: Cart) -> object:
            return remove_line(actor=actor, line_id=_line_of(cart, input["sku"]))

        return _answer(RemoveLine, info, Asked(idempotency_key, "RemoveLine", input), change)


class ConfirmPrices(graphene.Mutation):
    """Agree to prices."""

    class Meta:
        description = "Note the prices that the buyer was shown and agreed to; other lines stay as they are."

    class Arguments:
        """What was agreed to."""

        input = ConfirmPricesInput(required=True, description="What is wanted; `errors` names what of it is wrong.")
        idempotency_key = IDEMPOTENCY_KEY

    cart = graphene.Field(CartType, description="The cart afterwards; null when refused.")
    errors = errors_field(CartErrorType)

    @staticmethod
    def mutate(
        _root: object, info: graphene.ResolveInfo, input: Mapping[str, Any], idempotency_key: str | None = None
    ) -> Any:
        """By confirm_prices()."""
        agreed = {one["sku"]: one["price"] for one in input["prices"]}
        if any(price < 1 for price in agreed.values()):
            wrong = CartErrorType(
                field="prices", message=_("These are no prices of a cart."), code=CartErrorCode.INVALID
            )
            return ConfirmPrices(errors=[wrong])

        def change(actor: Actor, cart: Cart) -> object:
            lines = dict(cart.lines.filter(variant__sku__in=agreed).values_list("variant__sku", "pk"))
            if len(lines) < len(agreed):
                raise LineGoneError
            return confirm_prices(actor=actor, prices={lines[sku]: price for sku, price in agreed.items()})

        return _answer(ConfirmPrices, info, Asked(idempotency_key, "ConfirmPrices", input), change)


class AdoptCart(graphene.Mutation):
    """Join a guest's cart to the account's."""

    class Meta:
        description = (
            "Join a guest's cart to the cart of the account that is signed in; quantities add up to 99. "
            "The guest's token ends with it."
        )

    class Arguments:
        """Which cart."""

        input = AdoptCartInput(required=True, description="What is wanted; `errors` names what of it is wrong.")
        idempotency_key = IDEMPOTENCY_KEY

    cart = graphene.Field(CartType, description="The account's cart afterwards; null when refused.")
    errors = errors_field(CartErrorType)

    @staticmethod
    def mutate(
        _root: object, info: graphene.ResolveInfo, input: Mapping[str, Any], idempotency_key: str | None = None
    ) -> AdoptCart:
        """By adopt_guest_cart()."""
        require_user(info, TokenScope.WRITE_ORDERS)
        at, on = clock(info)
        asked = Asked(idempotency_key, "AdoptCart", input)
        if problem := key_problem(idempotency_key):
            return AdoptCart(errors=[_wrong_key(problem)])
        try:
            cart = adopt_cart_once(token=input["cart_token"], actor=actor_of(info), asked=asked, at=at)
        except CartError as error:
            return AdoptCart(errors=cart_errors(error))
        return AdoptCart(cart=CartToday.read(cart, on=on), errors=[])


class CartQuery:
    """What may be asked about carts."""

    cart = graphene.Field(
        CartType,
        token=graphene.String(description=WHOSE_CART),
        destination=DestinationUnits(description="Where it would go, to have delivery worked out."),
        description="A cart at today's prices; null when the account has none. An account's needs the scope "
        "READ_ORDERS. An unknown token, or one of an account's cart, is answered NOT_FOUND.",
    )

    @staticmethod
    def resolve_cart(
        _root: object,
        info: graphene.ResolveInfo,
        token: str | None = None,
        destination: Mapping[str, Any] | None = None,
    ) -> CartToday | None:
        """Today's. Raises GraphError."""
        actor = cart_actor(require_scope(info, TokenScope.READ_ORDERS), token)
        _at, on = clock(info)
        cart = Cart.objects.open().visible_to(actor).first()
        if cart is None and token is not None:
            raise GraphError(_("There is no such cart."), RequestErrorCode.NOT_FOUND)
        if cart is None:
            return None
        if destination is None:
            return CartToday.read(cart, on=on)
        communes = choices_of_codes(
            commune=destination.get("commune_code") or "", former_unit=destination.get("former_unit_code") or "", on=on
        )
        if len(communes) != 1:
            raise GraphError(_("These codes name no commune, or several."), RequestErrorCode.BAD_INPUT)
        return CartToday.read(cart, on=on, destination=communes[0].commune)


class CartMutation:
    """What may be done to carts."""

    create_cart = CreateCart.Field()
    add_to_cart = AddToCart.Field()
    set_quantity = SetQuantity.Field()
    remove_line = RemoveLine.Field()
    confirm_prices = ConfirmPrices.Field()
    adopt_cart = AdoptCart.Field()


def cart_actor(actor: Actor, token: str | None) -> Actor:
    """Whose cart is meant: with a token a guest's, which its holder may use, signed in or not; else the account's."""
    return actor if token is None else Actor(cart_token=token)


def _answer(
    payload: Any,
    info: graphene.ResolveInfo,
    asked: Asked,
    change: Callable[[Actor, Cart], object],
    is_first: bool = False,
) -> Any:
    """Make a change once, and answer the cart or why not."""
    token: Any = asked.said.get("cart_token")
    actor = cart_actor(require_scope(info, TokenScope.WRITE_ORDERS), token)
    if actor.user is None and token is None:
        message = _("Name a cart by its token, or sign in.")
        return payload(errors=[CartErrorType(field="cartToken", message=message, code=CartErrorCode.NOT_SIGNED_IN)])
    if problem := key_problem(asked.key):
        return payload(errors=[_wrong_key(problem)])
    at, on = clock(info)
    try:
        cart = change_cart_once(
            actor=actor, asked=asked, change=lambda cart: change(actor, cart), at=at, is_first=is_first
        )
    except CartError as error:
        return payload(errors=cart_errors(error))
    return payload(cart=CartToday.read(cart, on=on), errors=[])


def _wrong_key(problem: str) -> CartErrorType:
    return CartErrorType(field="idempotencyKey", message=problem, code=CartErrorCode.INVALID)


def _pack(sku: str) -> Variant:
    """The pack of a listed product. Raises PackUnknownError."""
    variant = Variant.objects.select_related("product__producer").filter(sku=sku).first()
    if variant is None or not variant.product.is_listed:
        raise PackUnknownError
    return variant


def _line_of(cart: Cart, sku: str) -> int:
    """The line of a pack. Raises LineGoneError."""
    line = cart.lines.filter(variant__sku=sku).first()
    if line is None:
        raise LineGoneError
    return line.pk
