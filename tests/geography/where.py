"""Finding real units for tests by what everybody calls them."""

from __future__ import annotations

import datetime

from geography.models import Unit

TODAY = datetime.date(2026, 11, 21)
LAST_DAY_OF_DISTRICTS = datetime.date(2025, 6, 30)


def province(slug: str) -> Unit:
    """A province of today."""
    return Unit.objects.provinces().in_force(TODAY).get(slug=slug)


def commune(slug: str) -> Unit:
    """A commune of today."""
    return Unit.objects.communes().in_force(TODAY).select_related("parent").get(slug=slug)


def former(level: str, slug: str) -> Unit:
    """A unit that ended on 1 July 2025."""
    return Unit.objects.in_force(LAST_DAY_OF_DISTRICTS).select_related("parent__parent").get(level=level, slug=slug)
