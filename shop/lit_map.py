"""The commune map with its golden dots: which communes have stars, and what a dot says and leads to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import ngettext

from geography.commune_map import CommuneMap, Dot, draw_country, draw_map
from geography.models import Unit

PROVINCE_WIDTH = 320
PROVINCE_HEIGHT = 300


class LitDot(NamedTuple):
    """A golden dot, where it leads and what it says."""

    x: float
    y: float
    address: str
    words: str


@dataclass(frozen=True)
class LitMap:
    """A drawn map and its golden dots."""

    drawn: CommuneMap
    dots: tuple[LitDot, ...]

    @property
    def radius(self) -> float:
        """Of a golden dot, in SVG units: clearly larger than a plain one."""
        return round(max(4.8, self.drawn.dot * 0.9), 1)


def light_country(products_by_commune: Mapping[int, int], *, on: datetime.date) -> LitMap:
    """The map of the country with the communes (by pk) that have products with stars."""
    return _light(draw_country(products_by_commune.keys(), on=on), products_by_commune)


def light_province(province: Unit, products_by_commune: Mapping[int, int], *, on: datetime.date) -> LitMap:
    """The map of one province."""
    communes = Unit.objects.communes().in_force(on).filter(parent=province).select_related("parent")
    drawn = draw_map(communes, products_by_commune.keys(), width=PROVINCE_WIDTH, height=PROVINCE_HEIGHT)
    return _light(drawn, products_by_commune)


def _light(drawn: CommuneMap, products_by_commune: Mapping[int, int]) -> LitMap:
    return LitMap(drawn, tuple(_dot(dot, products_by_commune[dot.unit.pk]) for dot in drawn.lit))


def _dot(dot: Dot, products: int) -> LitDot:
    counted = ngettext("%(count)d product", "%(count)d products", products) % {"count": products}
    return LitDot(
        dot.x, dot.y, dot.unit.get_absolute_url(), f"{dot.unit.full_name}, {dot.unit.province.name}: {counted}"
    )
