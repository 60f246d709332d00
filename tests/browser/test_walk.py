"""The main walk of the shop, as a stranger does it, on a phone and on a desk, with JavaScript and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from config.demo.people import KHAI_HOAN, OFFICER_AN_GIANG, OFFICER_DA_NANG, THANH_QUOC
from tests.browser.steps import find_fish_sauces, order_as_guest, put_into_cart, sign_in


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_stranger_orders_from_two_makers_and_everybody_concerned_sees_it(visit, site, width, scripts):
    stranger = visit(width, scripts=scripts)
    find_fish_sauces(stranger)
    first = put_into_cart(stranger, "Khải Hoàn")
    find_fish_sauces(stranger)
    second = put_into_cart(stranger, "Thanh Quốc")
    email = f"lan-{width}-{scripts}@example.com".lower()
    code = order_as_guest(stranger, email)
    expect(stranger.page.locator("main")).to_contain_text(first)
    expect(stranger.page.locator("main")).to_contain_text(second)

    (mail,) = site.mails_to(email)
    text = mail.get_body(("plain",)).get_content()
    assert code in f"{mail['Subject']} {text}"
    assert stranger.page.url in text

    for number, person, theirs, other_s in ((1, KHAI_HOAN, first, second), (2, THANH_QUOC, second, first)):
        maker = visit(width, scripts=scripts)
        sign_in(maker, person)
        maker.go("/kenh-ban-hang/don-hang/")
        maker.page.locator("a", has_text=f"{code}-{number}").first.click()
        expect(maker.page.locator("main")).to_contain_text(theirs)
        expect(maker.page.locator("main")).not_to_contain_text(other_s)
        maker.check_width("maker's order")


def test_an_officer_sees_the_orders_that_touch_the_province_and_no_others(visit):
    stranger = visit(1280)
    find_fish_sauces(stranger)
    put_into_cart(stranger, "Khải Hoàn")
    code = order_as_guest(stranger, "lan-officer@example.com")
    for person, sees_it in ((OFFICER_AN_GIANG, True), (OFFICER_DA_NANG, False)):
        officer = visit(1280)
        sign_in(officer, person)
        officer.go("/quan-ly/shop/consignment/")
        expect(officer.page.get_by_text(code)).to_have_count(1 if sees_it else 0)
