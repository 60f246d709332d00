"""The small cast of all tests, and plain functions that make one of a thing with everything it needs.

Units are real, with their codes; everybody and everything else is made up. Today is always TODAY (tests/conftest.py).
"""

from __future__ import annotations

import datetime
import itertools
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from accounts.enums import TokenScope
from accounts.models import ApiToken, User
from accounts.operations import create_token
from catalog.enums import IssuingLevel, MemberRole, ProducerKind, ProductStatus
from catalog.models import Certificate, Membership, Producer, Product, ProductGroup, ProductSet, Variant
from fairs.enums import FairStatus
from fairs.models import Fair
from geography.enums import UnitKind, UnitLevel
from geography.folding import fold_words
from geography.models import Succession, Unit
from points_of_sale.enums import MovementKind, OutletKind
from points_of_sale.models import Outlet, StockItem, StockMovement
from shop.enums import OrderStatus, PaymentMethod
from shop.models import Cart, CartLine, Consignment, DeliveryRate, Order, OrderLine

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime.datetime(2026, 11, 21, 10, 0, tzinfo=VIETNAM)
TODAY = NOW.date()
REFORM_DAY = datetime.date(2025, 7, 1)
PASSWORD = "mat-khau-thu-nghiem"

_sequence = itertools.count(1)


class Units(NamedTuple):
    """Two provinces with their communes of today, one further province, and the old units of Phú Quốc."""

    an_giang: Unit
    phu_quoc: Unit
    long_xuyen: Unit
    da_nang: Unit
    hai_chau: Unit
    hoi_an: Unit
    ho_chi_minh_city: Unit
    sai_gon: Unit
    old_kien_giang: Unit
    old_phu_quoc_city: Unit
    old_duong_dong: Unit


def slug_of(name: str) -> str:
    """A slug as the project writes them: folded words with hyphens."""
    return fold_words(name).replace(" ", "-")


def make_unit(
    *,
    code: str,
    level: UnitLevel,
    kind: UnitKind,
    name: str,
    parent: Unit | None = None,
    centre: tuple[float, float] | None = None,
    valid_from: datetime.date = REFORM_DAY,
    valid_until: datetime.date | None = None,
) -> Unit:
    """One administrative unit; `centre` is latitude and longitude."""
    latitude, longitude = centre or (None, None)
    return Unit.objects.create(
        code=code,
        level=level,
        kind=kind,
        name=name,
        slug=f"{slug_of(name)}-{parent.slug}" if parent else slug_of(name),
        folded_name=fold_words(name),
        parent=parent,
        latitude=latitude,
        longitude=longitude,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def make_units() -> Units:
    """The units of the cast, as they are since 1 July 2025, and what Phú Quốc was before."""
    province, district, commune = UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE
    long_ago = datetime.date(1900, 1, 1)
    before = {"valid_from": long_ago, "valid_until": REFORM_DAY}
    an_giang = make_unit(code="91", level=province, kind=UnitKind.PROVINCE, name="An Giang", centre=(10.0125, 105.0809))
    da_nang = make_unit(
        code="48", level=province, kind=UnitKind.MUNICIPALITY, name="Đà Nẵng", centre=(16.0544, 108.2022)
    )
    hcmc = make_unit(
        code="79", level=province, kind=UnitKind.MUNICIPALITY, name="Hồ Chí Minh", centre=(10.7769, 106.7009)
    )
    phu_quoc = make_unit(
        code="31078",
        level=commune,
        kind=UnitKind.SPECIAL_ZONE,
        name="Phú Quốc",
        parent=an_giang,
        centre=(10.2274, 103.9637),
    )
    old_kien_giang = make_unit(code="91", level=province, kind=UnitKind.PROVINCE, name="Kiên Giang", **before)
    old_phu_quoc_city = make_unit(
        code="911", level=district, kind=UnitKind.PROVINCIAL_CITY, name="Phú Quốc", parent=old_kien_giang, **before
    )
    old_duong_dong = make_unit(
        code="31078", level=commune, kind=UnitKind.WARD, name="Dương Đông", parent=old_phu_quoc_city, **before
    )
    for old, new in ((old_kien_giang, an_giang), (old_phu_quoc_city, phu_quoc), (old_duong_dong, phu_quoc)):
        Succession.objects.create(predecessor=old, successor=new)

    def ward(code: str, name: str, parent: Unit, centre: tuple[float, float]) -> Unit:
        return make_unit(code=code, level=commune, kind=UnitKind.WARD, name=name, parent=parent, centre=centre)

    return Units(
        an_giang=an_giang,
        phu_quoc=phu_quoc,
        long_xuyen=ward("30307", "Long Xuyên", an_giang, (10.3759, 105.4185)),
        da_nang=da_nang,
        hai_chau=ward("20242", "Hải Châu", da_nang, (16.0614, 108.2208)),
        hoi_an=ward("20410", "Hội An", da_nang, (15.8801, 108.3380)),
        ho_chi_minh_city=hcmc,
        sai_gon=ward("26740", "Sài Gòn", hcmc, (10.7797, 106.7035)),
        old_kien_giang=old_kien_giang,
        old_phu_quoc_city=old_phu_quoc_city,
        old_duong_dong=old_duong_dong,
    )


def make_user(*, email: str | None = None, phone: str | None = None, **fields: Any) -> User:
    """A user with the cast's password."""
    if email is None and phone is None:
        email = f"somebody-{next(_sequence)}@example.com"
    return User.objects.create_user(email=email, phone=phone, password=PASSWORD, **fields)


def make_token(
    *, user: User, scopes: tuple[TokenScope, ...] = tuple(TokenScope), **fields: Any
) -> tuple[ApiToken, str]:
    """An API token made NOW, by default with every right, and its secret."""
    return create_token(user=user, name="Ứng dụng của tôi", scopes=scopes, at=NOW, **fields)


def make_producer(*, name: str, commune: Unit, members: tuple[User, ...] = (), **fields: Any) -> Producer:
    """A producer with its premises; its first member owns it, the others are staff."""
    fields = {
        "slug": slug_of(name),
        "kind": ProducerKind.COOPERATIVE,
        "province": commune.parent,
        "registration_number": "0000000001",
        "phone": "+842900000001",
        "email": f"{slug_of(name)}@example.com",
        **fields,
    }
    producer = Producer.objects.create(name=name, commune=commune, **fields)
    for member in members:
        role = MemberRole.OWNER if member is members[0] else MemberRole.STAFF
        Membership.objects.create(producer=producer, user=member, role=role)
    make_outlet(name=f"Cơ sở của {name}", commune=commune, kind=OutletKind.PREMISES, producer=producer)
    return producer


def make_product_set(number: int) -> ProductSet:
    """One of the 26 sets, by its number in QĐ 148; made with a plain name where no data has been loaded."""
    group_number = next(
        group for last, group in ((13, 1), (17, 2), (20, 3), (22, 4), (25, 5), (26, 6)) if number <= last
    )
    group, _ = ProductGroup.objects.get_or_create(
        number=group_number,
        defaults={
            "slug": f"nhom-{group_number}",
            "name": f"Nhóm {group_number}",
            "name_en": f"Group {group_number}",
        },
    )
    product_set, _ = ProductSet.objects.get_or_create(
        number=number,
        defaults={
            "group": group,
            "slug": f"bo-{number}",
            "name": f"Bộ {number}",
            "name_en": f"Set {number}",
            "is_alcohol": number in (14, 15),
            "is_service": number == 26,
        },
    )
    return product_set


def make_product(
    *,
    producer: Producer,
    name: str,
    set_number: int = 9,
    price: int = 120_000,
    on_hand: int = 10,
    stars: int | None = 4,
    **fields: Any,
) -> Product:
    """A published product with one pack, stock at the producer's premises, and a certificate unless `stars` is None."""
    fields = {"slug": slug_of(name), "status": ProductStatus.PUBLISHED, "published_at": NOW, **fields}
    product = Product.objects.create(producer=producer, name=name, product_set=make_product_set(set_number), **fields)
    make_variant(product=product, price=price, on_hand=on_hand)
    if stars is not None:
        make_certificate(product=product, stars=stars)
    return product


def make_variant(*, product: Product, price: int = 120_000, on_hand: int = 10, **fields: Any) -> Variant:
    """A pack of a product, with that many in stock at the producer's premises."""
    fields = {
        "sku": f"SKU-{next(_sequence)}",
        "pack": "chai 500 ml",
        "content_quantity": 500,
        "content_unit": "ml",
        "shipping_weight_grams": 800,
        **fields,
    }
    variant = Variant.objects.create(product=product, price=price, **fields)
    Product.objects.filter(pk=product.pk).write_prices()
    product.refresh_from_db(fields=["price_from", "price_to"])
    if on_hand:
        make_stock(variant=variant, on_hand=on_hand)
    return variant


def make_stock(*, variant: Variant, on_hand: int, outlet: Outlet | None = None) -> StockItem:
    """Stock of a pack, with the ledger's row for it; at the producer's premises unless an outlet is given."""
    outlet = outlet or Outlet.objects.get(producer=variant.product.producer, kind=OutletKind.PREMISES)
    item = StockItem.objects.create(variant=variant, outlet=outlet, on_hand=on_hand)
    StockMovement.objects.create(item=item, kind=MovementKind.RECEIVE, on_hand_change=on_hand, at=NOW)
    return item


def make_certificate(*, product: Product, stars: int = 4, **fields: Any) -> Certificate:
    """A certificate in force on TODAY: 36 months from 1 June 2025, unless the fields say otherwise."""
    fields = {
        "public_code": f"C{next(_sequence):07d}",
        "issuing_level": IssuingLevel.PROVINCE if stars < 5 else IssuingLevel.MINISTRY,
        "decision_number": "12/QĐ-UBND",
        "valid_from": datetime.date(2025, 6, 1),
        "valid_until": datetime.date(2028, 6, 1),
        **fields,
    }
    return Certificate.objects.create(product=product, stars=stars, **fields)


def make_outlet(*, name: str, commune: Unit, kind: OutletKind = OutletKind.OCOP_SHOP, **fields: Any) -> Outlet:
    """An open outlet."""
    fields = {"slug": slug_of(name), "province": commune.parent, **fields}
    return Outlet.objects.create(name=name, commune=commune, kind=kind, **fields)


def make_fair(*, name: str, commune: Unit, starts_on: datetime.date | None, **fields: Any) -> Fair:
    """An announced fair; four days long unless the fields say otherwise."""
    ends_on = starts_on + datetime.timedelta(days=3) if starts_on else None
    fields = {
        "slug": slug_of(name),
        "province": commune.parent,
        "status": FairStatus.ANNOUNCED,
        "announced_at": NOW,
        "ends_on": ends_on,
        **fields,
    }
    return Fair.objects.create(name=name, commune=commune, starts_on=starts_on, **fields)


def make_delivery_rates() -> list[DeliveryRate]:
    """Two bands: 20.000 ₫ up to 100 km and 35.000 ₫ anywhere, for the first kilogram; 5.000 ₫ each further 500 g."""
    rates = []
    for up_to_km, first_fee in ((100, 20_000), (20_000, 35_000)):
        rate, _ = DeliveryRate.objects.update_or_create(
            up_to_km=up_to_km,
            defaults={
                "first_grams": 1_000,
                "first_fee": first_fee,
                "step_grams": 500,
                "step_fee": 5_000,
                "days_min": 2,
                "days_max": 5,
            },
        )
        rates.append(rate)
    DeliveryRate.objects.exclude(pk__in=[rate.pk for rate in rates]).delete()
    return rates


def make_cart(*, lines: dict[Variant, int], user: User | None = None) -> Cart:
    """An open cart with packs at today's price; a guest's when no user is given."""
    cart = Cart.objects.create(user=user)
    for variant, quantity in lines.items():
        CartLine.objects.create(cart=cart, variant=variant, quantity=quantity, seen_price=variant.price)
    return cart


def make_order(*, lines: dict[Variant, int], commune: Unit, user: User | None = None, **fields: Any) -> Order:
    """A placed cash-on-delivery order as rows, 20.000 ₫ delivery per producer; its goods are held in stock.

    For tests that need an order to exist. How one comes about is shop.operations' affair.
    """
    by_producer: dict[Producer, dict[Variant, int]] = {}
    for variant, quantity in lines.items():
        by_producer.setdefault(variant.product.producer, {})[variant] = quantity
    goods_total = sum(variant.price * quantity for variant, quantity in lines.items())
    delivery_total = 20_000 * len(by_producer)
    fields = {
        "code": f"T{next(_sequence):07d}",
        "status": OrderStatus.PLACED,
        "payment_method": PaymentMethod.CASH_ON_DELIVERY,
        "buyer_name": "Chị Lan",
        "buyer_phone": "+84900000001",
        "language": "vi",
        "street": "Thôn 1",
        "province": commune.parent,
        "address_text": f"Thôn 1, {commune.full_name}, {commune.parent}",
        "placed_at": NOW,
        **fields,
    }
    order = Order.objects.create(
        user=user,
        commune=commune,
        goods_total=goods_total,
        delivery_total=delivery_total,
        total=goods_total + delivery_total,
        **fields,
    )
    for number, (producer, packs) in enumerate(by_producer.items(), start=1):
        _make_consignment(order=order, number=number, producer=producer, packs=packs)
    return order


def _make_consignment(*, order: Order, number: int, producer: Producer, packs: dict[Variant, int]) -> None:
    premises = producer.outlets.get(kind=OutletKind.PREMISES)
    consignment = Consignment.objects.create(
        order=order,
        number=number,
        producer=producer,
        producer_name=producer.name,
        supply_outlet=premises,
        goods_total=sum(variant.price * quantity for variant, quantity in packs.items()),
        delivery_fee=20_000,
        weight_grams=sum(variant.shipping_weight_grams * quantity for variant, quantity in packs.items()),
        distance_km=50,
        days_min=2,
        days_max=5,
    )
    for variant, quantity in packs.items():
        certificate = variant.product.certificates.in_force(TODAY).first()
        OrderLine.objects.create(
            consignment=consignment,
            variant=variant,
            product_name=variant.product.name,
            pack=variant.pack,
            sku=variant.sku,
            producer_name=producer.name,
            commune_text=f"{producer.commune}, {producer.province}",
            listing_basis=variant.product.listing_basis,
            stars=certificate.stars if certificate else None,
            certificate_code=certificate.public_code if certificate else "",
            unit_price=variant.price,
            vat_rate=variant.product.vat_rate,
            quantity=quantity,
            total=variant.price * quantity,
        )
        item = StockItem.objects.get(variant=variant, outlet=premises)
        StockItem.objects.filter(pk=item.pk).update(reserved=item.reserved + quantity)
        StockMovement.objects.create(
            item=item, kind=MovementKind.RESERVE, reserved_change=quantity, reference=order.code, at=NOW
        )
