"""A few provinces alone, for tests and trials."""

from __future__ import annotations

from collections.abc import Callable

from geography.models import Unit
from geography.operations import LoadedUnits
from tests.geography.where import TODAY, commune, former, province


def test_one_province_comes_with_all_that_became_part_of_it(load_provinces: Callable[..., LoadedUnits]) -> None:
    load_provinces("an-giang")
    assert [unit.name for unit in Unit.objects.provinces().in_force(TODAY)] == ["An Giang"]
    assert Unit.objects.communes().in_force(TODAY).count() == 102
    assert former("province", "kien-giang").became(on=TODAY) == [province("an-giang")]
    assert commune("phu-quoc-an-giang").parent == province("an-giang")


def test_another_load_adds_the_rest(load_provinces: Callable[..., LoadedUnits]) -> None:
    load_provinces("an-giang")
    added = load_provinces("an-giang", "hue").added
    assert added > 0
    assert load_provinces("hue").added == 0
    assert Unit.objects.communes().in_force(TODAY).count() == 102 + 40
