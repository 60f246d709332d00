"""Finding a commune of today by any name people know: its own, an old commune's or an old district's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q

from geography.addresses.words import KIND_WORDS, cut_into_words
from geography.enums import UnitLevel
from geography.folding import fold_words
from geography.models import Succession, Unit
from geography.querysets import UnitQuerySet

_LONGEST_QUERY = 100
_MOST_UNITS = 300


@dataclass(frozen=True)
class CommuneFound:
    """A commune in force; `former` is the old unit whose name matched, None when its own did."""

    commune: Unit
    former: Unit | None = None


@dataclass(frozen=True)
class _Match:
    unit: Unit
    rank: int


def search_communes(
    text: str, *, on: datetime.date, province: Unit | None = None, limit: int = 20
) -> list[CommuneFound]:
    """Communes in force on a day whose name, or an old commune's or district's, begins with the text; best first.

    Further words narrow by what the unit lies in ("vo xu duc linh", "tan an long an"); accents do not matter.
    """
    cut = cut_into_words(text[:_LONGEST_QUERY])
    words = [word.folded for word in cut.items]
    without_kind = words[cut.phrase_at(0, KIND_WORDS)[0] :]
    units = _inside(province)
    matches = _matches(units, words)
    if not matches and without_kind != words:
        matches = _matches(units, without_kind)
    if words and not any(match.rank == 0 for match in matches):
        # The name of a commune or district merged before 2025.
        merged = units.filter(other_names__folded_name__in=[" ".join(words), " ".join(without_kind)]).distinct()
        matches += [_Match(unit, 0) for unit in merged[:limit]]
    matches.sort(key=lambda match: (match.rank, not match.unit.is_in_force(on), len(match.unit.name)))
    return _as_communes(matches, on, limit)


def _inside(province: Unit | None) -> UnitQuerySet:
    """Districts and communes, old and new: all, or those of a province and of what became part of it."""
    units = Unit.objects.exclude(level=UnitLevel.PROVINCE).select_related("parent__parent")
    if province is None:
        return units
    before = Succession.objects.filter(successor=province).values("predecessor")
    return units.filter(Q(parent=province) | Q(parent__in=before) | Q(parent__parent__in=before))


def _matches(units: UnitQuerySet, words: list[str]) -> list[_Match]:
    """Units that the words name; one letter alone names nothing."""
    whole = " ".join(words)
    if len(whole) < 2 and not whole.isdigit():
        return []
    starts = [" ".join(words[:length]) for length in range(1, min(len(words), 6) + 1)]
    found = units.filter(
        Q(folded_name__in=starts) | Q(folded_name__startswith=whole) | Q(folded_name__contains=f" {whole}")
    ).order_by("-valid_from", "folded_name", "pk")
    ranked = ((unit, _rank(unit, words)) for unit in found[:_MOST_UNITS])
    return [_Match(unit, rank) for unit, rank in ranked if rank is not None]


def _rank(unit: Unit, words: list[str]) -> int | None:
    """0 for the whole name, 1 for its beginning, 2 for a later word of it; None when the other words do not fit."""
    whole, name = " ".join(words), unit.folded_name
    if name == whole:
        return 0
    if name.startswith(whole):
        return 1
    if f" {whole}" in f" {name}":
        return 2
    rest = words[len(name.split()) :]
    around = " ".join(parent.folded_name for parent in (unit.parent, unit.province) if parent is not None)
    fits = all(any(word.startswith(part) for word in around.split()) for part in rest if part not in _KIND_PARTS)
    return 0 if fits and whole.startswith(f"{name} ") else None


_KIND_PARTS = {part for phrase in KIND_WORDS for part in fold_words(phrase).split()}


def _as_communes(matches: list[_Match], on: datetime.date, limit: int) -> list[CommuneFound]:
    heirs = _heirs([match.unit for match in matches if not match.unit.is_in_force(on)], on)
    found: dict[int, CommuneFound] = {}
    for match in matches:
        communes = [match.unit] if match.unit.is_in_force(on) else heirs.get(match.unit.pk, [])
        for commune in communes:
            former = None if commune == match.unit or _same_name(commune, match.unit) else match.unit
            found.setdefault(commune.pk, CommuneFound(commune, former))
    return list(found.values())[:limit]


def _same_name(commune: Unit, former: Unit) -> bool:
    return commune.name == former.name and former.level == UnitLevel.COMMUNE


def _heirs(units: list[Unit], on: datetime.date) -> dict[int, list[Unit]]:
    """The communes of a day that old communes and districts became, main first."""
    ids = {unit.pk for unit in units}
    links = Succession.objects.filter(Q(predecessor__in=ids) | Q(predecessor__parent__in=ids)).exclude(
        successor__level=UnitLevel.PROVINCE
    )
    found: dict[int, list[Unit]] = {}
    for link in links.select_related("successor__parent", "predecessor").order_by("-is_main", "successor__code"):
        for key in {link.predecessor_id, link.predecessor.parent_id} & ids:
            heirs = found.setdefault(key or 0, [])
            if link.successor not in heirs and link.successor.is_in_force(on):
                heirs.append(link.successor)
    return found
