"""The words for choosing administrative units."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from geography.enums import UnitLevel

if TYPE_CHECKING:
    from geography.models import Succession, Unit


def lies_in(unit: Unit, prefix: str = "") -> Q:
    """The condition that a place lies in a province or commune of today; `prefix` is the way to the place."""
    is_province = unit.level == UnitLevel.PROVINCE
    return Q((f"{prefix}province" if is_province else f"{prefix}commune", unit))


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units by level and day."""

    def in_force(self, on: datetime.date) -> UnitQuerySet:
        """Units that exist on a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)

    def provinces(self) -> UnitQuerySet:
        """Provinces and cities of central rank."""
        return self.filter(level=UnitLevel.PROVINCE)

    def districts(self) -> UnitQuerySet:
        """Districts; none is in force since 1 July 2025."""
        return self.filter(level=UnitLevel.DISTRICT)

    def communes(self) -> UnitQuerySet:
        """Communes, wards, townships and special zones."""
        return self.filter(level=UnitLevel.COMMUNE)


class SuccessionQuerySet(models.QuerySet["Succession"]):
    """Which unit became which."""

    def of(self, *units: Unit) -> SuccessionQuerySet:
        """What units became; of districts, what their communes became."""
        return self.filter(
            Q(predecessor__in=units) | Q(predecessor__parent__in=units, predecessor__level=UnitLevel.COMMUNE)
        )
