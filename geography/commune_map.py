"""Vietnam, or one province, drawn by its communes: one dot each where its centre lies."""

from __future__ import annotations

import dataclasses
import datetime
import math
import statistics
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from geography.distance import distance_km
from geography.enums import UnitKind
from geography.models import Unit

COUNTRY_WIDTH = 480
_MARGIN = 8.0
_ARCHIPELAGOS = {"Hoàng Sa", "Trường Sa"}
# An island zone this many times further from the middle than nine tenths of the communes is drawn in a box of its own.
_FAR_AWAY = 3.0
_INSET = 0.24


@dataclass(frozen=True)
class Dot:
    """One commune on the map, in SVG units."""

    unit: Unit
    x: float
    y: float


@dataclass(frozen=True)
class Label:
    """A name on the map; `anchor` as in SVG's text-anchor."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Inset:
    """The box around islands drawn nearer than they are."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class CommuneMap:
    """A map ready for a template.

    `path` has every commune as a zero-length stroke (give it a round cap and `dot` as its width); `lit` are those to
    draw over it with links; `labels` and `insets` are the archipelagos'. Width and height are the viewBox.
    """

    path: str
    lit: tuple[Dot, ...]
    labels: tuple[Label, ...]
    insets: tuple[Inset, ...]
    width: float
    height: float
    dot: float


@dataclass(frozen=True)
class _Frame:
    """How degrees become SVG units: equirectangular, true at the frame's middle latitude."""

    west: float
    north: float
    across: float
    down: float
    left: float = _MARGIN
    top: float = _MARGIN

    def place(self, unit: Unit) -> tuple[float, float]:
        latitude, longitude = unit.centre or (0.0, 0.0)
        x = self.left + (longitude - self.west) * self.across
        return round(x, 1), round(self.top + (self.north - latitude) * self.down, 1)


def draw_map(
    units: Iterable[Unit], lit_ids: Collection[int], *, width: float = COUNTRY_WIDTH, height: float | None = None
) -> CommuneMap:
    """Draw communes (with `parent` selected) within a width and, if given, a height, in SVG units."""
    placed = [unit for unit in units if unit.centre is not None]
    if not placed:
        return CommuneMap("", (), (), (), width, height or width, 2.0)
    near, far = _near_and_far(placed)
    room = width * (1 - _INSET) if far else width
    frame, used_height = _fit(near, room, height)
    dots = [Dot(unit, *frame.place(unit)) for unit in near]
    insets = _insets(far, width, used_height)
    dots += [Dot(unit, _middle(box.x, box.width), _middle(box.y, box.height)) for unit, box in insets]
    labels = [_label(dot, width) for dot in dots[: len(near)] if _is_archipelago(dot.unit)]
    labels += [_inset_label(unit, box) for unit, box in insets]
    return CommuneMap(
        path=write_path(dots),
        lit=tuple(dot for dot in dots if dot.unit.pk in lit_ids),
        labels=tuple(labels),
        insets=tuple(box for _, box in insets),
        width=width,
        height=used_height,
        dot=_dot_size(room, used_height, len(near)),
    )


_countries: dict[datetime.date, tuple[CommuneMap, _Frame]] = {}


def draw_country(lit_ids: Collection[int], *, on: datetime.date) -> CommuneMap:
    """The map of the country on a day; its dots are drawn once a day in each process, the lit ones each time."""
    known = _countries.get(on)
    if known is None:
        units = list(Unit.objects.communes().in_force(on).select_related("parent"))
        drawn = draw_map(units, ())
        if not units:
            return drawn
        known = drawn, _fit(units, COUNTRY_WIDTH, None)[0]
        _countries.clear()
        _countries[on] = known
    drawn, frame = known
    lit = Unit.objects.communes().in_force(on).filter(pk__in=lit_ids).select_related("parent")
    dots = (Dot(unit, *frame.place(unit)) for unit in lit if unit.centre is not None)
    return dataclasses.replace(drawn, lit=tuple(dots))


def _near_and_far(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    middle = (
        statistics.median(unit.centre[0] for unit in units if unit.centre),
        statistics.median(unit.centre[1] for unit in units if unit.centre),
    )
    away = {unit.pk: distance_km(middle, unit.centre) for unit in units if unit.centre}
    limit = _FAR_AWAY * sorted(away.values())[int(len(away) * 0.9) - 1 if len(away) > 1 else 0]
    far = [unit for unit in units if unit.kind == UnitKind.SPECIAL_ZONE and away[unit.pk] > limit]
    far_ids = {unit.pk for unit in far}
    return [unit for unit in units if unit.pk not in far_ids] or list(units), far


def _fit(units: Sequence[Unit], width: float, height: float | None) -> tuple[_Frame, float]:
    latitudes = [unit.centre[0] for unit in units if unit.centre]
    longitudes = [unit.centre[1] for unit in units if unit.centre]
    south, north, west, east = min(latitudes), max(latitudes), min(longitudes), max(longitudes)
    narrowing = math.cos(math.radians((south + north) / 2))
    across, down = max((east - west) * narrowing, 0.01), max(north - south, 0.01)
    scale = (width - 2 * _MARGIN) / across
    if height is not None:
        scale = min(scale, (height - 2 * _MARGIN) / down)
    used_height = height if height is not None else round(down * scale + 2 * _MARGIN, 1)
    left, top = (width - across * scale) / 2, (used_height - down * scale) / 2
    return _Frame(west, north, scale * narrowing, scale, left, top), used_height


def _insets(far: Sequence[Unit], width: float, height: float) -> list[tuple[Unit, Inset]]:
    side = round(min(width * _INSET - 2 * _MARGIN, (height - 2 * _MARGIN) / max(len(far), 1) - 2 * _MARGIN), 1)
    ordered = sorted(far, key=lambda unit: -(unit.latitude or 0))
    x = round(width - side - _MARGIN, 1)
    return [
        (unit, Inset(x, round(_MARGIN + row * (side + 2 * _MARGIN), 1), side, round(side * 0.8, 1)))
        for row, unit in enumerate(ordered)
    ]


def _middle(start: float, length: float) -> float:
    return round(start + length / 2, 1)


def _is_archipelago(unit: Unit) -> bool:
    return unit.kind == UnitKind.SPECIAL_ZONE and unit.name in _ARCHIPELAGOS


def _caption(unit: Unit) -> str:
    return f"{unit.name} ({unit.province.name})"


def _label(dot: Dot, width: float) -> Label:
    """Beside the dot, on the side where there is room: the archipelagos lie in the east."""
    if dot.x > width / 2:
        return Label(_caption(dot.unit), round(dot.x - 6, 1), round(dot.y + 3.5, 1), "end")
    return Label(_caption(dot.unit), round(dot.x + 6, 1), round(dot.y + 3.5, 1), "start")


def _inset_label(unit: Unit, box: Inset) -> Label:
    return Label(unit.name, _middle(box.x, box.width), round(box.y + box.height - 6, 1), "middle")


def write_path(dots: Iterable[Dot]) -> str:
    """SVG's path of every dot once, as a zero-length stroke.

    From the north down, each relative to the last: a third shorter than absolute positions.
    """
    points = sorted({(round(dot.y * 10), round(dot.x * 10)) for dot in dots})
    steps = []
    y_before = x_before = 0
    for y, x in points:
        steps.append(f"m{_tenths(x - x_before)} {_tenths(y - y_before)}h0".replace(" -", "-"))
        y_before, x_before = y, x
    return "".join(steps)


def _tenths(number: int) -> str:
    return f"{number / 10:g}".replace("0.", ".", 1) if abs(number) < 10 and number else f"{number / 10:g}"


def _dot_size(width: float, height: float, count: int) -> float:
    """The width of a stroke whose dots touch only where communes are densest: 3.2 for the country at 480."""
    return round(min(6.0, max(3.2, 0.3 * math.sqrt(width * height / max(count, 1)))), 1)
