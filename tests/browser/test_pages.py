"""Every page of the design at both widths: readable for everybody, no wider than the screen, nothing from elsewhere."""

from __future__ import annotations

import pytest

from config.demo.people import KHAI_HOAN, OFFICER_AN_GIANG
from tests.browser.steps import order_as_guest, sign_in

WIDTHS = [360, 1280]
PAGES = {
    "home": "/",
    "home in English": "/en/",
    "list": "/san-pham/",
    "list found nothing": "/san-pham/?q=khongcogihet",
    "makers": "/chu-the/",
    "province": "/tinh/an-giang/",
    "commune": "/xa/phu-quoc-an-giang/",
    "outlets": "/diem-ban/",
    "fairs": "/hoi-cho/",
    "empty cart": "/gio-hang/",
    "order look-up": "/don-hang/",
    "certificate look-up": "/xac-minh/",
    "sign-in": "/tai-khoan/dang-nhap/",
    "sign-up": "/tai-khoan/dang-ky/",
    "privacy": "/quy-dinh/bao-mat/",
}
# The first link of a list leads to the page meant.
BEHIND = {
    "product": ("/san-pham/", ".cards a"),
    "maker": ("/chu-the/", "main a[href*='/chu-the/']"),
    "outlet": ("/diem-ban/", "main a[href*='/diem-ban/']:not([href*='?']):not([href$='/diem-ban/'])"),
    "fair": ("/hoi-cho/", "main a[href*='/hoi-cho/']:not([href*='?']):not([href$='/hoi-cho/'])"),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_everybody_on_any_screen(visit, name, width):
    visitor = visit(width)
    visitor.go(PAGES[name])
    visitor.check_width(name)
    visitor.check_access(name)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", BEHIND)
def test_a_page_behind_a_list_can_be_read_by_everybody_on_any_screen(visit, name, width):
    visitor = visit(width)
    address, link = BEHIND[name]
    visitor.go(address)
    visitor.page.locator(link).first.click()
    visitor.page.wait_for_load_state()
    visitor.check_width(name)
    visitor.check_access(name)


@pytest.mark.parametrize("width", WIDTHS)
def test_cart_checkout_and_order_can_be_read_by_everybody_on_any_screen(visit, width):
    visitor = visit(width)
    visitor.go("/san-pham/?q=nuoc+mam&sao=5&tinh=an-giang")
    visitor.page.locator("#found .cards a").first.click()
    visitor.page.locator("form.buybar button").click()
    visitor.check_access("cart")
    visitor.go("/dat-hang/")
    visitor.check_access("checkout")
    visitor.page.locator("button[name=do][value=order]").click()
    visitor.page.wait_for_load_state()
    assert visitor.page.locator("[aria-invalid=true]").count() > 0
    visitor.check_width("checkout with errors")
    visitor.check_access("checkout with errors")
    visitor.go("/gio-hang/")
    order_as_guest(visitor, f"axe-{width}@example.com")
    visitor.check_access("order")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk_s_orders_fit_the_screen(visit, width):
    visitor = visit(width)
    sign_in(visitor, OFFICER_AN_GIANG)
    visitor.go("/quan-ly/shop/consignment/")
    visitor.check_width("the desk's orders")
    visitor.check_access("the desk's orders")


def test_the_first_view_weighs_less_than_100_kilobytes(visit):
    visitor = visit(360)
    product = "/san-pham/nuoc-mam-phu-quoc-khai-hoan-43-do-dam/"
    for address in ("/", "/san-pham/", "/san-pham/?q=nuoc+mam", product):
        weights: dict[str, int] = {}

        def weigh(response, weights=weights) -> None:
            kind = response.request.resource_type
            if kind in {"document", "stylesheet", "script"}:
                weights[response.url] = response.request.sizes()["responseBodySize"]

        visitor.page.on("requestfinished", lambda request, weigh=weigh: weigh(request.response()))
        visitor.go(address)
        visitor.page.wait_for_load_state("networkidle")
        assert sum(weights.values()) < 100_000, weights


def test_a_maker_s_orders_can_be_read_by_everybody(visit):
    visitor = visit(360)
    sign_in(visitor, KHAI_HOAN)
    visitor.go("/kenh-ban-hang/don-hang/")
    visitor.check_width("a maker's orders")
    visitor.check_access("a maker's orders")
