"""How a place is written: today's units first, the old ones beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from geography.models import Place

PLACE_RELATIONS = ("commune__parent", "province", "former_unit__parent__parent")
"""What to select_related so that writing places costs no query per row; join a prefix for a relation of a relation."""


def place_relations(prefix: str = "") -> tuple[str, ...]:
    """PLACE_RELATIONS seen from another model: place_relations("producer") for products."""
    return tuple(f"{prefix}__{relation}" if prefix else relation for relation in PLACE_RELATIONS)


def place_now(place: Place) -> str:
    """Commune and province of today, or the province alone."""
    commune = [place.commune.full_name] if place.commune else []
    return ", ".join([*commune, place.province.name])


def place_before(place: Place) -> str:
    """The old commune or district with what it lay in, or nothing."""
    return place.former_unit.name_in_full if place.former_unit else ""


def place_in_full(place: Place) -> str:
    """Today's place with the old one in brackets."""
    now, before = place_now(place), place_before(place)
    if not before:
        return now
    return _("%(now)s (before 7/2025: %(before)s)") % {"now": now, "before": before}


def place_in_short(place: Place) -> str:
    """Commune and province of today without kinds."""
    return " · ".join([*([place.commune.short_name] if place.commune else []), place.province.name])


def centre_note(place: Place) -> str:
    """Which centre distances count from where the commune is not known, as a sentence; nothing where it is."""
    if place.is_centre_exact:
        return ""
    stand_in = place.former_unit or place.province
    return _("The commune is not known: distances count from the centre of %(place)s.") % {"place": stand_in.full_name}
