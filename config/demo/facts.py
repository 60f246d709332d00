"""The rows of config/demo/data as typed records; data/README.md says what is fact and what is our own reading."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA_DIR = Path(__file__).parent / "data"


@dataclass(frozen=True)
class WrittenPlace:
    """A place as its source writes it; whatever the source leaves out is empty."""

    province: str
    district: str = ""
    commune: str = ""
    street: str = ""


@dataclass(frozen=True)
class RecordedRecognition:
    """One decision that gave a product its stars."""

    source_row: int
    stars: int
    score: str
    level: str
    decision_number: str
    decided_on: datetime.date | None
    precision: str
    source_url: str


@dataclass(frozen=True)
class Pack:
    """A pack as we imagine it: content in `content_unit`, weight in grams, price in đồng."""

    number: int
    pack: str
    pack_en: str
    content_quantity: int
    content_unit: str
    shipping_weight_grams: int
    price: int
    stock: int


@dataclass(frozen=True)
class Reading:
    """What no source says of a product and the demo adds."""

    name_en: str
    set_number: int
    vat_rate: int
    travel_limit_km: int | None
    shelf_life_days: int | None
    storage: str
    expired_only: bool
    description: str
    description_en: str


@dataclass(frozen=True)
class DemoProduct:
    """A real product with its maker, the recognitions on record, and our reading of it."""

    key: int
    name: str
    producer: str
    producer_kind: str
    place: WrittenPlace
    recognitions: tuple[RecordedRecognition, ...]
    reading: Reading
    packs: tuple[Pack, ...]

    @property
    def source_url(self) -> str:
        """Where the newest recognition was reported."""
        return self.recognitions[-1].source_url


@dataclass(frozen=True)
class Hours:
    """One stretch of opening on some ISO weekdays."""

    weekdays: range
    opens_at: datetime.time
    closes_at: datetime.time


@cache
def products() -> tuple[DemoProduct, ...]:
    """All products, by the number of their row in the source."""
    readings = {int(row["product"]): _reading(row) for row in _rows("illustrative.csv")}
    packs: dict[int, list[Pack]] = defaultdict(list)
    for row in _rows("packs.csv"):
        packs[int(row["product"])].append(_pack(row))
    facts: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in _rows("products.csv"):
        facts[int(row["product"])].append(row)
    return tuple(_product(key, facts[key], readings[key], packs[key]) for key in sorted(facts))


def rows_of(name: str) -> list[dict[str, str]]:
    """The plain rows of one file of data/, as text."""
    return list(_rows(name))


def place_of(row: dict[str, str], province: str) -> WrittenPlace:
    """The place columns of a row, the province's by its column name."""
    return WrittenPlace(row[province], row["district"], row["commune"], row.get("street", ""))


def parse_day(text: str) -> datetime.date | None:
    """A day as ISO text, or None for nothing."""
    return datetime.date.fromisoformat(text) if text else None


def parse_hours(text: str) -> list[Hours]:
    """Hours such as "1 14:00-19:30; 2-7 07:30-12:00 14:00-19:30": ISO weekdays, then the stretches of each."""
    found = []
    for part in filter(None, text.split("; ")):
        days, *stretches = part.split()
        first, _, last = days.partition("-")
        weekdays = range(int(first), int(last or first) + 1)
        for stretch in stretches:
            opens, closes = (datetime.time.fromisoformat(end) for end in stretch.split("-"))
            found.append(Hours(weekdays, opens, closes))
    return found


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA_DIR / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _product(key: int, rows: list[dict[str, str]], reading: Reading, packs: list[Pack]) -> DemoProduct:
    newest = rows[-1]
    return DemoProduct(
        key=key,
        name=newest["name"],
        producer=newest["producer"],
        producer_kind=newest["kind"],
        place=place_of(newest, "old_province"),
        recognitions=tuple(_recognition(row) for row in rows),
        reading=reading,
        packs=tuple(packs),
    )


def _recognition(row: dict[str, str]) -> RecordedRecognition:
    return RecordedRecognition(
        source_row=int(row["source_row"]),
        stars=int(row["stars"]),
        score=row["score"],
        level=row["level"],
        decision_number=row["decision_number"],
        decided_on=parse_day(row["decided_on"]),
        precision=row["precision"],
        source_url=row["source_url"],
    )


def _reading(row: dict[str, str]) -> Reading:
    return Reading(
        name_en=row["name_en"],
        set_number=int(row["set_number"]),
        vat_rate=int(row["vat_rate"]),
        travel_limit_km=int(row["travel_limit_km"]) if row["travel_limit_km"] else None,
        shelf_life_days=int(row["shelf_life_days"]) if row["shelf_life_days"] else None,
        storage=row["storage"],
        expired_only=row["expired_only"] == "yes",
        description=row["description"],
        description_en=row["description_en"],
    )


def _pack(row: dict[str, str]) -> Pack:
    return Pack(
        number=int(row["number"]),
        pack=row["pack"],
        pack_en=row["pack_en"],
        content_quantity=int(row["content_quantity"]),
        content_unit=row["content_unit"],
        shipping_weight_grams=int(row["shipping_weight_grams"]),
        price=int(row["price"]),
        stock=int(row["stock"]),
    )
