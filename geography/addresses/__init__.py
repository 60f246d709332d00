"""Which unit a written address means, old or new, and how sure that is."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from geography.addresses.candidates import Candidates
from geography.addresses.mentions import find_mentions
from geography.addresses.scoring import Reading, Scorer
from geography.addresses.words import Words, cut_into_words
from geography.enums import UnitLevel
from geography.models import Unit

SURE = 0.8
"""From this confidence an address may be taken over without asking."""
LIKELY = 0.4
"""From this it may be proposed; below, it is one of several possibilities."""
LEAST = 0.05
MAX_RESOLUTIONS = 5


@dataclass(frozen=True)
class Resolution:
    """One place an address may mean.

    `unit` is the unit as written, old or in force; `units` are those of the day it corresponds to, main first;
    `confidence` is between 0 and 1; `street` is what was written before the units.
    """

    unit: Unit
    units: tuple[Unit, ...]
    confidence: float
    street: str

    @property
    def is_sure(self) -> bool:
        """Whether the answer may be taken over without asking."""
        return self.confidence >= SURE

    @property
    def commune(self) -> Unit | None:
        """The commune of the day; None when only a district or province is known."""
        is_known = self.unit.level == UnitLevel.COMMUNE or len(self.units) == 1
        return self.units[0] if is_known and self.units and self.units[0].level == UnitLevel.COMMUNE else None

    @property
    def province(self) -> Unit:
        """The province of the day."""
        return self.units[0].province if self.units else self.unit.province

    @property
    def former_unit(self) -> Unit | None:
        """The old commune or district as written; None when the address is already a new one."""
        is_former = self.unit not in self.units and self.unit.level != UnitLevel.PROVINCE
        return self.unit if is_former else None


def resolve_address(text: str, *, on: datetime.date, province: Unit | None = None) -> list[Resolution]:
    """The places an address may mean on a day, surest first; an empty list when it names no unit.

    `province`, old or of today, is one the caller knows from elsewhere: only places in it are answered.
    Never raises for odd text: too long, empty and meaningless ones simply name nothing.
    """
    words = cut_into_words(text)
    mentions = find_mentions(words)
    if not mentions:
        return []
    candidates = Candidates(mentions, on=on, province=province)
    readings = Scorer(words, mentions, candidates, is_province_given=province is not None).readings()
    likely = [(reading, confidence) for reading, confidence in readings if confidence >= LEAST]
    # A name that many places share is known, though nothing speaks for one of them: "Châu Thành".
    told = (likely or readings)[:MAX_RESOLUTIONS]
    districts = [reading.hit.unit for reading, _ in told if reading.hit.unit.level == UnitLevel.DISTRICT]
    candidates.add_district_now(districts)
    return [
        Resolution(
            unit=reading.hit.unit,
            units=tuple(candidates.lineages[reading.hit.unit.pk].now),
            confidence=round(confidence, 2),
            street=_street(words, reading),
        )
        for reading, confidence in told
    ]


def _street(words: Words, reading: Reading) -> str:
    first = min(mention.first for mention in reading.used)
    before = words.text[: words.items[first].offset] if first else ""
    parts = (" ".join(part.split()).strip(" .-–") for part in re.split(r"[,;()\n]", before))
    return ", ".join(part for part in parts if part)[:200]
