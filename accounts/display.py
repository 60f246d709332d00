"""How money, days and phone numbers are written on every page, in both languages."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

NO_BREAK_SPACE = "\xa0"
COUNTRY_CODE = "+84"
# Numbers of Hà Nội and Thành phố Hồ Chí Minh have a two-digit area code after the zero, all other landlines three.
SHORT_AREA_CODES = ("024", "028")


def money(amount: int | None) -> str:
    """Whole đồng as `125.000 ₫`; nothing for None."""
    return "" if amount is None else f"{whole_number(amount)}{NO_BREAK_SPACE}₫"


def whole_number(number: int | None) -> str:
    """A count with dots between the thousands: `3.321`."""
    if number is None:
        return ""
    return f"{number:,}".replace(",", ".")


def quantity(amount: Decimal | float | None) -> str:
    """A number without needless zeros, with the decimal comma of Vietnamese: `1,5`."""
    return "" if amount is None else f"{amount:.3f}".rstrip("0").rstrip(".").replace(".", ",")


def day(value: datetime.date | datetime.datetime | None) -> str:
    """A day as `21/11/2026`, in local time; nothing for None."""
    if value is None:
        return ""
    return f"{_local(value):%d/%m/%Y}"


def moment(value: datetime.datetime | None) -> str:
    """A moment as `21/11/2026 14:05`, in local time; nothing for None."""
    if value is None:
        return ""
    return f"{_local(value):%d/%m/%Y %H:%M}"


def phone(number: str | None) -> str:
    """A phone number as people read it out: `0901 234 567`, `028 3822 1234`; a hotline stays as it is."""
    if not number:
        return ""
    national = f"0{number.removeprefix(COUNTRY_CODE)}" if number.startswith(COUNTRY_CODE) else number
    if not national.isdigit() or not national.startswith("0") or len(national) not in (10, 11):
        return number
    head = 3 if len(national) == 11 and national.startswith(SHORT_AREA_CODES) else 4
    rest = national[head:]
    middle = len(rest) // 2
    return NO_BREAK_SPACE.join((national[:head], rest[:middle], rest[middle:]))


def in_language(thing: object, field: str) -> str:
    """A field's text in the page's language: `name_en` on English pages where it is filled, else `name`."""
    english = getattr(thing, f"{field}_en", "") if get_language() == "en" else ""
    return english or getattr(thing, field, "")


def _local(value: datetime.date | datetime.datetime) -> datetime.date | datetime.datetime:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
