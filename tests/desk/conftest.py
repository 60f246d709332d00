"""What the tests of the desk share: two provinces with something of everything in each."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client

from accounts.models import User
from catalog.models import Certificate, Producer, Product, Variant
from fairs.models import Fair, Participation
from points_of_sale.models import Carried, OpeningHours, Outlet, StockItem
from shop.models import Consignment, DeliveryRate, Order
from tests import cast

PEOPLE = (
    "stranger",
    "lan",
    "sau",
    "outlet_manager",
    "officer_an_giang",
    "officer_da_nang",
    "officer_ministry",
    "operator",
)


class Province(NamedTuple):
    """One of each that a desk page can show."""

    producer: Producer
    product: Product
    variant: Variant
    certificate: Certificate
    outlet: Outlet
    carried: Carried
    stock: StockItem
    fair: Fair
    participation: Participation
    consignment: Consignment


class Desk(NamedTuple):
    """Everything there is: both provinces, and one order with a part from each."""

    an_giang: Province
    da_nang: Province
    order: Order
    rate: DeliveryRate


def _province(variant: Variant, outlet: Outlet, order: Order, fair: Fair) -> Province:
    product = variant.product
    return Province(
        producer=product.producer,
        product=product,
        variant=variant,
        certificate=product.certificates.get(),
        outlet=outlet,
        carried=Carried.objects.create(outlet=outlet, product=product),
        stock=variant.stock.get(),
        fair=fair,
        participation=Participation.objects.create(fair=fair, producer=product.producer),
        consignment=order.consignments.get(producer=product.producer),
    )


@pytest.fixture
def rows(units: cast.Units, bottle: Variant, box: Variant, outlet: Outlet) -> Desk:
    """An Giang has the fish sauce, Đà Nẵng the sesame candy."""
    order = cast.make_order(lines={bottle: 2, box: 1}, commune=units.hoi_an)
    shelf = cast.make_outlet(name="Cửa hàng Hội An", commune=units.hoi_an)
    OpeningHours.objects.create(outlet=outlet, weekday=1, opens_at=datetime.time(8), closes_at=datetime.time(17))
    here = cast.make_fair(name="Hội chợ Long Xuyên", commune=units.long_xuyen, starts_on=cast.TODAY)
    there = cast.make_fair(name="Hội chợ Hải Châu", commune=units.hai_chau, starts_on=cast.TODAY)
    return Desk(
        an_giang=_province(bottle, outlet, order, here),
        da_nang=_province(box, shelf, order, there),
        order=order,
        rate=cast.make_delivery_rates()[0],
    )


@pytest.fixture
def browser_of(
    request: pytest.FixtureRequest, sign_in: Callable[[User], Client], stranger: Client
) -> Callable[[str], Client]:
    """Gives the browser of somebody of the cast by the fixture's name."""

    def browser(name: str) -> Client:
        person = request.getfixturevalue(name)
        return person if isinstance(person, Client) else sign_in(person)

    return browser


@pytest.fixture
def officer(browser_of: Callable[[str], Client], rows: Desk) -> Client:
    """The browser of the officer of An Giang."""
    return browser_of("officer_an_giang")


@pytest.fixture
def operator_at_desk(browser_of: Callable[[str], Client], rows: Desk) -> Client:
    """The browser of the operator."""
    return browser_of("operator")


def errors_of(answer: Any) -> Any:
    """The errors of a desk form that was shown again."""
    assert answer.status_code == 422
    return answer.context["adminform"].form.errors
