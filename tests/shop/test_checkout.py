"""The checkout's page: one form, and nothing lost when something in it is wrong."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Certificate, Product, Variant
from points_of_sale.models import StockItem
from shop.models import Cart, CartLine, Order
from tests import cast
from tests.shop.buying import assert_books_balance, traces

pytestmark = pytest.mark.usefixtures("rates")
QUERY_BUDGET = 15


@pytest.fixture
def guest(units, bottle, box):
    """A guest's browser, whose cart holds two bottles from Phú Quốc and one box from Hải Châu."""
    client = Client()
    client.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "2"})
    client.post("/gio-hang/them/", {"variant": box.pk, "quantity": "1"})
    return client


def answers(commune, /, **said):
    return {
        "buyer_name": "Chị Lan",
        "phone": "0900 000 001",
        "email": "lan@example.com",
        "commune_text": commune.full_name,
        "searched": commune.full_name,
        "commune": str(commune.pk),
        "street": "12 Đường Chợ",
        "note": "",
        "payment_method": "cash_on_delivery",
        "do": "order",
        **said,
    }


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def look_up(guest, commune, /, **said):
    """The page after the commune has been looked up, as a buyer without JavaScript sees it."""
    return guest.post(
        "/dat-hang/", answers(commune, **{"do": "find", "cart": hidden(guest.get("/dat-hang/"), "cart"), **said})
    )


def order(guest, commune, /, **said):
    """Look the commune up, then order what that page showed."""
    page = look_up(guest, commune, **{key: value for key, value in said.items() if key != "do"})
    shown = {"cart": hidden(page, "cart"), "shown_total": hidden(page, "shown_total")}
    return guest.post("/dat-hang/", answers(commune, **{**shown, **said}))


def assert_refused(answer, before, field=None, status=422):
    assert answer.status_code == status
    assert field is None or field in answer.context["form"].errors
    assert traces() == before
    assert Cart.objects.open().count() == 1
    assert CartLine.objects.count() == 2


def test_an_order_goes_from_the_cart_to_its_page(guest, units):
    answer = order(guest, units.long_xuyen)
    placed = Order.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, placed.get_secret_url())
    assert (placed.buyer_name, placed.buyer_phone, placed.street) == ("Chị Lan", "+84900000001", "12 Đường Chợ")
    assert (placed.commune, placed.total) == (units.long_xuyen, 285_000 + 45_000 + 35_000)
    assert guest.get(answer["Location"]).status_code == 200
    assert_books_balance()


def test_the_same_in_english(guest, units):
    page = guest.get("/en/dat-hang/")
    said = answers(units.long_xuyen, cart=hidden(page, "cart"), shown_total=365_000)
    assert guest.post("/en/dat-hang/", said).status_code == 302
    assert Order.objects.get().language == "en"


def test_the_page_says_what_delivery_costs_once_the_commune_is_known(guest, units):
    assert hidden(guest.get("/dat-hang/"), "shown_total") == "285000"
    page = look_up(guest, units.long_xuyen)
    assert page.status_code == 200
    assert [parcel.quote.fee for parcel in page.context["contents"].parcels] == [45_000, 35_000]
    assert hidden(page, "shown_total") == "365000"
    assert not page.context["form"].errors


def test_the_page_asks_with_what_browsers_can_fill_in(guest):
    text = guest.get("/dat-hang/").content.decode()
    for attribute in ('autocomplete="name"', 'autocomplete="tel"', 'inputmode="tel"', 'autocomplete="street-address"'):
        assert attribute in text
    assert 'name="robots" content="noindex"' in text
    assert "/quy-dinh/dieu-khoan/" in text


def test_an_old_name_finds_today_s_commune_and_is_kept_for_the_carrier(guest, units):
    page = look_up(guest, units.phu_quoc, commune="", commune_text="duong dong, phu quoc", searched="")
    (choice,) = page.context["picker"].choices
    assert (choice.commune, choice.former_unit) == (units.phu_quoc, units.old_duong_dong)
    said = {"commune_text": "duong dong, phu quoc", "searched": "duong dong, phu quoc", "commune": choice.value}
    assert order(guest, units.phu_quoc, **said).status_code == 302
    placed = Order.objects.get()
    assert (placed.commune, placed.former_unit) == (units.phu_quoc, units.old_duong_dong)
    assert placed.address_text.endswith("(trước 7/2025: phường Dương Đông, Phú Quốc, Kiên Giang)")


def test_a_name_that_fits_two_communes_has_to_be_chosen(guest, units):
    cast.make_unit(code="26741", level="commune", kind="ward", name="Long Xuyên", parent=units.ho_chi_minh_city)
    before = traces()
    said = {"commune": "", "commune_text": "Long Xuyên", "searched": "Long Xuyên"}
    answer = order(guest, units.long_xuyen, **said)
    assert_refused(answer, before, "commune_text")
    assert {choice.commune.parent for choice in answer.context["picker"].choices} == {
        units.an_giang,
        units.ho_chi_minh_city,
    }


def test_words_changed_after_a_choice_count_more_than_the_choice(guest, units):
    page = look_up(guest, units.phu_quoc, commune_text="Hội An", searched="đặc khu Phú Quốc")
    assert page.context["picker"].chosen.commune == units.hoi_an


def test_a_total_that_was_not_shown_is_shown_before_it_is_ordered(guest, units):
    before = traces()
    page = guest.get("/dat-hang/")
    said = answers(units.long_xuyen, cart=hidden(page, "cart"), shown_total=hidden(page, "shown_total"))
    answer = guest.post("/dat-hang/", said)
    assert_refused(answer, before, "__all__")
    assert guest.post("/dat-hang/", {**said, "shown_total": hidden(answer, "shown_total")}).status_code == 302


@pytest.mark.parametrize("shown", ["", "-1", "abc", "9" * 400, "365000.0"])
def test_a_garbled_total_is_none_that_was_shown(guest, units, shown):
    before = traces()
    assert_refused(order(guest, units.long_xuyen, shown_total=shown), before, "__all__")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("buyer_name", ""),
        ("buyer_name", "a" * 121),
        ("phone", ""),
        ("phone", "12345"),
        ("phone", "0900 000 00"),
        ("phone", "19001234"),
        ("phone", "0" * 4000),
        ("email", "không phải thư"),
        ("street", ""),
        ("street", "x" * 201),
        ("note", "x" * 501),
        ("payment_method", "gold"),
        ("payment_method", ""),
        ("commune_text", ""),
        ("commune_text", "x" * 4000),
        ("commune_text", "Atlantis"),
        ("province", "999999"),
        ("province", "x"),
    ],
)
def test_a_wrong_field_is_answered_at_the_field_and_nothing_is_lost(guest, units, field, text):
    before = traces()
    said = {field: text} | ({"commune": "", "searched": ""} if field == "commune_text" else {})
    answer = order(guest, units.long_xuyen, **said)
    assert_refused(answer, before, field)
    kept = answers(units.long_xuyen, **said)
    for name in ("buyer_name", "phone", "email", "street", "note"):
        assert answer.context["form"][name].value() == kept[name]


@pytest.mark.parametrize("commune", ["0", "999999", "x", "-1", "1-2-3", "9" * 40, "' OR 1=1"])
def test_a_commune_that_does_not_exist_is_looked_for_by_its_words(guest, units, commune):
    answer = order(guest, units.long_xuyen, commune=commune)
    assert answer.status_code == 302
    assert Order.objects.get().commune == units.long_xuyen


def test_an_old_unit_or_a_province_is_no_commune_to_deliver_to(guest, units):
    before = traces()
    for unit in (units.old_duong_dong, units.an_giang):
        answer = order(guest, units.long_xuyen, commune=str(unit.pk), commune_text="Atlantis", searched="Atlantis")
        assert_refused(answer, before, "commune_text")


def test_an_old_unit_that_never_belonged_to_the_commune_is_left_out(guest, units):
    order(guest, units.long_xuyen, commune=f"{units.long_xuyen.pk}-{units.old_duong_dong.pk}")
    assert Order.objects.get().former_unit is None


def test_a_commune_that_is_not_in_the_province_is_answered_at_the_province(guest, units):
    before = traces()
    assert_refused(order(guest, units.long_xuyen, province=str(units.da_nang.pk)), before, "province")


def test_pressing_twice_makes_one_order_and_shows_it_both_times(guest, units):
    page = look_up(guest, units.long_xuyen)
    said = answers(units.long_xuyen, cart=hidden(page, "cart"), shown_total=hidden(page, "shown_total"))
    first, second = guest.post("/dat-hang/", said), guest.post("/dat-hang/", said)
    assert first["Location"] == second["Location"] == Order.objects.get().get_secret_url()


def test_going_back_leads_to_the_order(guest, units):
    placed = order(guest, units.long_xuyen)["Location"]
    assert guest.get("/dat-hang/")["Location"] == placed


def test_an_old_form_sent_again_after_a_new_cart_was_begun_is_still_the_old_order(guest, units, bottle):
    page = look_up(guest, units.long_xuyen)
    said = answers(units.long_xuyen, cart=hidden(page, "cart"), shown_total=hidden(page, "shown_total"))
    guest.post("/dat-hang/", said)
    guest.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "1"})
    assert guest.post("/dat-hang/", said)["Location"] == Order.objects.get().get_secret_url()
    assert Cart.objects.open().get().lines.count() == 1


@pytest.mark.parametrize("token", ["", "x", "1", "1:forged"])
def test_a_form_without_our_token_is_shown_again(guest, units, token):
    before = traces()
    assert_refused(order(guest, units.long_xuyen, cart=token), before, "__all__")


def test_a_form_token_of_another_s_cart_orders_nothing(guest, units, bottle):
    other = Client()
    other.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "1"})
    token = hidden(other.get("/dat-hang/"), "cart")
    assert order(guest, units.long_xuyen, cart=token).status_code == 422
    assert Order.objects.count() == 0


def test_a_stale_csrf_token_orders_nothing(guest, units):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = guest.cookies
    before = traces()
    answer = careful.post("/dat-hang/", answers(units.long_xuyen))
    assert answer.status_code == 403
    assert traces() == before


def test_ten_megabytes_and_nul_bytes_are_refused(guest, units):
    before = traces()
    assert guest.post("/dat-hang/", answers(units.long_xuyen, note="x" * 10_000_000)).status_code == 413
    assert guest.post("/dat-hang/", answers(units.long_xuyen, buyer_name="a\0b")).status_code == 400
    assert traces() == before


def test_without_a_cart_there_is_nothing_to_check_out(stranger, db):
    assert stranger.get("/dat-hang/")["Location"] == "/gio-hang/"
    assert stranger.post("/dat-hang/", {})["Location"] == "/gio-hang/"


def test_an_emptied_cart_leads_back_to_the_cart(guest):
    CartLine.objects.all().delete()
    assert guest.get("/dat-hang/")["Location"] == "/gio-hang/"


def spoil_certificate(bottle):
    Certificate.objects.filter(product=bottle.product_id).update(revoked_on=cast.TODAY)


def sell_out(bottle):
    StockItem.objects.filter(variant=bottle).update(on_hand=0)


def take_off(bottle):
    Product.objects.filter(pk=bottle.product_id).update(status="suspended")


@pytest.mark.parametrize("spoil", [spoil_certificate, sell_out, take_off])
def test_goods_that_went_bad_are_named_and_can_be_taken_out_without_losing_the_form(guest, units, bottle, spoil):
    spoil(bottle)
    before = traces()
    answer = order(guest, units.long_xuyen)
    assert_refused(answer, before, "__all__")
    assert "Nước mắm Bà Sáu 40 độ đạm" in str(answer.context["form"].non_field_errors())
    line = CartLine.objects.get(variant=bottle)
    page = guest.post("/dat-hang/", answers(units.long_xuyen, do=f"line-{line.pk}-0"))
    assert page.status_code == 200
    assert page.context["form"]["street"].value() == "12 Đường Chợ"
    assert not page.context["contents"].blocked
    assert order(guest, units.long_xuyen).status_code == 302


def test_when_fewer_are_left_the_buyer_may_take_those(guest, units, bottle):
    StockItem.objects.filter(variant=bottle).update(on_hand=1)
    line = CartLine.objects.get(variant=bottle)
    assert f'value="line-{line.pk}-1"' in guest.get("/dat-hang/").content.decode()
    guest.post("/dat-hang/", answers(units.long_xuyen, do=f"line-{line.pk}-1"))
    assert CartLine.objects.get(variant=bottle).quantity == 1


@pytest.mark.parametrize("do", ["line-999999-0", "line-x-0", "line-1-9999", "line--0", "take", "find" * 900])
def test_an_odd_button_changes_nothing(guest, units, do):
    before = traces()
    assert guest.post("/dat-hang/", answers(units.long_xuyen, do=do)).status_code == 200
    assert traces() == before
    assert CartLine.objects.count() == 2


def test_fresh_goods_that_may_not_travel_so_far_are_said_at_the_address(guest, units, bottle):
    Product.objects.filter(pk=bottle.product_id).update(travel_limit_km=50)
    before = traces()
    answer = order(guest, units.long_xuyen)
    assert_refused(answer, before, "commune_text")
    assert order(guest, units.phu_quoc).status_code == 302


def test_a_changed_price_is_ordered_only_with_the_box_ticked(guest, units, bottle):
    Variant.objects.filter(pk=bottle.pk).update(price=130_000)
    before = traces()
    answer = order(guest, units.long_xuyen)
    assert_refused(answer, before, "__all__")
    agreed = answer.context["agreed_prices"]
    assert order(guest, units.long_xuyen, agreed_prices=agreed).status_code == 302
    assert Order.objects.get().goods_total == 305_000


def test_alcohol_asks_for_the_buyer_s_age(guest, units, bottle):
    Product.objects.filter(pk=bottle.product_id).update(product_set=cast.make_product_set(14))
    before = traces()
    assert 'name="adult_confirmed"' in guest.get("/dat-hang/").content.decode()
    assert_refused(order(guest, units.long_xuyen), before)
    assert order(guest, units.long_xuyen, adult_confirmed="on").status_code == 302


def test_other_goods_do_not_ask_for_it(guest):
    assert 'name="adult_confirmed"' not in guest.get("/dat-hang/").content.decode()


def test_a_signed_in_buyer_need_not_write_again_what_is_known(sign_in, lan, units, bottle):
    cast.make_order(lines={bottle: 1}, commune=units.hoi_an, user=lan, street="9 Đường Sông")
    cast.make_cart(lines={bottle: 1}, user=lan)
    page = sign_in(lan).get("/dat-hang/")
    form = page.context["form"]
    assert (form["buyer_name"].value(), form["email"].value()) == ("Chị Lan", "lan@example.com")
    assert form["phone"].value().replace("\xa0", " ") == "0900 000 001"
    assert form["street"].value() == "9 Đường Sông"
    assert page.context["picker"].chosen.commune == units.hoi_an


def test_a_signed_in_buyer_s_order_is_the_account_s(sign_in, lan, units, bottle):
    cast.make_cart(lines={bottle: 1}, user=lan)
    assert order(sign_in(lan), units.phu_quoc).status_code == 302
    assert Order.objects.get().user == lan


@pytest.mark.parametrize("action", ["get", "find", "wrong"])
def test_the_page_stays_within_its_budget(sign_in, lan, units, action):
    producers = [cast.make_producer(name=f"Nhà {number}", commune=units.hai_chau) for number in range(3)]
    products = [cast.make_product(producer=one, name=f"{one} {number}") for one in producers for number in range(4)]
    cast.make_order(lines={products[0].variants.get(): 1}, commune=units.hoi_an, user=lan)
    cast.make_cart(lines={product.variants.get(): 1 for product in products}, user=lan)
    guest = sign_in(lan)
    said = {"find": {"commune": "", "searched": "", "do": "find"}, "wrong": {"phone": "1"}}.get(action)
    with CaptureQueriesContext(connection) as queries:
        guest.get("/dat-hang/") if said is None else guest.post("/dat-hang/", answers(units.hoi_an, **said))
    assert len(queries) <= QUERY_BUDGET


def test_the_whole_of_a_guest_s_checkout_takes_at_most_90_queries(units, bottle, box):
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        client.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "1"})
        client.post("/gio-hang/them/", {"variant": box.pk, "quantity": "1"})
        client.get("/gio-hang/")
        placed = order(client, units.long_xuyen)
        client.get(placed["Location"])
    assert Order.objects.count() == 1
    assert len(queries) <= 90
