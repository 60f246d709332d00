"""Turning a cart into an order."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.enums import ListingBasis, ProducerStatus, ProductStatus
from catalog.models import Certificate, Product
from points_of_sale.models import StockItem, StockMovement
from shop.enums import ConsignmentStatus, LineProblem, OrderStatus
from shop.models import Cart, DeliveryRate, Order, OrderEvent, OrderLine
from shop.operations.orders import (
    CODE_SIGNS,
    AdultNotConfirmedError,
    EmptyCartError,
    LinesBlockedError,
    PricesChangedError,
    TotalChangedError,
    new_code,
)
from tests import cast
from tests.shop.buying import assert_books_balance, order_cart, traces

pytestmark = pytest.mark.usefixtures("rates")
QUERY_BUDGET = 40


@pytest.fixture
def cart(bottle, box):
    """Two bottles from Phú Quốc and three boxes from Hải Châu."""
    return cast.make_cart(lines={bottle: 2, box: 3})


def test_an_order_has_one_consignment_per_maker_and_its_parts_sum(cart, units, cooperative, household):
    order = order_cart(cart, units.long_xuyen)
    first, second = order.consignments.all()
    assert (first.producer, first.number, first.status) == (cooperative, 1, ConsignmentStatus.NEW)
    assert (second.producer, second.number, second.status) == (household, 2, ConsignmentStatus.NEW)
    # 160 km from Phú Quốc, 650 km from Hải Châu: both beyond the near band; 1.6 kg and 2.4 kg.
    assert (first.goods_total, first.delivery_fee, first.weight_grams) == (240_000, 45_000, 1_600)
    assert (second.goods_total, second.delivery_fee, second.weight_grams) == (135_000, 50_000, 2_400)
    assert (order.goods_total, order.delivery_total, order.total) == (375_000, 95_000, 470_000)
    assert order.status == OrderStatus.PLACED
    assert_books_balance()


def test_a_line_keeps_what_was_promised_when_everything_changes_later(cart, units, fish_sauce, bottle, cooperative):
    certificate = fish_sauce.certificates.get()
    order = order_cart(cart, units.long_xuyen)
    bottle.price, fish_sauce.name, cooperative.name = 999_000, "Tên khác", "Chủ khác"
    for changed in (bottle, fish_sauce, cooperative):
        changed.save()
    Certificate.objects.filter(pk=certificate.pk).update(revoked_on=cast.TODAY)
    line = OrderLine.objects.get(consignment__order=order, variant=bottle)
    assert (line.product_name, line.pack, line.unit_price, line.quantity, line.total) == (
        "Nước mắm Bà Sáu 40 độ đạm",
        "chai 500 ml",
        120_000,
        2,
        240_000,
    )
    assert (line.stars, line.certificate_code, line.vat_rate) == (5, certificate.public_code, 8)
    assert (line.producer_name, line.commune_text) == ("Hợp tác xã Nước mắm Bà Sáu", "đặc khu Phú Quốc, An Giang")
    assert line.consignment.producer_name == "Hợp tác xã Nước mắm Bà Sáu"


def test_the_order_keeps_buyer_and_address_in_today_s_and_the_old_units(cart, units):
    order = order_cart(cart, units.phu_quoc)
    assert (order.buyer_name, order.buyer_phone, order.buyer_email) == ("Chị Lan", "+84900000001", "lan@example.com")
    assert (order.street, order.commune, order.province) == ("Thôn 1", units.phu_quoc, units.an_giang)
    assert order.address_text == "Thôn 1, đặc khu Phú Quốc, An Giang"
    assert (order.note, order.language, order.placed_at) == ("Gọi trước khi giao", "vi", cast.NOW)


def test_a_local_speciality_is_promised_without_stars(units, cooperative):
    fields = {"stars": None, "listing_basis": ListingBasis.LOCAL_SPECIALITY}
    pack = cast.make_product(producer=cooperative, name="Tiêu sọ", **fields).variants.get()
    order = order_cart(cast.make_cart(lines={pack: 1}), units.long_xuyen)
    line = OrderLine.objects.get(consignment__order=order)
    assert (line.stars, line.certificate_code, line.listing_basis) == (None, "", "local_speciality")


def test_the_goods_are_held_under_the_order_s_code(cart, units, bottle, box):
    order = order_cart(cart, units.long_xuyen)
    held = StockItem.objects.filter(variant__in=[bottle, box]).order_by("variant")
    assert [(item.on_hand, item.reserved) for item in held] == [(10, 2), (10, 3)]
    assert StockMovement.objects.filter(reference=order.code).count() == 2


def test_each_beginning_is_written_as_an_event(cart, units, lan):
    cart.user = lan
    cart.save()
    order = order_cart(cart, units.long_xuyen)
    events = OrderEvent.objects.filter(order=order).order_by("pk")
    assert [(event.consignment_id, event.from_status, event.to_status) for event in events] == [
        (None, "", "placed"),
        *[(consignment.pk, "", "new") for consignment in order.consignments.all()],
    ]
    assert {event.actor for event in events} == {lan}
    assert {event.at for event in events} == {cast.NOW}


def test_a_cart_ordered_twice_is_one_order(cart, units):
    first = order_cart(cart, units.long_xuyen)
    before = traces()
    assert order_cart(cart, units.hai_chau) == first
    assert traces() == before
    assert Order.objects.count() == 1


def test_an_empty_cart_makes_no_order(units):
    with pytest.raises(EmptyCartError):
        order_cart(cast.make_cart(lines={}), units.long_xuyen)
    assert Order.objects.count() == 0


def spoil_product(variant, **fields):
    Product.objects.filter(pk=variant.product_id).update(**fields)


def spoil_certificate(variant, **fields):
    Certificate.objects.filter(product=variant.product_id).update(**fields)


def spoil_producer(variant, **fields):
    type(variant.product.producer).objects.filter(pk=variant.product.producer_id).update(**fields)


def spoil_variant(variant, **fields):
    type(variant).objects.filter(pk=variant.pk).update(**fields)


def spoil_stock(variant, **fields):
    StockItem.objects.filter(variant=variant).update(**fields)


YESTERDAY = cast.TODAY - datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("spoil", "fields", "problem"),
    [
        (spoil_certificate, {"valid_until": YESTERDAY}, LineProblem.CERTIFICATE_ENDED),
        (spoil_certificate, {"revoked_on": cast.TODAY}, LineProblem.CERTIFICATE_ENDED),
        (spoil_product, {"status": ProductStatus.SUSPENDED}, LineProblem.NOT_LISTED),
        (spoil_producer, {"status": ProducerStatus.LEFT}, LineProblem.NOT_LISTED),
        (spoil_variant, {"is_active": False}, LineProblem.NOT_LISTED),
        (spoil_stock, {"on_hand": 0}, LineProblem.SOLD_OUT),
        (spoil_stock, {"on_hand": 1}, LineProblem.TOO_FEW),
        (spoil_product, {"travel_limit_km": 100}, LineProblem.TOO_FAR),
    ],
)
def test_what_may_not_be_sold_any_more_is_named_and_nothing_is_ordered(cart, units, bottle, spoil, fields, problem):
    spoil(bottle, **fields)
    before = traces()
    with pytest.raises(LinesBlockedError) as refusal:
        order_cart(cart, units.long_xuyen)
    assert [(line.variant, line.problem) for line in refusal.value.lines] == [(bottle, problem)]
    assert "Nước mắm Bà Sáu 40 độ đạm" in str(refusal.value)
    assert traces() == before
    assert Cart.objects.open().filter(pk=cart.pk).exists()
    assert cart.lines.count() == 2


def test_fresh_goods_go_as_far_as_they_may(cart, units, bottle):
    spoil_product(bottle, travel_limit_km=200)
    assert order_cart(cart, units.long_xuyen).consignments.count() == 2


def test_nothing_is_delivered_beyond_the_last_band(cart, units):
    DeliveryRate.objects.filter(up_to_km__gt=100).delete()
    with pytest.raises(LinesBlockedError) as refusal:
        order_cart(cart, units.sai_gon)
    assert {line.problem for line in refusal.value.lines} == {LineProblem.TOO_FAR}


def test_a_price_that_was_not_agreed_to_is_never_charged(cart, units, bottle):
    spoil_variant(bottle, price=130_000)
    before = traces()
    for agreed in ({}, {bottle.pk: 125_000}):
        with pytest.raises(PricesChangedError) as refusal:
            order_cart(cart, units.long_xuyen, confirmed_prices=agreed)
        assert [line.variant for line in refusal.value.lines] == [bottle]
    assert traces() == before


def test_a_price_that_was_agreed_to_is_stored(cart, units, bottle):
    spoil_variant(bottle, price=130_000)
    order = order_cart(cart, units.long_xuyen, confirmed_prices={bottle.pk: 130_000})
    assert OrderLine.objects.get(consignment__order=order, variant=bottle).unit_price == 130_000


def test_a_total_that_was_not_shown_is_never_charged(cart, units):
    before = traces()
    with pytest.raises(TotalChangedError) as refusal:
        order_cart(cart, units.long_xuyen, confirmed_total=375_000)
    assert refusal.value.total == 470_000
    assert traces() == before
    assert order_cart(cart, units.long_xuyen, confirmed_total=470_000).total == 470_000


def test_alcohol_wants_an_adult(units, cooperative):
    wine = cast.make_product(producer=cooperative, name="Rượu sim", set_number=15).variants.get()
    cart = cast.make_cart(lines={wine: 1})
    before = traces()
    with pytest.raises(AdultNotConfirmedError):
        order_cart(cart, units.long_xuyen)
    assert traces() == before
    assert order_cart(cart, units.long_xuyen, adult_confirmed=True).adult_confirmed_at == cast.NOW


def test_other_goods_ask_for_no_age(cart, units):
    assert order_cart(cart, units.long_xuyen, adult_confirmed=True).adult_confirmed_at is None


def test_codes_have_no_signs_that_look_alike_and_no_vowels():
    assert not set(CODE_SIGNS) & set("0O1IL2Z5S8BGAEUY")
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 8 and set(code) <= set(CODE_SIGNS) for code in codes)


def test_a_code_that_is_taken_is_drawn_again(cart, units, bottle, monkeypatch):
    taken = cast.make_order(lines={bottle: 1}, commune=units.hai_chau).code
    drawn = iter([taken, taken, "CDFHJKMN"])
    monkeypatch.setattr("shop.operations.orders.new_code", lambda: next(drawn))
    assert order_cart(cart, units.long_xuyen).code == "CDFHJKMN"


def test_the_secret_link_names_the_code_and_cannot_be_guessed(cart, units):
    order = order_cart(cart, units.long_xuyen)
    link = urlsplit(order.get_secret_url())
    assert link.path == f"/don-hang/{order.code}/"
    assert parse_qs(link.query) == {"k": [order.secret]}
    assert len(order.secret) == 32


def many_makers(units, makers=3, products=5):
    producers = [cast.make_producer(name=f"Nhà sản xuất {number}", commune=units.hai_chau) for number in range(makers)]
    made = [
        cast.make_product(producer=producers[number % makers], name=f"Sản phẩm {number}") for number in range(products)
    ]
    return {product.variants.get(): 2 for product in made}


def test_five_lines_of_three_makers_stay_within_the_budget_whatever_the_catalogue(units, cooperative):
    lines = many_makers(units)
    counts = []
    for round_number in range(2):
        cart = cast.make_cart(lines=lines)
        with CaptureQueriesContext(connection) as queries:
            order_cart(cart, units.long_xuyen)
        counts.append(len(queries))
        for number in range(20):
            cast.make_product(producer=cooperative, name=f"Sản phẩm khác {round_number} {number}")
    assert counts[0] <= QUERY_BUDGET
    assert counts[1] == counts[0]
    assert_books_balance()


def test_the_buyer_and_each_maker_are_written_to_once(cart, units, run_jobs):
    order = order_cart(cart, units.long_xuyen)
    assert mail.outbox == []
    run_jobs()
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        "ho-kinh-doanh-ong-tu@example.com",
        "hop-tac-xa-nuoc-mam-ba-sau@example.com",
        "lan@example.com",
        "sau@example.com",
        "tu@example.com",
    ]
    assert all(order.code in sent.subject for sent in mail.outbox)
