"""Finding a commune by any name people know."""

from __future__ import annotations

import pytest

from geography.search import search_communes
from tests.geography.where import TODAY, province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]


def told(text: str, **narrowing) -> list[str]:
    found = search_communes(text, on=TODAY, **narrowing)
    return [f"{one.commune} < {one.former}" if one.former else str(one.commune) for one in found]


@pytest.mark.parametrize("text", ["Phú Quốc", "phu quoc", "PHÚ QUỐC", "đặc khu Phú Quốc", "phu quo"])
def test_a_commune_is_found_by_its_own_name_with_or_without_accents(text) -> None:
    assert told(text)[0] == "đặc khu Phú Quốc"


def test_it_is_found_by_an_old_commune_which_is_told() -> None:
    assert told("Võ Xu") == ["xã Đức Linh < thị trấn Võ Xu"]
    assert told("duong dong") == ["đặc khu Phú Quốc < phường Dương Đông"]


def test_it_is_found_by_an_old_district() -> None:
    assert told("huyện Đức Linh")[:3] == [
        "xã Đức Linh",
        "xã Hoài Đức < huyện Đức Linh",
        "xã Nam Thành < huyện Đức Linh",
    ]


def test_further_words_narrow_by_what_it_lies_in() -> None:
    assert told("vo xu duc linh binh thuan") == ["xã Đức Linh < thị trấn Võ Xu"]
    assert told("hoi an da nang") == ["phường Hội An"]
    assert told("vo xu an giang") == []


def test_a_province_narrows_the_search() -> None:
    an_giang = province("an-giang")
    communes = [one.commune for one in search_communes("tan", on=TODAY, province=an_giang)]
    assert len(communes) == 20
    assert {one.parent for one in communes} == {an_giang}
    assert told("vo xu", province=an_giang) == []


def test_a_commune_merged_before_2025_leads_on() -> None:
    assert told("Nghĩa Hồ")[0] == "phường Chũ"
    assert told("huyện Hoành Bồ, Quảng Ninh")[0] == "phường Hoành Bồ"


def test_a_number_is_found_among_the_old_wards_of_a_city() -> None:
    assert told("phường 4 vĩnh long")[0] == "phường Phước Hậu < phường 4"


@pytest.mark.parametrize("text", ["", " ", "\x00", "p", "%", "_", "xx" * 5000, "xã xã xã", "'\"; --"])
def test_odd_text_finds_nothing(text) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["tan", "phu quoc", "huyen duc linh", "nowhere at all"])
def test_a_search_takes_few_queries(text, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(5):
        for one in search_communes(text, on=TODAY):
            assert one.commune.parent.name


def test_at_most_the_limit_is_told() -> None:
    assert len(search_communes("tan", on=TODAY, limit=7)) == 7
