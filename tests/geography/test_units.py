"""The table of units: complete, convertible both ways, loaded again without a change."""

from __future__ import annotations

import datetime
import io
import unicodedata
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from geography.models import FormerName, OtherName, Succession, Unit
from geography.operations import UnknownProvinceError, load_units
from tests.geography.where import LAST_DAY_OF_DISTRICTS, TODAY, commune, former, province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]


def test_34_provinces_and_3321_communes_are_in_force_since_july_2025() -> None:
    levels = Counter(Unit.objects.in_force(datetime.date(2025, 7, 1)).values_list("level", flat=True))
    assert levels == {"province": 34, "commune": 3321}


def test_63_provinces_696_districts_and_10035_communes_were_in_force_before() -> None:
    levels = Counter(Unit.objects.in_force(LAST_DAY_OF_DISTRICTS).values_list("level", flat=True))
    assert levels == {"province": 63, "district": 696, "commune": 10035}


def test_the_kinds_of_today_are_as_counted_officially() -> None:
    kinds = Counter(Unit.objects.in_force(TODAY).values_list("kind", flat=True))
    assert kinds == {"municipality": 7, "province": 27, "commune": 2611, "ward": 697, "special_zone": 13}


def test_every_old_commune_and_province_has_one_main_successor() -> None:
    old = Unit.objects.in_force(LAST_DAY_OF_DISTRICTS)
    without = old.exclude(level="district").exclude(successions__is_main=True)
    assert list(without) == []
    assert Succession.objects.filter(is_main=True, predecessor__level="commune").count() == 10035
    assert Succession.objects.filter(predecessor__level="province").count() == 63


def test_every_commune_of_today_came_from_somewhere() -> None:
    assert list(Unit.objects.in_force(TODAY).filter(origins=None)) == []


def test_an_old_township_leads_to_the_commune_it_is_in_and_back() -> None:
    vo_xu = former("commune", "vo-xu-duc-linh-binh-thuan")
    assert [str(unit) for unit in vo_xu.successors.all()] == ["xã Đức Linh"]
    names = [str(unit) for unit in commune("duc-linh-lam-dong").predecessors.all()]
    assert names == ["thị trấn Võ Xu", "xã Nam Chính", "xã Vũ Hòa"]


def test_old_districts_lead_to_the_communes_that_lie_in_them() -> None:
    assert [str(unit) for unit in former("district", "phu-quoc-kien-giang").became(on=TODAY)] == [
        "đặc khu Phú Quốc",
        "đặc khu Thổ Châu",
    ]
    assert [str(unit) for unit in former("district", "con-dao-ba-ria-vung-tau").became(on=TODAY)] == ["đặc khu Côn Đảo"]


def test_units_lead_forwards_backwards_and_to_themselves() -> None:
    kien_giang = former("province", "kien-giang")
    assert [str(unit) for unit in kien_giang.became(on=TODAY)] == ["tỉnh An Giang"]
    assert [unit.name for unit in province("an-giang").became(on=LAST_DAY_OF_DISTRICTS)] == ["An Giang", "Kiên Giang"]
    assert province("an-giang").became(on=TODAY) == [province("an-giang")]


def test_a_divided_commune_names_its_main_part_first() -> None:
    divided = Unit.objects.communes().filter(successions__is_main=False).distinct()
    assert divided.count() > 400
    first = divided.order_by("code").first()
    assert first is not None
    assert first.successions.get(is_main=True).successor == first.became(on=TODAY)[0]


def test_slugs_are_name_and_province_with_the_kind_where_needed() -> None:
    assert province("an-giang").full_name == "tỉnh An Giang"
    assert commune("phu-quoc-an-giang").full_name == "đặc khu Phú Quốc"
    assert commune("phuong-dong-tien-thanh-hoa").full_name == "phường Đông Tiến"
    assert commune("xa-dong-tien-thanh-hoa").full_name == "xã Đồng Tiến"


def test_names_are_composed_and_written_with_one_tone_mark_convention() -> None:
    names = list(Unit.objects.values_list("name", flat=True))
    assert [name for name in names if name != unicodedata.normalize("NFC", name)] == []
    assert [name for name in names if name.endswith(("oá", "oà", "oả", "oã", "oạ", "Hoá"))] == []
    assert province("thanh-hoa").name == "Thanh Hóa"


def test_every_centre_lies_in_vietnam_and_the_archipelagos_where_they_are() -> None:
    for unit in Unit.objects.all():
        assert 6 < unit.latitude < 23.5, unit
        assert 102 < unit.longitude < 118, unit
    assert commune("hoang-sa-da-nang").centre == (16.568, 112.135)
    assert commune("truong-sa-khanh-hoa").centre == (9.71, 114.45)
    assert former("district", "hoang-sa-da-nang").centre == (16.568, 112.135)


def test_dong_nai_is_a_city_since_april_2026_and_remembers_being_a_province() -> None:
    dong_nai = province("dong-nai")
    assert dong_nai.full_name == "thành phố Đồng Nai"
    was = dong_nai.former_names.get()
    assert (was.kind, was.until, was.source) == ("province", datetime.date(2026, 4, 30), "NQ 30/2026/QH16")
    wards = FormerName.objects.filter(kind="commune", unit__parent=dong_nai)
    assert wards.count() == 10
    assert commune("long-thanh-dong-nai").full_name == "phường Long Thành"


def test_a_second_load_changes_nothing() -> None:
    before = (Unit.objects.count(), Succession.objects.count(), OtherName.objects.count(), FormerName.objects.count())
    loaded = load_units()
    assert (loaded.added, loaded.changed) == (0, 0)
    after = (Unit.objects.count(), Succession.objects.count(), OtherName.objects.count(), FormerName.objects.count())
    assert before == after


def test_a_load_mends_what_was_changed_by_hand() -> None:
    Unit.objects.filter(pk=province("an-giang").pk).update(name="An Giang cũ", latitude=None)
    assert load_units().changed == 1
    assert (province("an-giang").name, province("an-giang").latitude) == ("An Giang", 10.1791)


def test_the_command_tells_its_progress_and_that_all_is_up_to_date() -> None:
    out = io.StringIO()
    call_command("load_units", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "province: 97, 0 new, 0 changed"
    assert lines[2] == "commune: 13356, 0 new, 0 changed"
    assert lines[-1].startswith("Units are up to date")


def test_an_unknown_province_is_refused_by_name() -> None:
    with pytest.raises(UnknownProvinceError, match="kien-giang"):
        load_units(provinces=["an-giang", "kien-giang"])
    with pytest.raises(CommandError, match="No such province: atlantis"):
        call_command("load_units", province=["atlantis"])


def test_a_unit_knows_its_province_without_a_query_when_parents_are_selected(django_assert_num_queries) -> None:
    vo_xu = former("commune", "vo-xu-duc-linh-binh-thuan")
    with django_assert_num_queries(0):
        assert vo_xu.province.name == "Bình Thuận"
    assert commune("duc-linh-lam-dong").province == province("lam-dong")
