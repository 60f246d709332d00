"""Which certificates a demo product gets: the recorded ones, and for most that have run out an illustrative renewal."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from catalog.dates import months_later
from catalog.enums import DatePrecision, IssuingLevel
from config.demo.facts import DemoProduct, Recognition

TERM_MONTHS = 36  # of every certificate since 2019, whatever its stars
NEW_AUTHORITY = datetime.date(2025, 7, 6)  # QĐ 1489/QĐ-TTg: provinces recognise three stars too
NEW_MINISTRY = datetime.date(2025, 3, 1)  # the ministries of agriculture and of environment became one


@dataclass(frozen=True)
class PlannedCertificate:
    """A certificate as it is to be recorded; both days are in force, and both are None where no date is known."""

    stars: int
    score: str
    decision_number: str
    issuing_level: IssuingLevel
    issuing_authority: str
    valid_from: datetime.date | None
    valid_until: datetime.date | None
    precision: DatePrecision
    is_illustrative: bool
    source_url: str


def plan_certificates(product: DemoProduct, *, on: datetime.date) -> list[PlannedCertificate]:
    """The certificates of a product in their order, so that most are in force on a day."""
    recorded = [_recorded(recognition, product) for recognition in product.recognitions]
    latest = recorded[-1]
    is_in_force = latest.valid_from is not None and latest.valid_until is not None and on <= latest.valid_until
    if is_in_force or product.reading.expired_only:
        return recorded
    return [*recorded, _renewal(latest, product.key, on)]


def _recorded(recognition: Recognition, product: DemoProduct) -> PlannedCertificate:
    starts = recognition.decided_on
    level = IssuingLevel(recognition.level)
    return PlannedCertificate(
        stars=recognition.stars,
        score=recognition.score,
        decision_number=recognition.decision_number,
        issuing_level=level,
        issuing_authority=_authority(level, product, starts),
        valid_from=starts,
        valid_until=months_later(starts, TERM_MONTHS) if starts else None,
        precision=DatePrecision(recognition.precision or DatePrecision.DAY),
        is_illustrative=False,
        source_url=recognition.source_url,
    )


def _renewal(latest: PlannedCertificate, key: int, on: datetime.date) -> PlannedCertificate:
    """From the day after the last one ended if that keeps it in force, else from some day of the last year."""
    starts = on - datetime.timedelta(days=15 + key * 37 % 330)
    if latest.valid_until is not None:
        next_day = latest.valid_until + datetime.timedelta(days=1)
        if on <= months_later(next_day, TERM_MONTHS):
            starts = next_day
    return PlannedCertificate(
        stars=latest.stars,
        score="",
        decision_number="",
        issuing_level=_level(latest.stars, starts),
        issuing_authority="",
        valid_from=starts,
        valid_until=months_later(starts, TERM_MONTHS),
        precision=DatePrecision.DAY,
        is_illustrative=True,
        source_url="",
    )


def _level(stars: int, starts: datetime.date) -> IssuingLevel:
    if stars == 5:
        return IssuingLevel.MINISTRY
    return IssuingLevel.PROVINCE if stars == 4 or starts >= NEW_AUTHORITY else IssuingLevel.DISTRICT


def _authority(level: IssuingLevel, product: DemoProduct, starts: datetime.date | None) -> str:
    """Who decides at that level, by its name of the time; nothing where the source leaves it open."""
    if level == IssuingLevel.PROVINCE:
        return f"UBND tỉnh {product.place.province}"
    if level == IssuingLevel.DISTRICT:
        district = product.place.district
        return f"UBND {district[0].lower()}{district[1:]}" if district else ""
    if starts is None:
        return ""
    is_new = starts >= NEW_MINISTRY
    return "Bộ Nông nghiệp và Môi trường" if is_new else "Bộ Nông nghiệp và Phát triển nông thôn"
