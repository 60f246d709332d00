"""From a place as it was written to the commune and province in force."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from config.demo.facts import WrittenPlace
from geography.enums import UnitKind
from geography.folding import fold_words, tidy_name
from geography.models import Succession, Unit
from geography.querysets import UnitQuerySet

_KINDS = tuple(fold_words(kind.label) for kind in UnitKind if kind != UnitKind.MUNICIPALITY)


class UnknownProvinceError(LookupError):
    """A province that is in no list of units, old or new: load_units has not been run."""


class FoundPlace(NamedTuple):
    """A commune in force if it is known, its province, and the old unit as people still write it."""

    commune: Unit | None
    province: Unit
    former_unit: Unit | None

    @property
    def label(self) -> str:
        """The name of the smallest unit that is known: the commune of today, the old district, the province."""
        return (self.commune or self.former_unit or self.province).name


def find_place(place: WrittenPlace, *, on: datetime.date) -> FoundPlace:
    """The units of a place written with old names, new ones or both. Raises UnknownProvinceError.

    Where the commune is unknown, the old district stands in.
    """
    provinces = _named(place.province, Unit.objects.provinces())
    if not provinces:
        raise UnknownProvinceError(place.province)
    province = _today(min(provinces, key=lambda unit: unit.valid_from), on)
    districts = _named(place.district, Unit.objects.districts().filter(parent__in=provinces))
    commune = None
    if districts:
        commune = _one(_named(place.commune, Unit.objects.communes().filter(parent__in=districts[:1])))
        # A commune may have moved to a new district before districts ended ("thị trấn Chũ, Lục Ngạn").
        commune = commune or _one(_named(place.commune, Unit.objects.communes().filter(parent__parent__in=provinces)))
    commune = commune or _one(_named(place.commune, Unit.objects.communes().in_force(on).filter(parent=province)))
    if commune is None:
        return FoundPlace(None, province, districts[0] if districts else None)
    if commune.is_in_force(on):
        return FoundPlace(commune, province, None)
    return FoundPlace(_today(commune, on), province, commune)


def _today(unit: Unit, on: datetime.date) -> Unit:
    """The unit itself while it exists, then the one that holds its centre."""
    if unit.is_in_force(on):
        return unit
    return Succession.objects.select_related("successor").get(predecessor=unit, is_main=True).successor


def _one(units: list[Unit]) -> Unit | None:
    return units[0] if len(units) == 1 else None


def _named(name: str, units: UnitQuerySet) -> list[Unit]:
    """The units of that name, or those that took it over; of several the ones of the same kind or spelling."""
    if not name:
        return []
    bare = _bare(name)
    found = list(units.filter(folded_name=bare)) or list(units.filter(other_names__folded_name=bare).distinct())
    same_kind = [unit for unit in found if fold_words(name) == fold_words(unit.full_name)] or found
    same_spelling = [unit for unit in same_kind if tidy_name(name).lower().endswith(tidy_name(unit.name).lower())]
    return same_spelling or same_kind


def _bare(name: str) -> str:
    """A folded name without its kind: "Thị trấn Võ Xu" gives "vo xu"."""
    folded = fold_words(name)
    for kind in _KINDS:
        if folded.startswith(f"{kind} "):
            return folded.removeprefix(f"{kind} ")
    return folded
