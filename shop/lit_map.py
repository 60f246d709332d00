"""The commune map with its golden dots: which communes have stars, and what a dot says and leads to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from geography.commune_map import CommuneMap, Dot, draw_country, draw_map, write_path
from geography.models import Unit

_DOT = '<a href="{0}" tabindex="-1"><circle cx="{2}" cy="{3}" r="{4}"><title>{1}</title></circle></a>'
PROVINCE_WIDTH = 320
PROVINCE_HEIGHT = 300
# More golden dots than this lie one on another: no finger finds one of them, so they are one stroke without links.
MAX_LINKED = 300


@dataclass(frozen=True)
class LitMap:
    """A drawn map and its golden dots: `links` to the communes as SVG, or `path`, a stroke, where they are many."""

    drawn: CommuneMap
    links: SafeString | str = ""
    path: str = ""

    @property
    def radius(self) -> float:
        """Of a golden dot, in SVG units: clearly larger than a plain one."""
        return _radius(self.drawn)

    @property
    def width(self) -> float:
        """Of the stroke of `path`, in SVG units."""
        return 2 * self.radius


def light_country(products_by_commune: Mapping[int, int], *, on: datetime.date) -> LitMap:
    """The map of the country with the communes (by pk) that have products with stars."""
    return _light(draw_country(products_by_commune.keys(), on=on), products_by_commune)


def light_province(province: Unit, products_by_commune: Mapping[int, int], *, on: datetime.date) -> LitMap:
    """The map of one province."""
    communes = Unit.objects.communes().in_force(on).filter(parent=province).select_related("parent")
    drawn = draw_map(communes, products_by_commune.keys(), width=PROVINCE_WIDTH, height=PROVINCE_HEIGHT)
    return _light(drawn, products_by_commune)


def _light(drawn: CommuneMap, products_by_commune: Mapping[int, int]) -> LitMap:
    if len(drawn.lit) > MAX_LINKED:
        return LitMap(drawn, path=write_path(drawn.lit))
    dots = (_link(dot, products_by_commune[dot.unit.pk]) for dot in drawn.lit)
    return LitMap(drawn, format_html_join("", _DOT, ((*dot, _radius(drawn)) for dot in dots)))


def _radius(drawn: CommuneMap) -> float:
    return round(max(4.8, drawn.dot * 0.9), 1)


def _link(dot: Dot, products: int) -> tuple[str, str, float, float]:
    """Where a golden dot leads, what it says, and where it lies."""
    counted = ngettext("%(count)d product", "%(count)d products", products) % {"count": products}
    words = f"{dot.unit.full_name}, {dot.unit.province.name}: {counted}"
    return dot.unit.get_absolute_url(), words, dot.x, dot.y
