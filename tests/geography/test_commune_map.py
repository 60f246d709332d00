"""Vietnam drawn by its communes."""

from __future__ import annotations

import gzip
import re

import pytest

from geography.commune_map import draw_country, draw_map
from geography.models import Unit
from tests.geography.where import TODAY, commune, province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]


def communes_of(slug: str) -> list[Unit]:
    return list(Unit.objects.communes().in_force(TODAY).filter(parent=province(slug)).select_related("parent"))


def test_the_country_is_one_light_path_with_a_dot_for_each_commune() -> None:
    drawn = draw_country((), on=TODAY)
    assert 3200 < drawn.path.count("h0") <= 3321
    assert re.fullmatch(r"(m-?[\d.]+[ -][\d.]+h0)+", drawn.path)
    assert len(gzip.compress(drawn.path.encode())) < 12_000
    assert 550 < drawn.height < 650


def test_hoang_sa_and_truong_sa_are_always_on_the_country_map() -> None:
    drawn = draw_country((), on=TODAY)
    assert [label.text for label in drawn.labels] == ["Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hòa)"]
    assert drawn.insets == ()


@pytest.mark.parametrize(("slug", "islands"), [("da-nang", "Hoàng Sa"), ("khanh-hoa", "Trường Sa")])
def test_a_provinces_archipelago_has_a_box_of_its_own(slug: str, islands: str) -> None:
    units = communes_of(slug)
    drawn = draw_map(units, {unit.pk for unit in units if unit.name == islands}, width=360, height=260)
    box = drawn.insets[0]
    assert [label.text for label in drawn.labels] == [islands]
    assert [dot.unit.name for dot in drawn.lit] == [islands]
    assert box.x < drawn.lit[0].x < box.x + box.width <= 360
    assert (drawn.width, drawn.height) == (360, 260)


def test_lit_dots_lie_where_their_communes_do() -> None:
    lit = [commune(slug) for slug in ("phu-quoc-an-giang", "dong-van-tuyen-quang", "hai-chau-da-nang")]
    drawn = draw_country([unit.pk for unit in lit], on=TODAY)
    at = {dot.unit.name: (dot.x, dot.y) for dot in drawn.lit}
    assert at["Phú Quốc"][0] < at["Đồng Văn"][0] < at["Hải Châu"][0]
    assert at["Đồng Văn"][1] < at["Hải Châu"][1] < at["Phú Quốc"][1]
    assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in at.values())


def test_the_country_is_drawn_once_a_day(django_assert_num_queries) -> None:
    draw_country((), on=TODAY)
    with django_assert_num_queries(1):
        drawn = draw_country([0], on=TODAY)
    assert drawn.lit == ()


def test_a_province_is_drawn_within_its_frame() -> None:
    drawn = draw_map(communes_of("an-giang"), (), width=360, height=260)
    assert drawn.path.count("h0") == 102
    assert drawn.insets == drawn.labels == ()


def test_nothing_gives_an_empty_map() -> None:
    assert draw_map([], ()).path == ""
    assert draw_map([commune("phu-quoc-an-giang")], ()).path.count("h0") == 1
