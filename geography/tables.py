"""The tables of geography/data read into rows: no database here."""

from __future__ import annotations

import csv
import dataclasses
import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geography.enums import UnitKind, UnitLevel
from geography.folding import fold_words

DATA = Path(__file__).parent / "data"
UNRECORDED = datetime.date(1900, 1, 1)
REFORM = datetime.date(2025, 7, 1)
"""The day the districts ended and 34 provinces with 3,321 communes began (NQ 202/2025/QH15)."""

_LEVELS = {2: UnitLevel.PROVINCE, 3: UnitLevel.DISTRICT, 5: UnitLevel.COMMUNE}


@dataclass(frozen=True)
class UnitRow:
    """One unit as the tables have it; `province` is the code of the province it lies in, its own for a province."""

    code: str
    level: UnitLevel
    kind: str
    name: str
    parent: str
    province: str
    latitude: float
    longitude: float
    valid_from: datetime.date
    valid_until: datetime.date | None
    slug: str = ""

    @property
    def key(self) -> tuple[str, datetime.date]:
        """What tells two units apart: an official code is used again after the reform."""
        return self.code, self.valid_from


@dataclass(frozen=True)
class AmendmentRow:
    """A change of kind or name alone, from a day, by a decision."""

    day: datetime.date
    code: str
    kind: str
    name: str
    source: str


@cache
def unit_rows() -> tuple[UnitRow, ...]:
    """Every unit of both times with its slug, parents before children, before the amendments."""
    return tuple(_with_slugs(_legacy_rows()) + _with_slugs(_rows("units_2025.tsv", REFORM, None)))


@cache
def succession_rows() -> tuple[tuple[str, str, bool], ...]:
    """(code before, code after, whether it holds the centre) for every unit that became another on 1 July 2025."""
    return tuple((row["old"], row["new"], row["main"] == "1") for row in _lines("successions.tsv"))


@cache
def other_name_rows() -> tuple[tuple[str, str, str], ...]:
    """(code, kind or nothing, folded name) of names in use that are in no list."""
    return tuple((row["code"], row["kind"], row["folded_name"]) for row in _lines("other_names.tsv"))


@cache
def amendment_rows() -> tuple[AmendmentRow, ...]:
    """The changes since the reform, oldest first."""
    rows = (
        AmendmentRow(datetime.date.fromisoformat(row["day"]), row["code"], row["kind"], row["name"], row["source"])
        for row in _lines("amendments_2026.tsv")
    )
    return tuple(sorted(rows, key=lambda row: (row.day, row.code)))


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _legacy_rows() -> list[UnitRow]:
    return _rows("units_legacy.tsv", UNRECORDED, REFORM)


def _rows(name: str, valid_from: datetime.date, valid_until: datetime.date | None) -> list[UnitRow]:
    province_of: dict[str, str] = {}
    rows = []
    for line in _lines(name):
        code, parent = line["code"], line["parent"]
        province_of[code] = province_of.get(parent, code)
        rows.append(
            UnitRow(
                code=code,
                level=_LEVELS[len(code)],
                kind=line["kind"],
                name=line["name"],
                parent=parent,
                province=province_of[code],
                latitude=float(line["lat"]),
                longitude=float(line["lon"]),
                valid_from=valid_from,
                valid_until=valid_until,
            )
        )
    return rows


def _with_slugs(rows: list[UnitRow]) -> list[UnitRow]:
    """Name and parent ("duc-linh-lam-dong"), the kind in front where two would be the same, then the code behind."""
    slugs: dict[str, str] = {}
    done = []
    for level in (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE):
        of_level = [row for row in rows if row.level == level]
        named = {row.code: _join(row.name, slugs.get(row.parent, "")) for row in of_level}
        named = _tell_apart(of_level, named, lambda row, slug: _join(UnitKind(row.kind).label, slug))
        slugs |= _tell_apart(of_level, named, lambda row, slug: f"{slug}-{row.code}")
        done += [dataclasses.replace(row, slug=slugs[row.code]) for row in of_level]
    return done


def _join(name: str, parent_slug: str) -> str:
    slug = fold_words(name).replace(" ", "-")
    return f"{slug}-{parent_slug}" if parent_slug else slug


def _tell_apart(
    rows: Iterable[UnitRow], slugs: dict[str, str], longer: Callable[[UnitRow, str], str]
) -> dict[str, str]:
    count = Counter(slugs.values())
    return {row.code: longer(row, slugs[row.code]) if count[slugs[row.code]] > 1 else slugs[row.code] for row in rows}
