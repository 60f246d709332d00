"""No page of the desk takes more than fifteen queries, with few rows or many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Membership
from config.desk import desk
from fairs.models import Participation
from points_of_sale.models import Carried, OpeningHours
from shop.models import OrderEvent, OrderLine
from tests import cast

LIMIT = 15
MANY = 12


@pytest.fixture
def many_rows(rows, units):
    """A dozen more of everything that a list or the page of one row shows."""
    product, producer, outlet = rows.an_giang.product, rows.an_giang.producer, rows.an_giang.outlet
    line = rows.an_giang.consignment.lines.values().first()
    for number in range(MANY):
        pack = cast.make_variant(product=product, pack=f"chai {number}", on_hand=20)
        maker = cast.make_producer(name=f"Tổ hợp tác {number}", commune=units.long_xuyen)
        other = cast.make_product(producer=maker, name=f"Đặc sản {number}")
        Membership.objects.create(producer=producer, user=cast.make_user())
        hours = {"weekday": number % 6 + 2, "opens_at": f"{number:02}:00", "closes_at": "23:30"}
        OpeningHours.objects.create(outlet=outlet, **hours)
        Carried.objects.create(outlet=outlet, product=other)
        Participation.objects.create(fair=rows.an_giang.fair, producer=maker)
        cast.make_outlet(name=f"Điểm bán {number}", commune=units.phu_quoc)
        cast.make_fair(name=f"Phiên chợ {number}", commune=units.phu_quoc, starts_on=cast.TODAY)
        cast.make_order(lines={pack: 1, other.variants.get(): 1}, commune=units.long_xuyen)
        more = {"id": None, "variant_id": pack.pk, "quantity": 1, "total": line["unit_price"]}
        OrderLine.objects.create(**line | more)
        OrderEvent.objects.create(order=rows.order, to_status="placed", actor=cast.make_user(), at=cast.NOW)
    return rows


def pages(rows):
    """Every list, a search in it, the form for a new row, and the page of An Giang's row where there is one."""
    yield "/quan-ly/"
    row_of = {type(row): row for row in rows.an_giang} | {type(rows.order): rows.order, type(rows.rate): rows.rate}
    for model in desk._registry:
        address = f"/quan-ly/{model._meta.app_label}/{model._meta.model_name}"
        yield f"{address}/"
        yield f"{address}/?q=nuoc+mam"
        yield f"{address}/add/"
        if model in row_of:
            yield f"{address}/{row_of[model].pk}/change/"
            yield f"{address}/{row_of[model].pk}/history/"


def counted(browser, address: str) -> int:
    """How many queries a page takes; pages that are closed to the role don't count."""
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    return len(queries) if answer.status_code == 200 else 0


@pytest.mark.parametrize("person", ["officer_an_giang", "operator"])
def test_with_few_rows(browser_of, rows, person):
    browser = browser_of(person)
    assert {page: count for page in pages(rows) if (count := counted(browser, page)) > LIMIT} == {}


@pytest.mark.parametrize("person", ["officer_an_giang", "operator"])
def test_with_many_rows(browser_of, many_rows, person):
    browser = browser_of(person)
    assert {page: count for page in pages(many_rows) if (count := counted(browser, page)) > LIMIT} == {}
