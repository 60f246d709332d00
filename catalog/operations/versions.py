"""Telling every cache that the catalogue has changed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from catalog.models import CatalogueVersion


@transaction.atomic
def raise_catalogue_version() -> None:
    """Make every page cached so far a stale one.

    The row stays locked until the transaction ends, so operations that begin with this run one after the other.
    """
    while not CatalogueVersion.objects.filter(pk=1).update(number=F("number") + 1):
        CatalogueVersion.objects.get_or_create(pk=1)
