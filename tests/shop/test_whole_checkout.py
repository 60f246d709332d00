"""A stranger's way from a product's page to the order's: how many queries it takes in all."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.models import Order
from tests import cast
from tests.shop.buying import assert_books_balance

pytestmark = pytest.mark.usefixtures("rates")
WHOLE_BUDGET = 90


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


@pytest.mark.parametrize("others", [0, 40])
def test_a_whole_guest_checkout_stays_within_its_budget(stranger, units, household, bottle, others):
    for number in range(others):
        cast.make_product(producer=household, name=f"Kẹo {number}")
    said = {
        "buyer_name": "Chị Lan",
        "phone": "0900 000 001",
        "commune_text": units.hoi_an.full_name,
        "searched": units.hoi_an.full_name,
        "commune": str(units.hoi_an.pk),
        "street": "12 Đường Chợ",
        "payment_method": "cash_on_delivery",
    }
    with CaptureQueriesContext(connection) as queries:
        assert stranger.get(bottle.product.get_absolute_url()).status_code == 200
        assert stranger.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "2"}).status_code == 302
        assert stranger.get("/gio-hang/").status_code == 200
        page = stranger.get("/dat-hang/")
        page = stranger.post("/dat-hang/", {**said, "do": "find", "cart": hidden(page, "cart")})
        shown = {name: hidden(page, name) for name in ("cart", "shown_total")}
        answer = stranger.post("/dat-hang/", {**said, **shown, "do": "order"})
        assert stranger.get(answer.headers["location"]).status_code == 200

    assert Order.objects.get().buyer_name == "Chị Lan"
    assert_books_balance()
    assert len(queries) <= WHOLE_BUDGET, [query["sql"][:150] for query in queries]
