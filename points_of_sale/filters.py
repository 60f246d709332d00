"""What a visitor asks of the list of outlets, read from the address; a kind or province we do not know is not asked."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.http import QueryDict

from geography.addresses import LIKELY, Resolution, resolve_address
from geography.enums import UnitLevel
from geography.models import Unit
from points_of_sale.enums import OutletKind
from points_of_sale.models import Outlet
from points_of_sale.querysets import OutletQuerySet

MAX_TEXT_LENGTH = 100
MAX_PLACES = 3


@dataclass(frozen=True)
class OutletFilters:
    """One search: a place in words, a province's slug, a kind. Empty fields ask nothing."""

    place: str = ""
    province: str = ""
    kind: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> OutletFilters:
        """Read `?noi=&tinh=&loai=`."""
        kind = query.get("loai", "")
        return cls(
            place=" ".join(query.get("noi", "").split())[:MAX_TEXT_LENGTH],
            province=query.get("tinh", "")[:MAX_TEXT_LENGTH],
            kind=kind if kind in OutletKind.values else "",
        )

    @property
    def ask_nothing(self) -> bool:
        """Whether this is the whole list."""
        return self == OutletFilters()


@dataclass(frozen=True)
class Option:
    """One choice of a filter, with how many outlets it has."""

    value: str
    words: str
    count: int


class OutletSearch:
    """The outlets a visitor asks for on a day, and what else could be asked.

    Producers' premises are many and no shops: they are listed only when their kind is asked for.
    """

    def __init__(self, filters: OutletFilters, on: datetime.date) -> None:
        """`on` is the day whose units count."""
        self.filters = filters
        self.on = on

    @cached_property
    def outlets(self) -> OutletQuerySet:
        """What was asked for, by name."""
        outlets = Outlet.objects.listed()
        outlets = outlets.of_kind(self.filters.kind) if self.filters.kind else outlets.for_visitors()
        if self.filters.place:
            outlets = self._at_places(outlets)
        if self.province is not None:
            outlets = outlets.in_province(self.province)
        return outlets.order_by("name", "pk")

    @cached_property
    def province(self) -> Unit | None:
        """The province asked for, if it is one."""
        slug = self.filters.province
        return Unit.objects.provinces().in_force(self.on).filter(slug=slug).first() if slug else None

    @cached_property
    def _meanings(self) -> list[Resolution]:
        if not self.filters.place:
            return []
        return resolve_address(self.filters.place, on=self.on, province=self.province)

    @cached_property
    def places(self) -> list[Unit]:
        """The units, old or of today, that the words may mean, surest first; none when they name no place."""
        likely = [place.unit for place in self._meanings if place.confidence >= LIKELY]
        return likely[:MAX_PLACES] or [place.unit for place in self._meanings[:MAX_PLACES]]

    @property
    def is_place_ambiguous(self) -> bool:
        """Whether the words name more places than are searched, so that a province has to be chosen."""
        return len(self._meanings) > MAX_PLACES and self._meanings[0].confidence < LIKELY

    @property
    def is_place_unknown(self) -> bool:
        """Whether a place was asked for by words that name none."""
        return bool(self.filters.place) and not self.places

    @cached_property
    def provinces(self) -> list[Option]:
        """The provinces that have outlets of the kind asked for, by name."""
        asked = self.filters.kind
        counts: Counter[tuple[str, str]] = Counter()
        for slug, name, kind, count in self._counts:
            if kind == asked or (not asked and kind != OutletKind.PREMISES):
                counts[slug, name] += count
        return [Option(slug, name, count) for (slug, name), count in counts.items()]

    @cached_property
    def kinds(self) -> list[Option]:
        """The kinds of which there are outlets, premises last; counted over all provinces."""
        counts: Counter[str] = Counter()
        for _slug, _name, kind, count in self._counts:
            counts[kind] += count
        options = [Option(kind.value, str(kind.label), counts[kind.value]) for kind in OutletKind if counts[kind.value]]
        return sorted(options, key=lambda option: option.value == OutletKind.PREMISES)

    @cached_property
    def premises_count(self) -> int:
        """How many producers' premises there are, which the list leaves out unless they are asked for."""
        return sum(option.count for option in self.kinds if option.value == OutletKind.PREMISES)

    @cached_property
    def _counts(self) -> list[tuple[str, str, str, int]]:
        rows = Outlet.objects.listed().order_by("province__folded_name")
        return list(rows.values_list("province__slug", "province__name", "kind").annotate(count=Count("pk")))

    def _at_places(self, outlets: OutletQuerySet) -> OutletQuerySet:
        found = outlets.none()
        for unit in self.places:
            found |= self._at(outlets, unit)
        return found

    def _at(self, outlets: OutletQuerySet, unit: Unit) -> OutletQuerySet:
        if not unit.is_in_force(self.on):
            return outlets.in_former_unit(unit)
        return outlets.in_province(unit) if unit.level == UnitLevel.PROVINCE else outlets.in_commune(unit)
