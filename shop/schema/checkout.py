"""Ordering by the API: what there is to choose from, and placing an order once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.enums import TokenScope
from accounts.graph import errors_field, form_errors, require_scope
from catalog.models import Variant
from geography.graph import Dong, clock, described_enum
from shop.forms.checkout import CodedOrderForm
from shop.gateways import GATEWAYS, Gateway
from shop.models import MAX_LINES, MAX_QUANTITY, DeliveryRate, Order
from shop.operations.carts import CartError
from shop.operations.orders import OrderError, Purchase
from shop.operations.requests import Asked, find_answered, place_order_once
from shop.schema.carts import WHOSE_CART, AgreedPriceInput, DestinationUnits, cart_actor
from shop.schema.errors import OrderErrorCode, OrderErrorType, key_problem, order_errors
from shop.schema.order_types import OrderType, PaymentMethodEnum, share

# The form's fields as the input names them.
FIELDS = {
    "buyer_name": "buyer.name",
    "phone": "buyer.phone",
    "email": "buyer.email",
    "street": "destination.street",
    "note": "destination.note",
    "commune_code": "destination.communeCode",
    "former_unit_code": "destination.formerUnitCode",
}

LanguageEnum = described_enum("Language", "The language of words and mails.", VI="Vietnamese.", EN="English.")


class PaymentOptionType(graphene.ObjectType):
    """A way to pay."""

    class Meta:
        name = "PaymentOption"
        description = "A way to pay, in words for the buyer."

    method = graphene.Field(PaymentMethodEnum, required=True, description="For placeOrder.")
    label = graphene.String(required=True, description="Its name in the reader's language.")
    explanation = graphene.String(required=True, description="How it works, as a sentence.")

    @staticmethod
    def resolve_label(gateway: Gateway, _info: graphene.ResolveInfo) -> str:
        """In the reader's language."""
        return str(gateway.label)

    @staticmethod
    def resolve_explanation(gateway: Gateway, _info: graphene.ResolveInfo) -> str:
        """In the reader's language."""
        return str(gateway.explanation)


class DeliveryRateType(graphene.ObjectType):
    """What delivery costs in one band."""

    class Meta:
        name = "DeliveryRate"
        description = "The fee of one band of distances: a first weight, then steps."

    up_to_km = graphene.Int(required=True, description="The band reaches to this distance in km, inclusive.")
    first_grams = graphene.Int(required=True, description="The weight in grams that the first fee covers.")
    first_fee = graphene.Field(Dong, required=True, description="In đồng, VAT included.")
    step_grams = graphene.Int(required=True, description="Each further step begun, in grams.")
    step_fee = graphene.Field(Dong, required=True, description="For each step, in đồng.")
    days_min = graphene.Int(required=True, description="Days it takes at least.")
    days_max = graphene.Int(required=True, description="Days it takes at most.")


class CheckoutOptionsType(graphene.ObjectType):
    """What a checkout has to know."""

    class Meta:
        name = "CheckoutOptions"
        description = "What a checkout offers. What delivery of one cart costs, `cart(destination:)` says."

    payment_methods = graphene.List(
        graphene.NonNull(PaymentOptionType), required=True, description="In the order to offer them."
    )
    delivery_rates = graphene.List(
        graphene.NonNull(DeliveryRateType), required=True, description="The table of fees by distance."
    )
    max_lines = graphene.Int(required=True, description="How many different packs a cart holds.")
    max_quantity = graphene.Int(required=True, description="How many packs a line holds.")

    @staticmethod
    def resolve_payment_methods(_options: object, _info: graphene.ResolveInfo) -> list[Gateway]:
        """The gateways."""
        return list(GATEWAYS.values())

    @staticmethod
    def resolve_delivery_rates(_options: object, _info: graphene.ResolveInfo) -> list[DeliveryRate]:
        """The nearest band first."""
        return list(DeliveryRate.objects.all())

    @staticmethod
    def resolve_max_lines(_options: object, _info: graphene.ResolveInfo) -> int:
        """By the model."""
        return MAX_LINES

    @staticmethod
    def resolve_max_quantity(_options: object, _info: graphene.ResolveInfo) -> int:
        """By the model."""
        return MAX_QUANTITY


class BuyerInput(graphene.InputObjectType):
    """Who receives the order."""

    class Meta:
        description = "Who receives the order."

    name = graphene.String(required=True, description="The name, at most 120 signs.")
    phone = graphene.String(required=True, description="A phone number of Vietnam, in any usual spelling.")
    email = graphene.String(description="Where the order's link is sent; without it, keep the link.")


class OrderDestinationInput(DestinationUnits):
    """Where the order goes."""

    class Meta:
        description = "Where the order goes: today's commune, an old unit, or both, and the street."

    street = graphene.String(required=True, description="House number, street, hamlet; at most 200 signs.")
    note = graphene.String(description="Words to the makers, at most 500 signs.")


class PlaceOrderInput(graphene.InputObjectType):
    """All that a buyer says."""

    class Meta:
        description = "All that a buyer says when ordering."

    cart_token = graphene.String(description=WHOSE_CART)
    buyer = BuyerInput(required=True, description="Who receives it.")
    destination = OrderDestinationInput(required=True, description="Where it goes.")
    payment_method = PaymentMethodEnum(required=True, description="One of checkoutOptions.paymentMethods.")
    expected_total = Dong(
        required=True,
        description="The total in đồng that the buyer was shown, delivery included: `total` of `cart(destination:)`.",
    )
    agreed_prices = graphene.List(
        graphene.NonNull(AgreedPriceInput),
        description="Prices the buyer was shown where the cart remembers others; at most 100.",
    )
    adult_confirmed = graphene.Boolean(default_value=False, description="Whether the buyer says to be 18 or older.")
    language = LanguageEnum(description="The language of the order's mails; by default that of the request.")


class PlaceOrder(graphene.Mutation):
    """Turn a cart into an order."""

    class Meta:
        description = (
            "Turn a cart into an order, once: a cart that has become one answers that order, whatever is asked then."
        )

    class Arguments:
        """What the buyer says."""

        input = PlaceOrderInput(required=True, description="What is wanted; `errors` names what of it is wrong.")
        idempotency_key = graphene.String(
            required=True,
            description="A text of yours, 1 to 100 signs, new for each order you mean: the same key and input again "
            "answer the same order.",
        )

    order = graphene.Field(OrderType, description="The order, with its secret link; null when refused.")
    repeated = graphene.Boolean(
        required=True, description="Whether the cart had been ordered before, so that nothing was done now."
    )
    errors = errors_field(OrderErrorType)

    @staticmethod
    def mutate(_root: object, info: graphene.ResolveInfo, input: Mapping[str, Any], idempotency_key: str) -> PlaceOrder:
        """By place_order(). Raises GraphError."""
        asker = require_scope(info, TokenScope.WRITE_ORDERS)
        actor = cart_actor(asker, input.get("cart_token"))
        asked = Asked(idempotency_key, "PlaceOrder", input)
        if wrong := _first_wrong(actor, input, idempotency_key):
            return PlaceOrder(repeated=False, errors=[wrong])
        try:
            answered = find_answered(actor=actor, asked=asked)
            if answered is not None and answered.ordered_at is not None:
                return _answer(Order.objects.get(cart=answered), repeated=True)
            form = CodedOrderForm(_data(input), on=clock(info)[1])
            purchase = _read(form, input)
            if purchase is None:
                return PlaceOrder(repeated=False, errors=form_errors(form, OrderErrorType, names=FIELDS))
            order, repeated = place_order_once(
                actor=actor, buyer=asker, asked=asked, purchase=purchase, at=clock(info)[0]
            )
        except (CartError, OrderError) as error:
            return PlaceOrder(repeated=False, errors=order_errors(error))
        return _answer(order, repeated=repeated)


class CheckoutQuery:
    """What may be asked before ordering."""

    checkout_options = graphene.Field(
        CheckoutOptionsType, required=True, description="What a checkout offers to choose from."
    )

    @staticmethod
    def resolve_checkout_options(_root: object, _info: graphene.ResolveInfo) -> CheckoutOptionsType:
        """Its fields read themselves."""
        return CheckoutOptionsType()


class CheckoutMutation:
    """Ordering."""

    place_order = PlaceOrder.Field()


def _answer(order: Order, *, repeated: bool) -> PlaceOrder:
    whole = Order.objects.with_places().with_consignments().get(pk=order.pk)
    return PlaceOrder(order=share(whole), repeated=repeated, errors=[])


def _first_wrong(actor: Actor, said: Mapping[str, Any], key: str) -> OrderErrorType | None:
    """What is wrong with the request itself, before any field of it is looked at."""
    codes = OrderErrorCode
    if problem := key_problem(key):
        return OrderErrorType(field="idempotencyKey", message=problem, code=codes.INVALID)
    if actor.user is None and said.get("cart_token") is None:
        message = _("Name a cart by its token, or sign in.")
        return OrderErrorType(field="cartToken", message=message, code=codes.NOT_SIGNED_IN)
    return None


def _data(said: Mapping[str, Any]) -> dict[str, Any]:
    """The input as the form's fields."""
    buyer, destination = said["buyer"], said["destination"]
    return {
        "buyer_name": buyer["name"],
        "phone": buyer["phone"],
        "email": buyer.get("email") or "",
        "street": destination["street"],
        "note": destination.get("note") or "",
        "commune_code": destination.get("commune_code") or "",
        "former_unit_code": destination.get("former_unit_code") or "",
        "payment_method": said["payment_method"].value,
        "adult_confirmed": said.get("adult_confirmed") or False,
    }


def _read(form: CodedOrderForm, said: Mapping[str, Any]) -> Purchase | None:
    """What was said as the operation wants it; None for what cannot be."""
    if not form.is_valid() or form.chosen is None:
        return None
    agreed = {one["sku"]: one["price"] for one in said.get("agreed_prices") or ()}
    packs = Variant.objects.filter(sku__in=agreed).values_list("sku", "pk") if agreed else ()
    language = said.get("language")
    return form.purchase_to(
        form.chosen,
        language=language.value.lower() if language else get_language() or "vi",
        prices={pk: agreed[sku] for sku, pk in packs},
        total=said["expected_total"],
    )
