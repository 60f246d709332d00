"""Choosing the commune an order goes to, by its name of today or an older one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from geography.addresses import Resolution, resolve_address
from geography.enums import UnitLevel
from geography.models import Unit
from geography.search import search_communes

if TYPE_CHECKING:
    from shop.models import Order

MAX_TEXT_LENGTH = 200
MAX_CHOICES = 12
DISTRICT_CODE_LENGTH = 3  # provinces have 2 digits, communes 5
_VALUE = re.compile(r"(\d{1,12})(?:-(\d{1,12}))?", re.ASCII)


@dataclass(frozen=True)
class CommuneChoice:
    """A commune in force, and the old unit by which it was found, if it was."""

    commune: Unit
    former_unit: Unit | None = None

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.commune.pk}-{self.former_unit.pk}" if self.former_unit else str(self.commune.pk)

    @property
    def name(self) -> str:
        """The commune with its province: "đặc khu Phú Quốc, An Giang"."""
        return self.commune.name_in_full

    @property
    def former_name(self) -> str:
        """The old unit with what it lay in: "phường Dương Đông, Phú Quốc, Kiên Giang"; empty without one."""
        return self.former_unit.name_in_full if self.former_unit else ""


@dataclass(frozen=True)
class CommunePicker:
    """What a form says of the commune: words, perhaps a province, perhaps one of the choices it was shown.

    `searched` are the words for which those choices were shown: when the words have changed since, they decide anew.
    """

    on: datetime.date
    text: str = ""
    province_id: int | None = None
    value: str = ""
    searched: str = ""
    given: CommuneChoice | None = field(default=None)

    @classmethod
    def of_data(cls, data: Mapping[str, str], *, on: datetime.date) -> CommunePicker:
        """As posted; anything garbled there counts as not given."""
        province = data.get("province", "")
        is_number = province.isascii() and province.isdigit() and len(province) <= 12
        return cls(
            on=on,
            text=" ".join(data.get("commune_text", "").split())[:MAX_TEXT_LENGTH],
            province_id=int(province) if is_number else None,
            value=data.get("commune", ""),
            searched=data.get("searched", ""),
        )

    @classmethod
    def of_order(cls, order: Order, *, on: datetime.date) -> CommunePicker:
        """Where an earlier order went, when that commune still exists."""
        commune = order.commune
        if commune is None or not commune.is_in_force(on):
            return cls(on=on)
        given = CommuneChoice(commune, order.former_unit)
        return cls(on=on, text=given.name, value=given.value, searched=given.name, given=given)

    @cached_property
    def named(self) -> CommuneChoice | None:
        """The choice that was picked among those shown for these words."""
        if self.given is not None:
            return self.given
        return _read_choice(self.value, self.on) if self.value and self.text == self.searched else None

    @cached_property
    def choices(self) -> list[CommuneChoice]:
        """What to choose from, likeliest first: by the beginning of a name, else by what a whole address may mean."""
        if self.named is not None:
            return [self.named]
        if not self.text:
            return []
        province = self._province()
        begun = search_communes(self.text, on=self.on, province=province, limit=MAX_CHOICES)
        if begun:
            return [CommuneChoice(found.commune, found.former) for found in begun]
        meant = resolve_address(self.text, on=self.on, province=province)
        found = {choice.value: choice for resolution in meant for choice in _choices_of(resolution)}
        return list(found.values())[:MAX_CHOICES]

    @cached_property
    def chosen(self) -> CommuneChoice | None:
        """The commune, once there is no doubt: picked, or the only one the words can mean."""
        if self.named is not None:
            return self.named
        picked = next((choice for choice in self.choices if choice.value == self.value), None)
        return picked or (self.choices[0] if len(self.choices) == 1 else None)

    def _province(self) -> Unit | None:
        provinces = Unit.objects.in_force(self.on).provinces()
        return provinces.filter(pk=self.province_id).first() if self.province_id is not None else None

    @property
    def is_in_province(self) -> bool:
        """Whether the commune lies in the province that was given beside it, if one was."""
        return self.chosen is None or self.province_id in (None, self.chosen.commune.parent_id)


def choices_of_codes(*, commune: str, former_unit: str, on: datetime.date) -> list[CommuneChoice]:
    """The communes that official codes mean: a commune's of today (5 digits), an old commune's or district's, or both.

    None for codes that name nothing of the kind, several for an old unit that became several communes.
    """
    found = Unit.objects.in_force(on).communes().select_related("parent").filter(code=commune).first()
    if not former_unit:
        return [CommuneChoice(found)] if found else []
    level = UnitLevel.DISTRICT if len(former_unit) == DISTRICT_CODE_LENGTH else UnitLevel.COMMUNE
    units = Unit.objects.filter(level=level, code=former_unit, valid_until__lte=on).select_related("parent__parent")
    former = units.order_by("-valid_until").first()
    became = former.became(on=on) if former else []
    return [CommuneChoice(unit, former) for unit in became if not commune or unit == found]


def _choices_of(resolution: Resolution) -> Iterator[CommuneChoice]:
    for unit in resolution.units:
        if unit.level == UnitLevel.COMMUNE:
            yield CommuneChoice(unit, resolution.former_unit)


def _read_choice(value: str, on: datetime.date) -> CommuneChoice | None:
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    commune = Unit.objects.in_force(on).communes().select_related("parent").filter(pk=int(match[1])).first()
    if commune is None or match[2] is None:
        return CommuneChoice(commune) if commune else None
    became = Q(successions__successor=commune) | Q(children__successions__successor=commune)
    former = Unit.objects.filter(became, pk=int(match[2])).select_related("parent__parent").distinct().first()
    return CommuneChoice(commune, former)
