"""Opening premises and closing outlets."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from catalog.models import Producer
from points_of_sale.enums import OutletKind, OutletStatus
from points_of_sale.models import Outlet
from points_of_sale.operations import StillReservedError, StockLine, close_outlet, open_premises, reserve_stock
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(units: cast.Units) -> Producer:
    """A producer who has not opened any premises."""
    return Producer.objects.create(
        slug="co-ut",
        name="Cô Út",
        kind="household",
        street="Ấp 3",
        commune=units.phu_quoc,
        province=units.an_giang,
        former_unit=units.old_duong_dong,
        phone="+842970000001",
    )


def test_premises_lie_where_the_producer_is(newcomer, units):
    premises = open_premises(producer=newcomer, at=cast.NOW)

    assert (premises.kind, premises.status, premises.producer) == (OutletKind.PREMISES, OutletStatus.OPEN, newcomer)
    assert (premises.slug, premises.name, premises.phone) == ("co-so-co-ut", "Cô Út", "+842970000001")
    assert (premises.street, premises.commune, premises.province, premises.former_unit) == (
        "Ấp 3",
        units.phu_quoc,
        units.an_giang,
        units.old_duong_dong,
    )
    assert premises.created_at == cast.NOW


def test_a_producer_has_one_premises_however_often_they_are_opened(newcomer):
    first = open_premises(producer=newcomer, at=cast.NOW)

    assert open_premises(producer=newcomer, at=cast.NOW) == first
    with pytest.raises(IntegrityError, match=r"outlet_one_premises_per_producer|producer_id"), transaction.atomic():
        cast.make_outlet(name="Cơ sở hai", commune=first.commune, kind=OutletKind.PREMISES, producer=newcomer)


def test_premises_find_an_address_of_their_own(newcomer, units):
    cast.make_outlet(name="a", slug="co-so-co-ut", commune=units.phu_quoc)
    cast.make_outlet(name="b", slug="co-so-co-ut-2", commune=units.phu_quoc)

    assert open_premises(producer=newcomer, at=cast.NOW).slug == "co-so-co-ut-3"


def test_a_closed_outlet_is_off_the_lists(outlet):
    closed = close_outlet(outlet=outlet, at=cast.NOW)

    assert (closed.status, closed.closed_at) == (OutletStatus.CLOSED, cast.NOW)
    assert not Outlet.objects.listed().exists()


def test_closing_twice_changes_nothing(outlet):
    close_outlet(outlet=outlet, at=cast.NOW)

    assert close_outlet(outlet=outlet, at=cast.NOW.replace(year=2027)).closed_at == cast.NOW


def test_an_outlet_does_not_close_while_orders_wait_there(bottle, box, cooperative):
    premises = cooperative.outlets.get()
    reserve_stock(lines=[StockLine(bottle, premises, 3)], reference="K7M2Q9", at=cast.NOW)

    with pytest.raises(StillReservedError) as refusal:
        close_outlet(outlet=premises, at=cast.NOW)

    assert (refusal.value.outlet, refusal.value.reserved) == (premises, 3)
    premises.refresh_from_db()
    assert (premises.status, premises.closed_at) == (OutletStatus.OPEN, None)
