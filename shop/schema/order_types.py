"""An order as the API shows it: all that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene
from django.utils.text import capfirst

from accounts.display import in_language
from accounts.graph import actor_of
from accounts.site import whole_address
from catalog.enums import ListingBasis
from catalog.models import Producer
from catalog.schema import ProducerType
from geography.connections import make_connection
from geography.graph import Dong, choices_enum, load, then
from geography.loaders import one, with_units
from geography.schema import UnitType
from shop.enums import ConsignmentStatus, DeliveryMethod, OrderStatus, PaymentMethod
from shop.gateways import gateway_of
from shop.loaders import OrderParts
from shop.models import Consignment, Order, OrderLine
from shop.pricing import break_down
from shop.progress import Step, steps_of
from shop.schema.cart_types import VatType, vat_rows

ListingBasisEnum = choices_enum(
    ListingBasis,
    "ListingBasis",
    "Why a product may be offered.",
    CERTIFICATE="It bears the stars of a certificate in force.",
    LOCAL_SPECIALITY="An officer lets it be offered as a local speciality, without stars.",
)
OrderStatusEnum = choices_enum(
    OrderStatus,
    "OrderStatus",
    "Where an order as a whole stands.",
    PENDING_PAYMENT="It waits for its payment.",
    PLACED="The makers have it; orders paid in cash on delivery begin so.",
    COMPLETED="Every parcel has arrived or ended otherwise.",
    EXPIRED="It was not paid in time.",
    CANCELLED="It was cancelled.",
)
ConsignmentStatusEnum = choices_enum(
    ConsignmentStatus,
    "ConsignmentStatus",
    "Where one maker's parcel stands.",
    NEW="The maker has not answered yet.",
    ACCEPTED="The maker has accepted it.",
    PACKED="It is packed.",
    SHIPPED="It is on its way.",
    DELIVERED="It has arrived.",
    READY_FOR_PICKUP="It can be collected.",
    COLLECTED="It was collected.",
    DECLINED="The maker could not supply it.",
    CANCELLED="It was cancelled.",
    DELIVERY_FAILED="Nobody took it, or it was refused at the door.",
    RETURNED="It came back to the maker.",
)
DeliveryMethodEnum = choices_enum(
    DeliveryMethod,
    "DeliveryMethod",
    "How goods reach the buyer.",
    DELIVERY="Delivered to the address.",
    COLLECTION="Collected at a point of sale.",
)
PaymentMethodEnum = choices_enum(
    PaymentMethod, "PaymentMethod", "How a buyer pays.", CASH_ON_DELIVERY="In cash, each parcel when it arrives."
)


class OrderLineType(graphene.ObjectType):
    """Some packs as promised."""

    class Meta:
        name = "OrderLine"
        description = "Some packs as they were promised when ordered; later changes of the product do not touch it."

    sku = graphene.String(required=True, description="The pack's article number.")
    product_name = graphene.String(required=True, description="The product's name, in the reader's language if known.")
    pack = graphene.String(required=True, description="The pack's name, in the reader's language if known.")
    producer_name = graphene.String(required=True, description="The maker's name.")
    commune_text = graphene.String(required=True, description="The maker's commune and province, in Vietnamese.")
    listing_basis = graphene.Field(ListingBasisEnum, required=True, description="Why it could be offered.")
    stars = graphene.Int(description="The OCOP stars it bore, 3 to 5; null without.")
    certificate_code = graphene.String(description="The certificate's public code; null without.")
    unit_price = graphene.Field(Dong, required=True, description="The price of one pack in đồng, VAT included.")
    vat_rate = graphene.Int(required=True, description="The VAT within the price, in percent.")
    quantity = graphene.Int(required=True, description="How many packs.")
    total = graphene.Field(Dong, required=True, description="The price of all packs in đồng.")

    @staticmethod
    def resolve_product_name(line: OrderLine, _info: graphene.ResolveInfo) -> str:
        """As promised."""
        return in_language(line, "product_name")

    @staticmethod
    def resolve_pack(line: OrderLine, _info: graphene.ResolveInfo) -> str:
        """As promised."""
        return in_language(line, "pack")

    @staticmethod
    def resolve_certificate_code(line: OrderLine, _info: graphene.ResolveInfo) -> str | None:
        """Null where the row has none."""
        return line.certificate_code or None


class StepType(graphene.ObjectType):
    """One step of a parcel's way."""

    class Meta:
        name = "ConsignmentStep"
        description = "One step of a parcel's way, in order; steps still to come have no time."

    words = graphene.String(required=True, description="The step in the reader's language.")
    reached_at = graphene.DateTime(description="When it was reached; null when it was not.")
    is_current = graphene.Boolean(required=True, description="Whether the parcel stands here.")

    @staticmethod
    def resolve_words(step: Step, _info: graphene.ResolveInfo) -> str:
        """As a sentence begins."""
        return capfirst(str(step.label))


class ConsignmentType(graphene.ObjectType):
    """One maker's parcel."""

    class Meta:
        name = "Consignment"
        description = "One maker's part of an order: a parcel."

    id = graphene.ID(required=True, description="The code.")
    code = graphene.String(required=True, description="The order's code with the parcel's number: what people say.")
    number = graphene.Int(required=True, description="The number within the order, from 1.")
    producer = graphene.Field(ProducerType, description="The maker's page, while there is one.")
    producer_name = graphene.String(required=True, description="The maker's name as promised.")
    producer_phone = graphene.String(description="Whom to call about this parcel, E.164 or a hotline's digits.")
    producer_email = graphene.String(description="Whom to write to about this parcel.")
    status = graphene.Field(ConsignmentStatusEnum, required=True, description="Where it stands.")
    status_words = graphene.String(required=True, description="The same in the reader's language.")
    steps = graphene.List(graphene.NonNull(StepType), required=True, description="Its way, with what has happened.")
    method = graphene.Field(DeliveryMethodEnum, required=True, description="How it reaches the buyer.")
    lines = graphene.List(graphene.NonNull(OrderLineType), required=True, description="What is in it.")
    goods_total = graphene.Field(Dong, required=True, description="The goods in đồng, VAT included.")
    delivery_fee = graphene.Field(Dong, required=True, description="Delivery in đồng, VAT included.")
    total = graphene.Field(Dong, required=True, description="What is paid for this parcel, in đồng.")
    weight_grams = graphene.Int(required=True, description="Its weight in grams.")
    distance_km = graphene.Int(required=True, description="Kilometres between commune centres.")
    days_min = graphene.Int(required=True, description="Days of delivery at least.")
    days_max = graphene.Int(required=True, description="Days of delivery at most.")

    @staticmethod
    def resolve_id(consignment: Consignment, _info: graphene.ResolveInfo) -> str:
        """What people call it."""
        return consignment.code

    @staticmethod
    def resolve_producer(consignment: Consignment, _info: graphene.ResolveInfo) -> Producer | None:
        """Only makers that still have a page."""
        return consignment.producer if consignment.producer.is_active else None

    @staticmethod
    def resolve_producer_phone(consignment: Consignment, _info: graphene.ResolveInfo) -> str | None:
        """Today's."""
        return consignment.producer.phone or None

    @staticmethod
    def resolve_producer_email(consignment: Consignment, _info: graphene.ResolveInfo) -> str | None:
        """Today's."""
        return consignment.producer.email or None

    @staticmethod
    def resolve_status_words(consignment: Consignment, _info: graphene.ResolveInfo) -> str:
        """By the enum."""
        return str(ConsignmentStatus(consignment.status).label)

    @staticmethod
    def resolve_steps(consignment: Consignment, _info: graphene.ResolveInfo) -> Sequence[Step]:
        """As the order's page shows them."""
        return steps_of(consignment)

    @staticmethod
    def resolve_lines(consignment: Consignment, _info: graphene.ResolveInfo) -> Sequence[OrderLine]:
        """Read with the parcel."""
        return list(consignment.lines.all())


class OrderType(graphene.ObjectType):
    """An order."""

    class Meta:
        name = "Order"
        description = "An order as its buyer sees it. Sums are whole đồng, VAT included."

    id = graphene.ID(required=True, description="The code.")
    code = graphene.String(required=True, description="The code to say on the phone, 8 signs.")
    secret = graphene.String(description="With the code it opens the order for anybody: for its buyer's eyes only.")
    link = graphene.String(description="The order's page, secret included: all that a guest needs to find it again.")
    status = graphene.Field(OrderStatusEnum, required=True, description="Where the order as a whole stands.")
    status_words = graphene.String(required=True, description="The same in the reader's language.")
    placed_at = graphene.DateTime(required=True, description="When it was placed.")
    payment_method = graphene.Field(PaymentMethodEnum, required=True, description="How it is paid.")
    payment_words = graphene.String(required=True, description="What the buyer does about paying, as a sentence.")
    buyer_name = graphene.String(required=True, description="Who receives it.")
    buyer_phone = graphene.String(required=True, description="The receiver's phone number, E.164.")
    buyer_email = graphene.String(description="Where the order's mails go; null when none was given.")
    address = graphene.String(required=True, description="The whole address in text, today's units and the old one.")
    street = graphene.String(required=True, description="House number, street, hamlet.")
    commune = graphene.Field(UnitType, description="The commune it goes to.")
    former_unit = graphene.Field(UnitType, description="The old unit as the buyer wrote it, if any.")
    note = graphene.String(required=True, description="The buyer's words to the makers; empty without.")
    consignments = graphene.List(graphene.NonNull(ConsignmentType), required=True, description="One for each maker.")
    goods_total = graphene.Field(Dong, required=True, description="All goods in đồng.")
    delivery_total = graphene.Field(Dong, required=True, description="All delivery in đồng.")
    total = graphene.Field(Dong, required=True, description="What the buyer pays, in đồng.")
    vat = graphene.List(graphene.NonNull(VatType), required=True, description="The VAT within the goods' total.")

    @staticmethod
    def resolve_id(order: Order, _info: graphene.ResolveInfo) -> str:
        """What people call it."""
        return order.code

    @staticmethod
    def resolve_secret(order: Order, info: graphene.ResolveInfo) -> str | None:
        """Not for an operator, who may see the order but not pass it on."""
        return order.secret if _is_buyers(order, info) else None

    @staticmethod
    def resolve_link(order: Order, info: graphene.ResolveInfo) -> str | None:
        """As for the secret."""
        return whole_address(order.get_secret_url()) if _is_buyers(order, info) else None

    @staticmethod
    def resolve_status_words(order: Order, _info: graphene.ResolveInfo) -> str:
        """By the enum."""
        return str(OrderStatus(order.status).label)

    @staticmethod
    def resolve_payment_words(order: Order, _info: graphene.ResolveInfo) -> str:
        """By the gateway."""
        return gateway_of(order.payment_method).instructions(order)

    @staticmethod
    def resolve_buyer_email(order: Order, _info: graphene.ResolveInfo) -> str | None:
        """Null where none was given."""
        return order.buyer_email or None

    @staticmethod
    def resolve_address(order: Order, info: graphene.ResolveInfo) -> Any:
        """In the reader's language, so not the text that was stored."""
        return then(with_units(info, order), Order.address_in_full)

    @staticmethod
    def resolve_commune(order: Order, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, order, "commune")

    @staticmethod
    def resolve_former_unit(order: Order, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, order, "former_unit")

    @staticmethod
    def resolve_consignments(order: Order, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return then(load(info, OrderParts, order), lambda whole: list(whole.consignments.all()))

    @staticmethod
    def resolve_vat(order: Order, info: graphene.ResolveInfo) -> Any:
        """Line by line, as on the page."""
        return then(load(info, OrderParts, order), _vat)


OrderConnection = make_connection(OrderType, "Order")


def share(order: Order) -> Order:
    """The same order for somebody who has placed it just now or knows its secret: they may see the link."""
    order.is_shared = True  # type: ignore[attr-defined]  # a word between here and the resolvers
    return order


def _is_buyers(order: Order, info: graphene.ResolveInfo) -> bool:
    user = actor_of(info).user
    return getattr(order, "is_shared", False) or (user is not None and order.user_id == user.pk)


def _vat(order: Order) -> list[Any]:
    lines = [line for consignment in order.consignments.all() for line in consignment.lines.all()]
    return vat_rows(break_down(lines))
