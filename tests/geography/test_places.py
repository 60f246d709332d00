"""How a place is written and where it is."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from catalog.models import Producer
from geography.display import PLACE_RELATIONS, place_relations
from geography.distance import distance_km
from geography.folding import fold, fold_words, tidy_name
from geography.models import Unit
from tests.geography.where import commune, former, province

pytestmark = pytest.mark.django_db


@pytest.fixture
def vo_xu(load_provinces) -> Producer:
    """A maker in the old township Võ Xu; not saved."""
    load_provinces("lam-dong")
    return Producer(
        street="khu phố 1",
        commune=commune("duc-linh-lam-dong"),
        province=province("lam-dong"),
        former_unit=former("commune", "vo-xu-duc-linh-binh-thuan"),
    )


def test_a_place_is_written_as_of_today_and_as_before(vo_xu: Producer) -> None:
    assert vo_xu.place_now() == "xã Đức Linh, Lâm Đồng"
    assert vo_xu.place_before() == "thị trấn Võ Xu, Đức Linh, Bình Thuận"
    assert vo_xu.place_in_short() == "Đức Linh · Lâm Đồng"


def test_a_place_in_full_names_both_in_the_readers_language(vo_xu: Producer) -> None:
    with override("en"):
        written = vo_xu.address_in_full()
    both = "xã Đức Linh, Lâm Đồng (before 7/2025: thị trấn Võ Xu, Đức Linh, Bình Thuận)"
    assert written == f"khu phố 1, {both}"


def test_an_old_district_stands_for_an_unknown_commune(vo_xu: Producer) -> None:
    vo_xu.commune, vo_xu.former_unit = None, former("district", "duc-linh-binh-thuan")
    assert vo_xu.place_now() == "Lâm Đồng"
    assert vo_xu.place_before() == "huyện Đức Linh, Bình Thuận"
    assert vo_xu.place_in_short() == "Lâm Đồng"
    assert vo_xu.centre() == (11.1977, 107.5505)
    assert not vo_xu.is_centre_exact
    assert vo_xu.centre_note() == "Chưa rõ xã: khoảng cách tính từ trung tâm huyện Đức Linh."


def test_the_province_stands_in_where_nothing_else_is_known(vo_xu: Producer) -> None:
    vo_xu.commune = vo_xu.former_unit = None
    assert (vo_xu.place_now(), vo_xu.place_before(), vo_xu.place_in_full()) == ("Lâm Đồng", "", "Lâm Đồng")
    assert vo_xu.centre() == province("lam-dong").centre
    assert not vo_xu.is_centre_exact
    assert vo_xu.centre_note() == "Chưa rõ xã: khoảng cách tính từ trung tâm tỉnh Lâm Đồng."


def test_the_communes_centre_is_exact(vo_xu: Producer) -> None:
    assert vo_xu.centre() == (11.1834, 107.552)
    assert vo_xu.is_centre_exact
    assert vo_xu.centre_note() == ""


def test_a_numbered_district_keeps_its_kind(load_provinces) -> None:
    load_provinces("ho-chi-minh")
    place = Producer(province=province("ho-chi-minh"), former_unit=former("commune", "ben-nghe-1-ho-chi-minh"))
    assert place.place_before() == "phường Bến Nghé, quận 1, Hồ Chí Minh"


def test_writing_places_costs_no_query_per_row(vo_xu: Producer, django_assert_num_queries) -> None:
    vo_xu.name, vo_xu.slug = "Mẫu", "mau"
    relations = {relation.split("__")[0]: relation for relation in PLACE_RELATIONS}
    units = Unit.objects.select_related("parent__parent")
    for field in relations:
        setattr(vo_xu, field, units.get(pk=getattr(vo_xu, field).pk))
    with django_assert_num_queries(0):
        written = (vo_xu.address_in_full(), vo_xu.place_in_short(), vo_xu.centre(), vo_xu.centre_note())
    assert written == (
        "khu phố 1, xã Đức Linh, Lâm Đồng (trước 7/2025: thị trấn Võ Xu, Đức Linh, Bình Thuận)",
        "Đức Linh · Lâm Đồng",
        (11.1834, 107.552),
        "",
    )


def test_relations_can_be_seen_from_another_model() -> None:
    assert place_relations("producer") == (
        "producer__commune__parent",
        "producer__province",
        "producer__former_unit__parent__parent",
    )


def test_distance_is_over_the_ground() -> None:
    ha_noi, ho_chi_minh = (21.0278, 105.8342), (10.7769, 106.7009)
    assert round(distance_km(ha_noi, ho_chi_minh)) == 1144
    assert distance_km(ha_noi, ha_noi) == 0


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Hoà", "hoa"), ("Hòa", "hoa"), ("  Đắk   LẮK ", "dak lak"), ("a\x00b", "a b"), ("Thuỷ", "thuy"), ("", "")],
)
def test_text_is_folded_for_comparing(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_lose_signs_but_keep_their_letters_together() -> None:
    assert fold_words("Cư M’gar, TP.Huế") == "cu mgar tp hue"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("Thanh Hoá", "Thanh Hóa"), ("Thuỷ Nguyên", "Thủy Nguyên"), ("Quý Hoà", "Quý Hòa"), ("Hoàn Kiếm", "Hoàn Kiếm")],
)
def test_names_are_kept_with_one_tone_mark_convention(written: str, kept: str) -> None:
    assert tidy_name(written) == kept
