"""Administrative units, what they were called, which unit became which, and a place written with them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geography import display
from geography.distance import Point
from geography.enums import UnitKind, UnitLevel
from geography.querysets import SuccessionQuerySet, UnitQuerySet


class Unit(models.Model):
    """A province, district or commune during the time it existed with one territory.

    A change of kind or name alone (Đồng Nai, a city since 30 April 2026) keeps the row and leaves a FormerName.
    """

    code = models.CharField(_("code"), max_length=5, help_text=_("official code, with leading zeros"))
    level = models.CharField(_("level"), max_length=8, choices=UnitLevel)
    kind = models.CharField(_("kind"), max_length=16, choices=UnitKind)
    name = models.CharField(_("name"), max_length=80, help_text=_("without its kind"))
    slug = models.SlugField(max_length=120, help_text=_("unique among the units of one level and time"))
    folded_name = models.CharField(max_length=80, help_text=_("lower case, without marks, for matching"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    valid_from = models.DateField(_("since"), help_text=_("first day; 1900-01-01 where the day is not recorded"))
    valid_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("first day on which it no longer existed")
    )
    successors: models.ManyToManyField[Unit, Succession] = models.ManyToManyField(
        "self", through="Succession", symmetrical=False, related_name="predecessors"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="unit_code_once_at_a_time"),
            models.UniqueConstraint(fields=["level", "slug", "valid_from"], name="unit_slug_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="unit_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["folded_name", "level"], name="unit_folded_name")]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        """The page of a province or commune in force; districts and former units have none."""
        return reverse("province" if self.level == UnitLevel.PROVINCE else "commune", args=[self.slug])

    @property
    def full_name(self) -> str:
        """Kind and name as in an address: "xã Đức Linh", "tỉnh An Giang", "thành phố Huế"."""
        kind = "thành phố" if self.kind == UnitKind.MUNICIPALITY else UnitKind(self.kind).label
        return f"{kind} {self.name}"

    @property
    def short_name(self) -> str:
        """The name as the later part of an address: alone, but with its kind when it is a number ("quận 1")."""
        return self.full_name if self.name.isdigit() else self.name

    @property
    def name_in_full(self) -> str:
        """Kind and name with what it lies in: "thị trấn Võ Xu, Đức Linh, Bình Thuận"; its parents selected."""
        names, above = [self.full_name], self.parent
        while above is not None:
            names.append(above.short_name)
            above = above.parent
        return ", ".join(names)

    @property
    def province(self) -> Unit:
        """The province the unit lies in, itself for a province; no query when the parents are selected."""
        unit = self
        while unit.parent is not None:
            unit = unit.parent
        return unit

    @property
    def centre(self) -> Point | None:
        """(latitude, longitude) in degrees."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    def is_in_force(self, on: datetime.date) -> bool:
        """Whether the unit exists on a day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def became(self, *, on: datetime.date) -> list[Unit]:
        """The units of a day that this one corresponds to, main first: itself, its successors or its predecessors.

        For an old district, the communes that lie in it: its namesake first, then those that took most of it.
        """
        if self.is_in_force(on):
            return [self]
        if self.valid_from > on:
            links = self.origins.select_related("predecessor__parent__parent").order_by("predecessor__code")
            return [link.predecessor for link in links]
        return successors_of([self])[self.pk]


class Succession(models.Model):
    """That all or part of one unit became part of another, on the day the successor began."""

    predecessor = models.ForeignKey(Unit, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Unit, models.CASCADE, related_name="origins")
    is_main = models.BooleanField(default=True, help_text=_("the successor that holds the predecessor's centre"))

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(is_main=True), name="succession_one_main_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


def successors_of(units: Collection[Unit]) -> dict[int, list[Unit]]:
    """What units of before became, by their pk, main first; one query however many units.

    For an old district, the communes that lie in it: its namesake first, then those that took most of it.
    """
    shares: dict[int, dict[Unit, int]] = {unit.pk: defaultdict(int) for unit in units}
    for link in Succession.objects.of(*units).select_related("predecessor", "successor__parent"):
        old = link.predecessor
        named = {old.pk, old.parent_id} if old.level == UnitLevel.COMMUNE else {old.pk}
        for pk in shares.keys() & named:
            shares[pk][link.successor] += 2 if link.is_main else 1
    return {
        unit.pk: sorted(
            shares[unit.pk],
            key=lambda heir: (heir.folded_name != unit.folded_name, -shares[unit.pk][heir], heir.code),
        )
        for unit in units
    }


class FormerName(models.Model):
    """A kind or name that a unit bore until a day, with the decision that changed it."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_names")
    kind = models.CharField(max_length=16, choices=UnitKind)
    name = models.CharField(max_length=80)
    folded_name = models.CharField(max_length=80)
    until = models.DateField(help_text=_("first day of the new kind or name"))
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "until"], name="former_name_once_a_day")]

    def __str__(self) -> str:
        return f"{UnitKind(self.kind).label} {self.name} (–{self.until})"


class OtherName(models.Model):
    """What people also write for a unit: a commune or district merged into it before 2025, a spelling, a short form.

    Without marks, because the source has none; for matching only, never shown.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="other_names")
    kind = models.CharField(max_length=16, choices=UnitKind, blank=True)
    folded_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "folded_name"], name="other_name_once")]
        indexes = [models.Index(fields=["folded_name"], name="other_name_folded")]

    def __str__(self) -> str:
        return f"{self.folded_name} ({self.unit})"


class Place(models.Model):
    """Where something is: a street, a commune in force, and the old unit as people still write it.

    The province is always known; the commune may not be, and then the old district's or the province's centre
    stands in.
    """

    street = models.CharField(_("street, hamlet"), max_length=200, blank=True)
    commune = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"level": UnitLevel.COMMUNE},
        verbose_name=_("commune, ward"),
    )
    province = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"level": UnitLevel.PROVINCE},
        verbose_name=_("province"),
    )
    former_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("old commune or district"),
        help_text=_("as written before 1 July 2025"),
    )

    class Meta:
        abstract = True

    def place_now(self) -> str:
        """Commune and province of today: "xã Đức Linh, Lâm Đồng"; the province alone where no commune is known."""
        return display.place_now(self)

    def place_before(self) -> str:
        """The old unit as people know it: "thị trấn Võ Xu, Đức Linh, Bình Thuận"; empty where none is kept."""
        return display.place_before(self)

    def place_in_full(self) -> str:
        """Both, for text without styling: "xã Đức Linh, Lâm Đồng (trước 7/2025: thị trấn Võ Xu, …)"."""
        return display.place_in_full(self)

    def place_in_short(self) -> str:
        """For cards: "Phú Quốc · An Giang"; the province alone where no commune is known."""
        return display.place_in_short(self)

    def address_in_full(self) -> str:
        """The street before place_in_full()."""
        return ", ".join(part for part in (self.street, self.place_in_full()) if part)

    def centre_note(self) -> str:
        """That another centre stands in for a commune's, as a sentence; nothing where the commune is known."""
        return display.centre_note(self)

    def centre(self) -> Point | None:
        """(latitude, longitude) of the commune, else of the old unit, else of the province."""
        units = (self.commune, self.former_unit, self.province)
        return next((unit.centre for unit in units if unit is not None and unit.centre is not None), None)

    @property
    def is_centre_exact(self) -> bool:
        """Whether centre() is of a commune, today's or an old one, and not of a whole district or province."""
        known = self.commune or self.former_unit
        return known is not None and known.level == UnitLevel.COMMUNE and known.centre is not None
