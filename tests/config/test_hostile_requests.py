"""Whatever strangers write into addresses and forms: an answer below 500, and refusals write nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core.handlers.wsgi import get_script_name
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from catalog.models import Variant
from config import gunicorn
from shop.models import Cart, Order
from tests import cast

MANY_DIGITS = "9" * 400
TEXTS = (
    *("", " ", "0", "-1", "1e99", "1.5", "²", "१२", " 3 ", "NaN", "9999999", MANY_DIGITS, str(2**63)),
    *(
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "' OR 1=1--",
        "{{ 7 }}",
        "%s%n",
        "\\",
        "../../x",
    ),
    *("\r\nX-Injected: 1", "\u202eabc", "🐟" * 20, "đ" * 300, "a\u0301" * 99, "x" * 1_500, "\uffff", "\ud7ff", "\x1f"),
    *('"', "*", "(", "NEAR(a b)", "AND", "a OR b", "-a", "^", "name:a", "%", "_", "a%_b", "xã " * 12, "huyện," * 12),
    *("0001-01", "9999-12", "2026-13", "10000-01", "//elsewhere.example", "javascript:alert(1)", "1,2", "1:2,3:4"),
)
RAW = ("%ff", "%c3%28", "%ed%a0%80", "%", "%zz", "+++", "&&&==&", "=", "a=b;c=d", "%0d%0a", "%00")
PARAMETERS = ("q", "nhom", "bo", "sao", "tinh", "loai", "gia", "con-hang", "xep", "trang", "goi", "k", "noi", "khi")
PARAMETERS += ("thang", "ma", "next", "p", "", "q[]")
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
FIELDS = ("variant", "quantity", "agreed", "remove", "cart", "do", "commune_text", "commune", "province", "searched")
FIELDS += ("shown_total", "agreed_prices", "buyer_name", "phone", "email", "street", "note", "payment_method", "code")
QUERIES_PER_ADDRESS = 4


@pytest.fixture
def args(units: cast.Units, fish_sauce, bottle: Variant, outlet) -> dict[str, list[object]]:
    """The parts of every public address that has some."""
    fair = cast.make_fair(name="Hội chợ OCOP", commune=units.long_xuyen, starts_on=cast.TODAY)
    order = cast.make_order(lines={bottle: 1}, commune=units.long_xuyen)
    return {
        "sitemap": ["san-pham"],
        "media": ["missing.webp"],
        "product": [fish_sauce.slug],
        "producer": [fish_sauce.producer.slug],
        "province": [units.an_giang.slug],
        "commune": [units.phu_quoc.slug],
        "policy": ["bao-mat"],
        "certificate": [fish_sauce.certificates.get().public_code],
        "outlet": [outlet.slug],
        "fair": [fair.slug],
        "cart_line": [2**70],
        "order": [order.code],
        "maker_order": [order.code, 2**70],
        "account_token_revoke": ["saoque_x"],
    }


@pytest.fixture
def addresses(args) -> list[str]:
    """Every address outside the desk, once in Vietnamese."""
    names = [name for name in names_of(get_resolver()) if name not in {"fair_calendar"}]
    found = [reverse(name, args=args.get(name, [])) for name in names]
    return [*found, reverse("fair_calendar"), reverse("fair_calendar", args=args["fair"])]


@pytest.fixture
def anybody() -> Client:
    """A stranger's anybody, which tells a broken page by its status."""
    return Client(raise_request_exception=False)


def names_of(resolver: URLResolver) -> Iterator[str]:
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield str(found.name)
        elif found.namespace != "admin":
            yield from names_of(found)


def row_counts() -> dict[str, int]:
    """How many rows every table of ours has; sign-in tries are counted on purpose."""
    models = [model for model in apps.get_models() if model.__module__.split(".")[0] in {"shop", "points_of_sale"}]
    return {model.__name__: model.objects.count() for model in models}


def odd_query(chance: random.Random) -> str:
    pairs = [f"{quote(chance.choice(PARAMETERS))}={quote(chance.choice(TEXTS))}" for _ in range(chance.randint(1, 4))]
    raw = f"{chance.choice(PARAMETERS)}={chance.choice(RAW)}"
    return "&".join([*pairs, raw] if chance.random() < 0.2 else pairs)


@pytest.mark.parametrize("language", ["", "/en"])
def test_no_odd_query_breaks_a_public_page(anybody, addresses, language):
    chance = random.Random(language)
    before = row_counts()
    for address in addresses:
        for _ in range(QUERIES_PER_ADDRESS):
            asked = f"{language}{address}?{odd_query(chance)}"
            answer = anybody.get(asked, headers={"hx-request": "true"} if chance.random() < 0.1 else {})
            assert answer.status_code < 500, asked
            assert b"<script>alert(1)" not in answer.getvalue(), asked
            assert b"<img src=x" not in answer.getvalue(), asked
            assert "elsewhere.example" not in answer.get("Location", "").partition("?")[0], asked
    assert row_counts() == before


def test_every_text_is_searched_for_in_peace(anybody, addresses):
    for page, name in (
        ("product_list", "q"),
        ("outlet_list", "noi"),
        ("fair_list", "thang"),
        ("certificate_lookup", "ma"),
    ):
        for text in TEXTS:
            assert anybody.get(reverse(page), {name: text}).status_code < 500, (page, text)


def test_no_odd_method_breaks_a_public_page(anybody, addresses):
    before = row_counts()
    for address in addresses:
        for method in METHODS:
            assert anybody.generic(method, address, b"a=1").status_code < 500, (method, address)
    assert row_counts() == before


@pytest.mark.parametrize("before", ["san-pham/", "chu-the/", "tinh/", "xa/", "diem-ban/", "hoi-cho/", "xac-minh/", ""])
def test_no_odd_address_breaks_anything(anybody, db, before):
    for text in (*map(quote, TEXTS), *RAW):
        path = f"/{before}{text}/".replace("?", "%3F").replace("//", "/")
        assert anybody.get(path).status_code < 500, path


def test_no_odd_form_breaks_the_shop_or_writes_anything(anybody, bottle, args):
    anybody.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "2"})
    line = Cart.objects.open().get().lines.get()
    doors = ["/gio-hang/them/", "/gio-hang/gia/", f"/gio-hang/dong/{line.pk}/", "/dat-hang/", "/en/dat-hang/"]
    before = row_counts()
    for text in TEXTS:
        for door in doors[TEXTS.index(text) % 2 :: 2]:
            form = dict.fromkeys(FIELDS, text)
            if door.startswith("/gio-hang/dong/"):
                form = {"quantity": "x" + text}
            assert anybody.post(door, form).status_code < 500, (door, text)
    assert row_counts() == before
    assert Order.objects.count() == 1


@pytest.mark.parametrize("cookie", ["gio-hang", "sessionid", "messages", "csrftoken"])
def test_no_forged_cookie_breaks_a_page(anybody, db, cookie):
    before = row_counts()
    for text in ("x", "a:b:c", "x" * 4_000, '"', "{}", "eyJ0Ijox:1abc:def", "Tm9uZQ", "=;="):
        for address in ("/gio-hang/", "/dat-hang/", "/en/"):
            assert anybody.get(address, headers={"cookie": f"{cookie}={text}"}).status_code < 500, (cookie, text)
    assert row_counts() == before


def test_no_header_says_where_the_site_is_mounted():
    request = RequestFactory().get("/en/", SCRIPT_NAME="/evil")
    assert (get_script_name(request.environ), request.path) == ("", "/en/")
    # What gunicorn would take from a header whose sender it trusts, and a proxy hands on what strangers send.
    assert gunicorn.forwarder_headers == ""
