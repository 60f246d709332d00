"""Filling the tables of administrative units from geography/data."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from geography.enums import UnitLevel
from geography.folding import fold_words
from geography.models import FormerName, OtherName, Succession, Unit
from geography.tables import (
    REFORM,
    UNRECORDED,
    AmendmentRow,
    UnitRow,
    amendment_rows,
    other_name_rows,
    succession_rows,
    unit_rows,
)

Key = tuple[str, datetime.date]
_COMPARED = ("level", "kind", "name", "slug", "folded_name", "parent_id", "latitude", "longitude", "valid_until")
_BATCH = 1000


class UnknownProvinceError(ValueError):
    """A slug that is no province of today."""


@dataclass(frozen=True)
class LoadedUnits:
    """How many rows a load wrote; all zero when the database already said the same."""

    added: int
    changed: int


@transaction.atomic
def load_units(*, provinces: Collection[str] = (), report: Callable[[str], object] = lambda line: None) -> LoadedUnits:
    """Fill units, successions and former names; a second run writes nothing.

    `provinces` are slugs of provinces in force ("an-giang"): only these, with all that became part of them.
    Units no longer in the tables stay, because addresses may point to them. Raises UnknownProvinceError.
    """
    rows = _chosen_rows(provinces)
    amendments = _amendments()
    known = {(unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
    ids: dict[Key, int] = {}
    added = changed = 0
    for level in (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE):
        units = [_as_unit(row, amendments, ids) for row in rows if row.level == level]
        new, altered = _write_units(units, known)
        ids |= {(unit.code, unit.valid_from): unit.pk for unit in units}
        report(f"{level.value}: {len(units)}, {new} new, {altered} changed")
        added, changed = added + new, changed + altered
    linked = _write_successions(ids) + _write_former_names(rows, amendments, ids) + _write_other_names(ids)
    report(f"successions, former and other names: {linked} new")
    if added or linked:
        _count_anew()
    return LoadedUnits(added + linked, changed)


def _count_anew() -> None:
    """Let PostgreSQL know how much there is now: until it has looked by itself, it reads whole tables in loops."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in (Unit, Succession, FormerName, OtherName):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _chosen_rows(provinces: Collection[str]) -> Sequence[UnitRow]:
    if not provinces:
        return unit_rows()
    slugs = {row.slug: row.code for row in unit_rows() if row.level == UnitLevel.PROVINCE and row.valid_from == REFORM}
    if unknown := sorted(set(provinces) - set(slugs)):
        raise UnknownProvinceError(", ".join(unknown))
    after = {slugs[slug] for slug in provinces}
    before = {old for old, new, _ in succession_rows() if len(old) == 2 and new in after}
    return [row for row in unit_rows() if row.province in (after if row.valid_from == REFORM else before)]


def _amendments() -> dict[Key, list[AmendmentRow]]:
    found = defaultdict(list)
    for row in amendment_rows():
        found[row.code, REFORM].append(row)
    return found


def _as_unit(row: UnitRow, amendments: dict[Key, list[AmendmentRow]], ids: dict[Key, int]) -> Unit:
    kind, name = row.kind, row.name
    if row.key in amendments:
        kind, name = amendments[row.key][-1].kind, amendments[row.key][-1].name
    return Unit(
        code=row.code,
        level=row.level,
        kind=kind,
        name=name,
        slug=row.slug,
        folded_name=fold_words(name),
        parent_id=ids[row.parent, row.valid_from] if row.parent else None,
        latitude=row.latitude,
        longitude=row.longitude,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _write_units(units: Iterable[Unit], known: dict[Key, Unit]) -> tuple[int, int]:
    new, altered = [], []
    for unit in units:
        old = known.get((unit.code, unit.valid_from))
        if old is None:
            new.append(unit)
            continue
        unit.pk = old.pk
        if any(getattr(unit, field) != getattr(old, field) for field in _COMPARED):
            altered.append(unit)
    Unit.objects.bulk_create(new, batch_size=_BATCH)
    Unit.objects.bulk_update(altered, [field.removesuffix("_id") for field in _COMPARED], batch_size=_BATCH)
    return len(new), len(altered)


def _write_successions(ids: dict[Key, int]) -> int:
    known = set(Succession.objects.values_list("predecessor_id", "successor_id"))
    new = [
        Succession(predecessor_id=ids[old, UNRECORDED], successor_id=ids[new, REFORM], is_main=is_main)
        for old, new, is_main in succession_rows()
        if (old, UNRECORDED) in ids and (ids[old, UNRECORDED], ids[new, REFORM]) not in known
    ]
    Succession.objects.bulk_create(new, batch_size=_BATCH)
    return len(new)


def _write_former_names(rows: Iterable[UnitRow], amendments: dict[Key, list[AmendmentRow]], ids: dict[Key, int]) -> int:
    known = set(FormerName.objects.values_list("unit_id", "until"))
    new = []
    for row in rows:
        kind, name = row.kind, row.name
        for amendment in amendments.get(row.key, ()):
            if (ids[row.key], amendment.day) not in known:
                new.append(
                    FormerName(
                        unit_id=ids[row.key],
                        kind=kind,
                        name=name,
                        folded_name=fold_words(name),
                        until=amendment.day,
                        source=amendment.source,
                    )
                )
            kind, name = amendment.kind, amendment.name
    FormerName.objects.bulk_create(new, batch_size=_BATCH)
    return len(new)


def _write_other_names(ids: dict[Key, int]) -> int:
    known = set(OtherName.objects.values_list("unit_id", "kind", "folded_name"))
    new = []
    for code, kind, folded_name in other_name_rows():
        # A commune merged before 2025 leads to the old unit; a province's short form to both, if its code still stands.
        days = (UNRECORDED, REFORM) if len(code) == 2 else (UNRECORDED,)
        units = [ids[code, day] for day in days if (code, day) in ids]
        new += [
            OtherName(unit_id=unit, kind=kind, folded_name=folded_name)
            for unit in units
            if (unit, kind, folded_name) not in known
        ]
    OtherName.objects.bulk_create(new, batch_size=_BATCH)
    return len(new)
