"""The words for choosing outlets."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from catalog.enums import ProducerStatus
from geography.enums import UnitKind, UnitLevel
from points_of_sale.enums import OutletKind, OutletStatus
from points_of_sale.models import Carried, Outlet, StockItem
from tests import cast

pytestmark = pytest.mark.django_db


def names(outlets) -> set[str]:
    return {outlet.name for outlet in outlets}


def test_closed_outlets_booths_and_premises_of_makers_who_left_have_no_page(units, cooperative, household, outlet):
    cast.make_outlet(name="Gian hàng", commune=units.hai_chau, kind=OutletKind.BOOTH)
    cast.make_outlet(name="Đã đóng", commune=units.hai_chau, status=OutletStatus.CLOSED)
    cast.make_outlet(name="Sắp mở", commune=units.hai_chau, status=OutletStatus.PLANNED)
    household.status = ProducerStatus.LEFT
    household.save()

    assert names(Outlet.objects.listed()) == {outlet.name, "Sắp mở", f"Cơ sở của {cooperative.name}"}
    assert names(Outlet.objects.listed().for_visitors()) == {outlet.name, "Sắp mở"}
    assert names(Outlet.objects.listed().premises()) == {f"Cơ sở của {cooperative.name}"}
    assert names(Outlet.objects.listed().of_kind(OutletKind.OCOP_SHOP)) == {outlet.name, "Sắp mở"}


def test_a_province_and_a_commune_have_their_own_outlets(units, outlet, cooperative):
    assert names(Outlet.objects.in_province(units.an_giang)) == {outlet.name, f"Cơ sở của {cooperative.name}"}
    assert names(Outlet.objects.in_commune(units.long_xuyen)) == {outlet.name}
    assert not Outlet.objects.in_province(units.da_nang).exists()


def test_an_old_unit_has_the_outlets_written_with_it_or_with_what_lay_in_it(units):
    cast.make_outlet(name="ward", commune=units.phu_quoc, former_unit=units.old_duong_dong)
    cast.make_outlet(name="city", commune=units.phu_quoc, former_unit=units.old_phu_quoc_city)
    cast.make_outlet(name="elsewhere", commune=units.hai_chau)

    assert names(Outlet.objects.in_former_unit(units.old_phu_quoc_city)) == {"ward", "city"}
    assert names(Outlet.objects.in_former_unit(units.old_kien_giang)) == {"ward", "city"}


def test_where_no_old_unit_is_written_the_commune_of_today_decides(units):
    cast.make_outlet(name="now only", commune=units.phu_quoc)
    cast.make_outlet(name="city", commune=units.phu_quoc, former_unit=units.old_phu_quoc_city)

    for unit in (units.old_kien_giang, units.old_phu_quoc_city, units.old_duong_dong):
        assert names(Outlet.objects.in_former_unit(unit)) == {"now only", "city"}


def test_an_outlet_written_with_one_old_commune_is_not_in_its_neighbour(units):
    neighbour = cast.make_unit(
        code="31081",
        level=UnitLevel.COMMUNE,
        kind=UnitKind.WARD,
        name="An Thới",
        parent=units.old_phu_quoc_city,
        valid_from=units.old_duong_dong.valid_from,
        valid_until=cast.REFORM_DAY,
    )
    neighbour.successors.add(units.phu_quoc)
    cast.make_outlet(name="ward", commune=units.phu_quoc, former_unit=units.old_duong_dong)
    cast.make_outlet(name="now only", commune=units.phu_quoc)

    assert names(Outlet.objects.in_former_unit(neighbour)) == {"now only"}


def test_a_product_is_found_where_it_is_carried_or_lies_free(units, fish_sauce, bottle, box, outlet, household):
    carrying = cast.make_outlet(name="carries it", commune=units.hoi_an)
    Carried.objects.create(outlet=carrying, product=fish_sauce)
    all_promised = cast.make_outlet(name="has none free", commune=units.hoi_an)
    cast.make_stock(variant=bottle, on_hand=2, outlet=all_promised)
    StockItem.objects.filter(outlet=all_promised).update(reserved=2)
    cast.make_stock(variant=bottle, on_hand=2, outlet=outlet)

    assert names(Outlet.objects.carrying(fish_sauce)) == {
        "carries it",
        outlet.name,
        f"Cơ sở của {fish_sauce.producer.name}",
    }


def test_a_maker_has_its_premises_and_then_the_outlets_that_a_product_page_names(
    units, fish_sauce, bottle, outlet, household
):
    own = Outlet.objects.get(producer=fish_sauce.producer)
    with_stock = cast.make_outlet(name="Chợ Hàn", commune=units.hai_chau)
    cast.make_stock(variant=bottle, on_hand=2, outlet=with_stock)
    for place in (outlet, with_stock, Outlet.objects.get(producer=household)):
        Carried.objects.create(outlet=place, product=fish_sauce)

    of_maker = list(Outlet.objects.of_maker(fish_sauce.producer))

    assert of_maker == [own, with_stock, outlet]
    assert set(of_maker) - {own} == set(Outlet.objects.for_visitors().carrying(fish_sauce))


def test_a_place_concerns_outlets_there_and_then_those_with_its_published_goods(units, cooperative, fish_sauce, outlet):
    draft = cast.make_product(producer=cooperative, name="Mắm nháp", status="draft", published_at=None)
    for name, product in (("Chợ Hàn", fish_sauce), ("Chợ nháp", draft)):
        shop = cast.make_outlet(name=name, commune=units.hai_chau)
        Carried.objects.create(outlet=shop, product=product)

    def found(unit):
        return [shop.name for shop in Outlet.objects.for_visitors().concerning(unit)]

    assert found(units.an_giang) == [outlet.name, "Chợ Hàn"]
    assert found(units.phu_quoc) == ["Chợ Hàn"]
    assert found(units.long_xuyen) == [outlet.name]
    assert found(units.hai_chau) == ["Chợ Hàn", "Chợ nháp"]


def test_who_may_see_an_outlets_record(
    units, outlet, cooperative, outlet_manager, sau, lan, officer_an_giang, officer_da_nang, officer_ministry, operator
):
    everything = {outlet.name, f"Cơ sở của {cooperative.name}"}

    for user in (officer_an_giang, officer_ministry, operator):
        assert names(Outlet.objects.visible_to(Actor(user=user))) == everything
    assert names(Outlet.objects.visible_to(Actor(user=outlet_manager))) == {outlet.name}
    assert names(Outlet.objects.visible_to(Actor(user=sau))) == {f"Cơ sở của {cooperative.name}"}
    for actor in (Actor(user=officer_da_nang), Actor(user=lan), Actor()):
        assert not Outlet.objects.visible_to(actor).exists()
