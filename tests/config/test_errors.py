"""What is answered when something is not there, not allowed, stale or broken: always a page of the shop."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config.urls import handler404
from config.urls import urlpatterns as real_urlpatterns

__all__ = ["handler404"]


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


urlpatterns = [path("broken/", broken), *real_urlpatterns]


@pytest.mark.parametrize(
    "address", ["/en/khong-co/", "/en/san-pham/khong-co/", "/en/tinh/x/", "/en/xa/x/", "/en/chu-the/x/"]
)
def test_an_unknown_address_is_a_helpful_404_with_search_and_map(stranger, fish_sauce, address):
    page = stranger.get(address, headers={"accept": "text/html"})

    assert page.status_code == 404
    assert "This page is not here." in page.text
    assert 'role="search"' in page.text
    assert '<svg class="commune-map"' in page.text
    assert "matches the given query" not in page.text
    assert '<meta name="robots" content="noindex">' in page.text


def test_a_404_takes_few_queries(stranger, fish_sauce, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert stranger.get("/khong-co/", headers={"accept": "text/html"}).status_code == 404


def test_what_asks_for_no_page_gets_a_bare_404(stranger, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = stranger.get("/khong-co.webp", headers={"accept": "image/avif,image/webp"})
    assert (answer.status_code, answer.text) == (404, "404\n")


@pytest.mark.urls(__name__)
def test_a_broken_page_says_so_in_words_and_tells_no_secret():
    browser = Client(raise_request_exception=False)

    page = browser.get("/broken/")

    assert page.status_code == 500
    assert "Sao Quê" in page.text
    assert "secret detail" not in page.text
    assert "<h1>" in page.text


def test_a_stale_form_is_asked_for_again_and_changes_nothing(bottle):
    browser = Client(enforce_csrf_checks=True)

    page = browser.post("/en/gio-hang/them/", {"variant": bottle.pk, "quantity": 1})

    assert page.status_code == 403
    assert "Please send it again" in page.text
    assert "CSRF" not in page.text
    assert "gio-hang" not in browser.cookies


def test_no_page_carries_inline_script_or_style(stranger, fish_sauce, outlet):
    for address in ("/", "/san-pham/", f"/san-pham/{fish_sauce.slug}/", "/chu-the/", "/tinh/an-giang/"):
        page = stranger.get(address).text
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count("<script src=") + page.count('<script type="application/ld+json">')


def test_the_sign_in_page_has_the_whole_frame_too(stranger, db):
    page = stranger.get("/en/tai-khoan/dang-nhap/").text
    assert 'href="/en/quy-dinh/bao-mat/"' in page
    assert '<a href="/tai-khoan/dang-nhap/" hreflang="vi" lang="vi">' in page
