"""Pages kept for everybody, and what of them is one visitor's own."""

import datetime
import gzip
import re

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import CatalogueVersion, Certificate
from catalog.operations import catalogue_version, raise_catalogue_version
from config import page_cache
from config.page_cache import KEPT_VIEWS, QUERY_PLACES, _place
from fairs.operations import cancel_fair
from points_of_sale.models import StockItem
from points_of_sale.operations import close_outlet
from shop.models import CartLine
from tests import cast

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')
# None where Redis knows the version.
VERSION_QUERY = 1
CART_QUERY = 1


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.PAGES_KEPT_SECONDS = 60
    caches["pages"].clear()


@pytest.fixture
def addresses(fish_sauce, sesame_candy, outlet, units):
    """A page of each kind that is kept, by the name of its view."""
    fair = cast.make_fair(name="Hội chợ An Giang", commune=units.long_xuyen, starts_on=cast.TODAY)
    return {
        "home": "/",
        "product_list": "/san-pham/",
        "product": fish_sauce.get_absolute_url(),
        "producer_list": "/chu-the/",
        "producer": fish_sauce.producer.get_absolute_url(),
        "province": units.an_giang.get_absolute_url(),
        "commune": units.phu_quoc.get_absolute_url(),
        "policy": "/quy-dinh/bao-mat/",
        "certificate": fish_sauce.certificates.get().get_absolute_url(),
        "outlet_list": "/diem-ban/",
        "outlet": outlet.get_absolute_url(),
        "fair_list": "/hoi-cho/",
        "fair": fair.get_absolute_url(),
    }


def browser_with(variant, packs, **options):
    """A guest's browser whose cart holds so many packs, the message about it seen."""
    client = Client(**options)
    client.post("/gio-hang/them/", {"variant": variant.pk, "quantity": str(packs)}, follow=True)
    return client


def badges(page):
    return re.findall(r'<span class="count">(\d+)</span>', page.content.decode())


def without_token(page):
    return TOKEN.sub("", page.content.decode())


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_every_kept_view_is_tested(addresses):
    assert addresses.keys() == KEPT_VIEWS.keys()


@pytest.mark.parametrize("name", KEPT_VIEWS)
def test_nobody_sees_anothers_cart_or_token(addresses, name, bottle):
    two, five, empty = browser_with(bottle, 2), browser_with(bottle, 5), Client()
    tokens = set()
    for client, packs in [(two, 2), (empty, 0), (five, 5), (two, 2), (empty, 0)]:
        page = client.get(addresses[name])
        assert page.status_code == 200
        assert set(badges(page)) == ({str(packs)} if packs else set())
        assert "gap-" not in page.content.decode()
        found = TOKEN.findall(page.content.decode())
        assert len(found) == (1 if name == "product" else 0)
        assert tokens.isdisjoint(found)
        tokens.update(found)


@pytest.mark.parametrize("name", KEPT_VIEWS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_kept_page_is_the_drawn_one(addresses, name, prefix, bottle, settings):
    address, guest = prefix + addresses[name], browser_with(bottle, 2)
    settings.PAGES_KEPT_SECONDS = 0
    drawn = [without_token(client.get(address)) for client in (Client(), guest)]
    settings.PAGES_KEPT_SECONDS = 60
    assert [without_token(client.get(address)) for client in (Client(), guest)] == drawn
    assert [without_token(client.get(address)) for client in (Client(), guest)] == drawn


@pytest.mark.parametrize("name", KEPT_VIEWS)
def test_a_kept_page_costs_one_query_and_one_for_the_cart(addresses, name, bottle):
    guest, newcomer = browser_with(bottle, 2), Client()
    newcomer.get(addresses[name])
    assert queries_of(newcomer, addresses[name]) <= VERSION_QUERY
    assert queries_of(guest, addresses[name]) <= VERSION_QUERY + CART_QUERY


def test_the_languages_are_kept_apart(stranger, fish_sauce):
    for _ in range(2):
        assert '<html lang="vi">' in stranger.get("/san-pham/").content.decode()
        english = stranger.get("/en/san-pham/")
        assert '<html lang="en">' in english.content.decode()
        assert english["Content-Language"] == "en"


def test_what_changes_the_catalogue_drops_every_page(stranger, fish_sauce, django_capture_on_commit_callbacks):
    stranger.get("/san-pham/")
    fish_sauce.name = "Nước mắm mới"
    fish_sauce.save()
    assert "Nước mắm mới" not in stranger.get("/san-pham/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        raise_catalogue_version()
    assert catalogue_version() == CatalogueVersion.current()
    assert "Nước mắm mới" in stranger.get("/san-pham/").content.decode()


@pytest.mark.parametrize("view", ["product_list", "product", "home"])
def test_stars_that_run_out_at_midnight_are_gone_from_the_first_minute(addresses, view, stranger, fish_sauce):
    Certificate.objects.filter(product=fish_sauce).update(valid_until=cast.TODAY)
    midnight = datetime.datetime.combine(cast.TODAY + datetime.timedelta(days=1), datetime.time(), cast.VIETNAM)
    with time_machine.travel(midnight - datetime.timedelta(seconds=2), tick=False):
        before = stranger.get(addresses[view])
        assert "stars-5" in before.content.decode()
    with time_machine.travel(midnight + datetime.timedelta(seconds=2), tick=False):
        after = stranger.get(addresses[view], headers={"if-none-match": before["ETag"]})
        assert after.status_code == 200
        assert "stars-5" not in after.content.decode()


def test_stock_is_shown_at_most_a_minute_late(stranger, fish_sauce, settings):
    if settings.REDIS_URL:
        pytest.skip("Redis has a clock of its own")
    address = fish_sauce.get_absolute_url()
    with time_machine.travel(cast.NOW, tick=False) as clock:
        stranger.get(address)
        StockItem.objects.update(on_hand=4)
        clock.shift(59)
        assert "còn 10" in stranger.get(address).content.decode().lower()
        clock.shift(2)
        assert "còn 4" in stranger.get(address).content.decode().lower()


def test_whoever_is_signed_in_passes_the_kept_pages_by(sign_in, lan, stranger, fish_sauce, bottle):
    lan_at_home = sign_in(lan)
    stranger.get("/san-pham/")
    cast.make_cart(lines={bottle: 3}, user=lan)
    page = lan_at_home.get("/san-pham/")
    assert set(badges(page)) == {"3"}
    assert not page.has_header("ETag")
    assert queries_of(lan_at_home, "/san-pham/") > VERSION_QUERY
    assert badges(stranger.get("/san-pham/")) == []


def test_a_message_is_shown_once_and_to_nobody_else(lan, stranger, sign_in, fish_sauce):
    stranger.get("/")
    leaving = sign_in(lan)
    leaving.post("/tai-khoan/dang-xuat/")
    said = leaving.get("/").content.decode()
    assert "notice-good" in said
    assert "notice-good" not in leaving.get("/").content.decode()
    assert "notice-good" not in stranger.get("/").content.decode()
    assert "notice-good" not in Client().get("/").content.decode()


@pytest.mark.parametrize("name", KEPT_VIEWS)
def test_a_page_the_browser_holds_is_answered_304(addresses, name, stranger):
    first = stranger.get(addresses[name])
    assert first["ETag"].startswith('W/"')
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Accept-Encoding"} <= set(first["Vary"].split(", "))
    for tags in (first["ETag"], f'"other", {first["ETag"]}, W/"third"', first["ETag"].removeprefix("W/"), "*"):
        again = stranger.get(addresses[name], headers={"if-none-match": tags})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    assert stranger.get(addresses[name], headers={"if-none-match": 'W/"other"'}).status_code == 200
    raise_catalogue_version()
    caches["pages"].clear()
    assert stranger.get(addresses[name], headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_304_revives_no_other_token_and_no_old_cart(stranger, fish_sauce, bottle):
    address = fish_sauce.get_absolute_url()
    tag = stranger.get(address)["ETag"]
    assert stranger.get(address, headers={"if-none-match": tag}).status_code == 304
    somebody_else = Client().get(address, headers={"if-none-match": tag})
    assert somebody_else.status_code == 200
    stranger.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "2"}, follow=True)
    after = stranger.get(address, headers={"if-none-match": tag})
    assert (after.status_code, set(badges(after))) == (200, {"2"})
    del stranger.cookies["csrftoken"]
    assert stranger.get(address, headers={"if-none-match": after["ETag"]}).status_code == 200


@pytest.mark.parametrize("name", KEPT_VIEWS)
def test_head_has_the_headers_of_get_and_no_body(addresses, name, stranger):
    drawn = stranger.head(addresses[name])
    kept = stranger.head(addresses[name])
    page = stranger.get(addresses[name])
    assert drawn.content == kept.content == b""
    assert drawn["ETag"] == kept["ETag"] == page["ETag"]
    assert drawn["Content-Length"] == kept["Content-Length"] == str(len(page.content))


@pytest.mark.parametrize("view", ["product_list", "product"])
def test_it_is_compressed_for_those_who_can_read_that(addresses, view, stranger, bottle):
    plain = stranger.get(addresses[view])
    assert not plain.has_header("Content-Encoding")
    for client in (stranger, browser_with(bottle, 2)):
        page = client.get(addresses[view], headers={"accept-encoding": "gzip"})
        assert page["Content-Encoding"] == "gzip"
        assert page["Content-Length"] == str(len(page.content))
        read = gzip.decompress(page.content).decode()
        assert TOKEN.sub("", read).replace(' <span class="count">2</span>', "") == without_token(plain)


def test_the_form_of_a_kept_page_can_be_sent(fish_sauce, bottle):
    Client(enforce_csrf_checks=True).get(fish_sauce.get_absolute_url())
    visitor = Client(enforce_csrf_checks=True)
    for _ in range(2):
        page = visitor.get(fish_sauce.get_absolute_url()).content.decode()
        form = {"variant": bottle.pk, "quantity": "1", "csrfmiddlewaretoken": TOKEN.search(page).group(1)}
        assert visitor.post("/gio-hang/them/", form).status_code == 302
    assert CartLine.objects.get().quantity == 2
    thief = Client(enforce_csrf_checks=True)
    thief.get(fish_sauce.get_absolute_url())
    assert thief.post("/gio-hang/them/", form).status_code == 403
    assert CartLine.objects.get().quantity == 2


@pytest.mark.parametrize(
    "query", ["q=mam", "utm_source=x", "sao=5&x=1", "trang=1&" + "sao=5&" * 40, "sao=5&q=", "csrfmiddlewaretoken=1"]
)
def test_a_query_without_end_is_not_kept(query, stranger, fish_sauce):
    stranger.get(f"/san-pham/?{query}", follow=True)
    kept = caches["pages"].get(_place(f"/san-pham/?{query}"))
    assert kept is None


def test_however_many_queries_are_asked_few_are_kept(stranger, fish_sauce):
    places = {_place(f"/san-pham/?tinh=x{number}") for number in range(5_000)}
    assert len(places) == QUERY_PLACES
    first, second = "/san-pham/?sao=5", "/san-pham/?sao=4"
    stranger.get(first)
    assert queries_of(stranger, first) <= VERSION_QUERY
    caches["pages"].set(_place(second), caches["pages"].get(_place(first)))
    assert "stars-5" not in stranger.get(second).content.decode().split('id="found"')[1]


@pytest.mark.parametrize("query", ["", "sao=5"])
def test_two_releases_with_one_redis_share_no_page(query, monkeypatch):
    here = {_place(f"/san-pham/?{query}{number}") for number in range(QUERY_PLACES)}
    monkeypatch.setattr(page_cache, "_release", lambda: "another")
    assert not here & {_place(f"/san-pham/?{query}{number}") for number in range(QUERY_PLACES)}


@pytest.mark.parametrize("address", ["/khong-co/", "/san-pham/khong-co/", "/san-pham/?trang=999"])
def test_what_is_not_found_is_not_kept_and_whole(address, stranger, bottle):
    guest = browser_with(bottle, 2)
    for client, count in [(guest, {"2"}), (stranger, set()), (guest, {"2"})]:
        page = client.get(address)
        assert page.status_code == 404
        assert set(badges(page)) == count
        assert "gap-" not in page.content.decode()
        assert page["Content-Length"] == str(len(page.content))
        assert not page.has_header("ETag")


def test_an_old_address_leads_on_for_everybody(stranger, fish_sauce):
    certificate = fish_sauce.certificates.get()
    lower = f"/xac-minh/{certificate.public_code.lower()}/"
    for _ in range(2):
        assert stranger.get(lower).status_code == 301


def test_a_host_that_is_not_ours_gets_no_kept_page(stranger, fish_sauce):
    stranger.get("/")
    assert stranger.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_pages_for_htmx_are_drawn(stranger, fish_sauce):
    stranger.get("/san-pham/")
    page = stranger.get("/san-pham/", headers={"hx-request": "true"})
    assert page["HX-Push-Url"] == "/san-pham/"


def test_two_visitors_of_a_page_with_a_broken_cookie_get_their_own(stranger, fish_sauce):
    broken = Client()
    broken.cookies["csrftoken"] = "broken"
    page = broken.get(fish_sauce.get_absolute_url())
    assert len(broken.cookies["csrftoken"].value) == 32
    other = stranger.get(fish_sauce.get_absolute_url())
    assert TOKEN.findall(page.content.decode()) != TOKEN.findall(other.content.decode())


def test_what_an_officer_saves_at_the_desk_is_seen_at_once(
    stranger, sign_in, officer_ministry, units, django_capture_on_commit_callbacks
):
    fair = cast.make_fair(name="Hội chợ cũ", commune=units.long_xuyen, starts_on=cast.TODAY)
    assert "Hội chợ cũ" in stranger.get("/hoi-cho/").content.decode()
    desk = sign_in(officer_ministry)
    address = f"/quan-ly/fairs/fair/{fair.pk}/change/"
    form = desk.get(address).context["adminform"].form
    said = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    said |= {"name": "Hội chợ mới"} | management_of(desk.get(address))
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(address, said)
    assert answer.status_code == 302
    assert "Hội chợ mới" in stranger.get("/hoi-cho/").content.decode()


def test_a_fair_that_is_cancelled_and_an_outlet_that_is_closed_are_seen_at_once(
    stranger, units, outlet, django_capture_on_commit_callbacks
):
    fair = cast.make_fair(name="Hội chợ An Giang", commune=units.long_xuyen, starts_on=cast.TODAY)
    for address in (fair.get_absolute_url(), outlet.get_absolute_url()):
        assert stranger.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        cancel_fair(fair=fair, at=cast.NOW)
        close_outlet(outlet=outlet, at=cast.NOW)
    assert "badge-bad" in stranger.get(fair.get_absolute_url()).content.decode()
    assert stranger.get(outlet.get_absolute_url()).status_code == 404


def management_of(page):
    """The hidden fields that say how many rows the inner tables of a form have."""
    found = re.findall(r'name="([\w-]+_FORMS)" value="(\d+)"', page.content.decode())
    return dict(found)


@pytest.mark.parametrize(
    "address", ["/san-pham/?q=nuoc", "/gio-hang/", "/tai-khoan/dang-nhap/", "/khong-co-trang-nay/"]
)
def test_no_cache_on_the_way_keeps_a_page_that_is_drawn_for_one_visitor(db, stranger, address):
    directives = stranger.get(address)["Cache-Control"]
    assert "private" in directives
    assert "no-cache" in directives
