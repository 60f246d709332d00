"""The units that the mentions of an address may mean, and what each lies in, in a handful of queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from geography.addresses.mentions import Mention
from geography.enums import UnitKind, UnitLevel
from geography.models import FormerName, OtherName, Succession, Unit, successors_of

MAX_COMMUNES = 80
_WITH_PARENTS = ("parent", "parent__parent")


@dataclass(frozen=True)
class Hit:
    """A unit that a mention may mean; `is_other_name` when the name is not the unit's own."""

    mention: Mention
    unit: Unit
    is_other_name: bool = False


@dataclass
class Lineage:
    """What a unit lies in or lay in, by id, and the units of the day it corresponds to, main first."""

    districts: set[int] = field(default_factory=set)
    provinces: set[int] = field(default_factory=set)
    now: list[Unit] = field(default_factory=list)


class Candidates:
    """All hits of one address by level, with their lineages on a day."""

    def __init__(self, mentions: Iterable[Mention], *, on: datetime.date, province: Unit | None = None) -> None:
        """Look everything up; `province`, old or of today, leaves out what lies elsewhere."""
        self.on = on
        self.province_map = _province_map()
        hits = [hit for hit in _hits(list(mentions)) if province is None or self._lies_in(hit.unit, province)]
        self.provinces = [hit for hit in hits if hit.unit.level == UnitLevel.PROVINCE]
        self.districts = [hit for hit in hits if hit.unit.level == UnitLevel.DISTRICT]
        named = {hit.unit.pk for hit in self.provinces + self.districts}
        communes = [hit for hit in hits if hit.unit.level == UnitLevel.COMMUNE]
        self.communes = sorted(communes, key=lambda hit: -self._promise(hit, named))[:MAX_COMMUNES]
        self.lineages = {hit.unit.pk: self._lineage(hit.unit) for hit in self.provinces + self.districts}
        self._add_communes()

    @property
    def all(self) -> list[Hit]:
        """Hits of every level."""
        return self.communes + self.districts + self.provinces

    def province_ids(self, unit: Unit) -> set[int]:
        """The province of a unit, with what it became or came from."""
        province = unit.province
        return {province.pk, *(other.pk for other in self.province_map[province.pk])}

    def add_district_now(self, units: Iterable[Unit]) -> None:
        """Fill the lineages of districts with the communes they became: one query for all of a time gone by."""
        districts = list(units)
        ended = [unit for unit in districts if unit.valid_until is not None and unit.valid_until <= self.on]
        after = successors_of(ended) if ended else {}
        for unit in districts:
            self.lineages[unit.pk].now = after[unit.pk] if unit.pk in after else unit.became(on=self.on)

    def _lies_in(self, unit: Unit, province: Unit) -> bool:
        return unit.province.pk in {province.pk, *(other.pk for other in self.province_map[province.pk])}

    def _promise(self, hit: Hit, named: set[int]) -> int:
        own = hit.unit.parent_id in named
        return 4 * own + 2 * bool(self.province_ids(hit.unit) & named) + bool(hit.mention.kinds) + hit.mention.is_whole

    def _lineage(self, unit: Unit) -> Lineage:
        now = [unit] if unit.is_in_force(self.on) else []
        if unit.level == UnitLevel.PROVINCE and not now:
            now = self.province_map[unit.pk]
        districts = {unit.parent_id} if unit.level == UnitLevel.COMMUNE and unit.parent_id else set()
        return Lineage(districts=districts, provinces=self.province_ids(unit), now=now)

    def _add_communes(self) -> None:
        ids = {hit.unit.pk for hit in self.communes}
        for hit in self.communes:
            self.lineages[hit.unit.pk] = self._lineage(hit.unit)
        links = Succession.objects.filter(predecessor__in=ids) | Succession.objects.filter(successor__in=ids)
        relations = ("successor__parent", "predecessor__parent__parent")
        for link in links.select_related(*relations).order_by("-is_main", "pk"):
            old, new = link.predecessor, link.successor
            if old.pk in ids and not old.is_in_force(self.on):
                self.lineages[old.pk].now.append(new)
            if new.pk in ids:
                lineage = self.lineages[new.pk]
                district = old.parent if old.level == UnitLevel.COMMUNE else old
                lineage.districts |= {district.pk} if district else set()
                lineage.provinces.add(old.province.pk)
                if not new.is_in_force(self.on):
                    lineage.now.append(old)


def _province_map() -> dict[int, list[Unit]]:
    """Old province → the one of today, and the other way round."""
    found: dict[int, list[Unit]] = defaultdict(list)
    links = Succession.objects.filter(predecessor__level=UnitLevel.PROVINCE)
    for link in links.select_related("predecessor", "successor"):
        found[link.predecessor_id].append(link.successor)
        found[link.successor_id].append(link.predecessor)
    return found


def _hits(mentions: list[Mention]) -> list[Hit]:
    by_name = defaultdict(list)
    for mention in mentions:
        by_name[mention.folded].append(mention)
    names = list(by_name)
    found: dict[tuple[Mention, int], Hit] = {}
    for unit in Unit.objects.filter(folded_name__in=names).select_related(*_WITH_PARENTS):
        for mention in by_name[unit.folded_name]:
            found[mention, unit.pk] = Hit(mention, unit)
    relations = [f"unit__{relation}" for relation in ("parent__parent",)]
    for model in (FormerName, OtherName):
        for row in model.objects.filter(folded_name__in=names).select_related(*relations):
            for mention in by_name[row.folded_name]:
                found.setdefault((mention, row.unit_id), Hit(mention, row.unit, is_other_name=row.kind != ""))
    return [hit for hit in found.values() if _may_be(hit)]


_LEVEL_KINDS = {
    UnitLevel.DISTRICT: {UnitKind.PROVINCIAL_CITY, UnitKind.TOWN, UnitKind.URBAN_DISTRICT, UnitKind.RURAL_DISTRICT},
    UnitLevel.COMMUNE: {UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE},
}


def _may_be(hit: Hit) -> bool:
    """A kind written beside the name rules out units of other levels; "TP. Vĩnh Long" is not the province."""
    kinds, unit = hit.mention.kinds, hit.unit
    if unit.level == UnitLevel.PROVINCE:
        return not kinds or unit.kind in kinds or UnitKind.PROVINCE in kinds
    return not kinds or bool(kinds & _LEVEL_KINDS[UnitLevel(unit.level)])
