"""Which certificates a demo product gets: the recorded ones, and for most that have run out an illustrative renewal."""

from __future__ import annotations

import datetime
from decimal import Decimal

from catalog.enums import DatePrecision, IssuingLevel
from catalog.operations import Recognition
from config.demo.facts import DemoProduct, RecordedRecognition

NEW_AUTHORITY = datetime.date(2025, 7, 6)  # QĐ 1489/QĐ-TTg: provinces recognise three stars too
NEW_MINISTRY = datetime.date(2025, 3, 1)  # the ministries of agriculture and of environment became one


def planned_recognitions(product: DemoProduct, *, on: datetime.date) -> list[Recognition]:
    """The recognitions of a product in their order, so that most products are certified on a day."""
    recorded = [_recorded(recognition, product) for recognition in product.recognitions]
    latest = recorded[-1]
    if product.reading.expired_only or _is_in_force(latest, on):
        return recorded
    return [*recorded, _renewal(latest, product.key, on)]


def stars_in_force(product: DemoProduct, *, on: datetime.date) -> int:
    """The stars a product bears on a day by what is planned for it; 0 for none."""
    latest = planned_recognitions(product, on=on)[-1]
    return latest.stars if _is_in_force(latest, on) else 0


def _is_in_force(recognition: Recognition, on: datetime.date) -> bool:
    first, last = recognition.first_day, recognition.last_day
    return first is not None and last is not None and first <= on <= last


def _recorded(recorded: RecordedRecognition, product: DemoProduct) -> Recognition:
    level = IssuingLevel(recorded.level)
    return Recognition(
        stars=recorded.stars,
        score=Decimal(recorded.score) if recorded.score else None,
        decision_number=recorded.decision_number,
        issuing_level=level,
        issuing_authority=_authority(level, product, recorded.decided_on),
        valid_from=recorded.decided_on,
        precision=DatePrecision(recorded.precision or DatePrecision.DAY),
        source_url=recorded.source_url,
    )


def _renewal(latest: Recognition, key: int, on: datetime.date) -> Recognition:
    """From the day after the last one ended if that keeps it in force, else from some day of the last year."""
    if latest.last_day is not None:
        seamless = _illustrative(latest.stars, latest.last_day + datetime.timedelta(days=1))
        if _is_in_force(seamless, on):
            return seamless
    return _illustrative(latest.stars, on - datetime.timedelta(days=15 + key * 37 % 330))


def _illustrative(stars: int, starts: datetime.date) -> Recognition:
    return Recognition(stars=stars, issuing_level=_level(stars, starts), valid_from=starts, is_illustrative=True)


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
