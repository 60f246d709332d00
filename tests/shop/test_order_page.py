"""The order's page: for its owner and for whoever holds its link."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from points_of_sale.models import StockItem
from shop.models import Consignment, Order, OrderEvent, OrderLine
from tests import cast
from tests.shop.buying import order_cart

pytestmark = pytest.mark.usefixtures("rates")
QUERY_BUDGET = 12


@pytest.fixture
def placed(units, bottle, box):
    """A guest's order of two makers' goods to Phú Quốc, by its old name."""
    order = order_cart(cast.make_cart(lines={bottle: 2, box: 1}), units.phu_quoc)
    Order.objects.filter(pk=order.pk).update(former_unit=units.old_duong_dong)
    order.refresh_from_db()
    return order


def test_the_link_shows_who_sells_what_was_promised_and_what_to_pay(stranger, placed):
    page = stranger.get(placed.get_secret_url())
    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        placed.code,
        "Hợp tác xã Nước mắm Bà Sáu",
        "Hộ kinh doanh Ông Tư",
        "2 × Nước mắm Bà Sáu 40 độ đạm",
        "240.000\xa0₫",
        "350.000\xa0₫",
        "0900\xa0000\xa0001",
        "đặc khu Phú Quốc, An Giang",
        "phường Dương Đông, Phú Quốc, Kiên Giang",
        f"{placed.code}-1",
        f"{placed.code}-2",
    ):
        assert words in text


def test_the_page_is_kept_from_search_engines_caches_and_other_sites(stranger, placed):
    page = stranger.get(placed.get_secret_url())
    assert "noindex" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def test_a_later_change_of_the_catalogue_changes_nothing_on_it(stranger, placed, bottle, cooperative):
    bottle.price = 999_000
    bottle.save()
    cooperative.name = "Tên mới"
    cooperative.save()
    text = stranger.get(placed.get_secret_url()).content.decode()
    assert "999.000" not in text
    assert "Tên mới" not in text


@pytest.mark.parametrize("secret", ["", "?k=", "?k=x", "?k=" + "a" * 3000, "?k=%C4%91"])
def test_without_the_whole_secret_there_is_no_such_order(stranger, placed, secret):
    assert stranger.get(f"/don-hang/{placed.code}/{secret}").status_code == 404


def test_another_order_s_secret_opens_nothing(stranger, placed, units, bottle):
    other = cast.make_order(lines={bottle: 1}, commune=units.hoi_an)
    assert stranger.get(f"/don-hang/{placed.code}/?k={other.secret}").status_code == 404


def test_an_unknown_code_is_a_404(stranger, db):
    for code in ("CDFHJKMN", "x" * 300):
        assert stranger.get(f"/don-hang/{code}/").status_code == 404


def test_the_owner_sees_it_when_signed_in_and_nobody_else(
    sign_in, lan, minh, sau, operator, officer_an_giang, units, bottle
):
    order = cast.make_order(lines={bottle: 1}, commune=units.hoi_an, user=lan)
    answers = {
        user: sign_in(user).get(order.get_absolute_url()).status_code
        for user in (lan, minh, sau, officer_an_giang, operator)
    }
    assert answers == {lan: 200, minh: 404, sau: 404, officer_an_giang: 404, operator: 200}


def test_without_an_e_mail_the_page_says_to_keep_its_address(stranger, placed):
    Order.objects.filter(pk=placed.pk).update(buyer_email="")
    text = stranger.get(placed.get_secret_url()).content.decode()
    assert f"http://testserver{placed.get_secret_url()}" in text


def test_the_steps_show_how_far_each_parcel_has_come(stranger, placed):
    first = placed.consignments.first()
    for status in ("accepted", "packed"):
        OrderEvent.objects.create(order=placed, consignment=first, to_status=status, at=cast.NOW)
    Consignment.objects.filter(pk=first.pk).update(status="packed")
    parcels = stranger.get(placed.get_secret_url()).context["parcels"]
    steps = [[(bool(step.reached_at), step.is_current) for step in steps] for _, steps in parcels]
    assert steps[0] == [(True, False), (True, False), (True, True), (False, False), (False, False)]
    assert steps[1] == [(True, True), *[(False, False)] * 4]


def test_a_parcel_that_left_the_usual_way_ends_where_it_did(stranger, placed):
    first = placed.consignments.first()
    OrderEvent.objects.create(order=placed, consignment=first, to_status="declined", at=cast.NOW)
    Consignment.objects.filter(pk=first.pk).update(status="declined")
    (_, steps), _ = stranger.get(placed.get_secret_url()).context["parcels"]
    assert [step.is_current for step in steps] == [False, True]


def test_a_parcel_to_be_collected_has_steps_of_its_own(stranger, placed):
    Consignment.objects.filter(order=placed).update(method="collection")
    (_, steps), _ = stranger.get(placed.get_secret_url()).context["parcels"]
    assert len(steps) == 5


@pytest.mark.parametrize("makers", [1, 4])
def test_the_page_stays_within_its_budget_whatever_was_ordered(sign_in, lan, units, makers):
    producers = [cast.make_producer(name=f"Nhà {number}", commune=units.hai_chau) for number in range(makers)]
    products = [cast.make_product(producer=one, name=f"{one} {number}") for one in producers for number in range(4)]
    lines = {product.variants.get(): 1 for product in products}
    order = order_cart(cast.make_cart(lines=lines, user=lan), units.phu_quoc)
    browser = sign_in(lan)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(order.get_absolute_url()).status_code == 200
    assert len(queries) <= QUERY_BUDGET


class TestLookUp:
    def find(self, code, phone, client=None):
        return (client or Client()).post("/don-hang/", {"code": code, "phone": phone})

    def test_code_and_phone_in_any_spelling_lead_to_the_secret_link(self, placed):
        spelt = f" {placed.code[:4].lower()}-{placed.code[4:].lower()} "
        for code, phone in ((placed.code, "0900000001"), (spelt, "+84 900 000 001"), (placed.code, "0900.000.001")):
            assert self.find(code, phone)["Location"] == placed.get_secret_url()

    def test_a_parcel_s_code_finds_its_order(self, placed):
        for code in (f"{placed.code}-1", f"{placed.code.lower()} - 12"):
            assert self.find(code, "0900000001")["Location"] == placed.get_secret_url()
        assert self.find(f"{placed.code[:7]}-1", "0900000001").status_code == 422

    def test_a_wrong_phone_is_answered_exactly_like_an_unknown_code(self, placed):
        wrong, unknown = self.find(placed.code, "0900000009"), self.find("CDFHJKMN", "0900000001")
        assert wrong.status_code == unknown.status_code == 422
        assert wrong.context["form"].errors == unknown.context["form"].errors

    @pytest.mark.parametrize(
        ("code", "phone", "field"),
        [
            ("", "0900000001", "code"),
            ("đ", "x", "code"),
            ("CDFHJKMN", "12", "phone"),
            ("!", "0900000001", "code"),
            ("A" * 500, "", "code"),
        ],
    )
    def test_what_is_no_code_or_no_phone_is_answered_at_the_field(self, db, code, phone, field):
        answer = self.find(code, phone)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors

    def test_guessing_ends_after_ten_tries_at_one_order(self, placed):
        for _ in range(10):
            assert self.find(placed.code, "0900000009").status_code == 422
        refused = self.find(placed.code, "0900000001")
        assert refused.status_code == 429
        assert int(refused["Retry-After"]) > 0

    def test_guessing_ends_after_twenty_tries_from_one_address(self, placed):
        for number in range(20):
            assert self.find(f"CDFHJK{number:02}", "0900000009").status_code == 422
        assert self.find(placed.code, "0900000001").status_code == 429

    def test_a_signed_in_buyer_sees_the_own_orders(self, sign_in, lan, minh, units, bottle):
        own = cast.make_order(lines={bottle: 1}, commune=units.hoi_an, user=lan)
        other = cast.make_order(lines={bottle: 1}, commune=units.hoi_an, user=minh)
        text = sign_in(lan).get("/don-hang/").content.decode()
        assert own.code in text
        assert other.code not in text


class TestDatabase:
    """What the database refuses, whoever asks."""

    @pytest.mark.parametrize(
        ("model", "fields"),
        [
            (Order, {"total": 1}),
            (OrderLine, {"quantity": 0}),
            (OrderLine, {"total": 1}),
            (StockItem, {"reserved": 11}),
            (Order, {"cart": None, "code": "TAKEN", "secret": "same"}),
        ],
    )
    def test_sums_and_stock_that_cannot_be_are_refused(self, placed, units, bottle, model, fields):
        cast.make_order(lines={bottle: 1}, commune=units.hoi_an)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**fields)
