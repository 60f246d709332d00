"""The link to the other language: the same page with all that was asked of it, and never another site."""

import re

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


def other_language(page):
    return re.search(r'<a href="([^"]*)" hreflang="(?:vi|en)" lang=', page.text)[1].replace("&amp;", "&")


def test_filters_are_kept(stranger):
    assert other_language(stranger.get("/san-pham/?q=mắm&sao=5")) == "/en/san-pham/?q=m%E1%BA%AFm&sao=5"
    assert other_language(stranger.get("/en/hoi-cho/?khi=da-qua")) == "/hoi-cho/?khi=da-qua"


def test_a_guest_s_order_opens_in_the_other_language_too(stranger, units, bottle):
    order = cast.make_order(lines={bottle: 1}, commune=units.long_xuyen)
    in_english = other_language(stranger.get(order.get_secret_url()))
    assert in_english == f"/en{order.get_secret_url()}"
    assert stranger.get(in_english).status_code == 200


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/en//elsewhere.example/", "/elsewhere.example/"),
        ("/en///elsewhere.example/", "/elsewhere.example/"),
        ("/en/\\elsewhere.example/", "/%5Celsewhere.example/"),
        ("/en/%09/elsewhere.example/", "/%09/elsewhere.example/"),
        ("/en/a%3Fb/", "/a%3Fb/"),
    ],
)
def test_what_browsers_take_for_another_site_leads_nowhere_else(stranger, address, other):
    page = stranger.get(address, headers={"accept": "text/html"})
    assert page.status_code == 404
    assert other_language(page) == other
    assert 'href="//' not in page.text
