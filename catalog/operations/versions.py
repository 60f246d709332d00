"""Telling every cache that the catalogue has changed."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from catalog.models import CatalogueVersion

# A copy shared by all processes, which may be this old: a reader may put an old number back just after it was raised.
KEPT_KEY = "catalogue-version"
KEPT_SECONDS = 1


def catalogue_version() -> int:
    """The number that caches go by: from Redis where there is one, at most a second old; else from the database."""
    if not settings.REDIS_URL:
        return CatalogueVersion.current()
    return cache.get_or_set(KEPT_KEY, CatalogueVersion.current, KEPT_SECONDS) or 0


@transaction.atomic
def raise_catalogue_version() -> None:
    """Make every page cached so far a stale one.

    The row stays locked until the transaction ends, so operations that begin with this run one after the other.
    """
    while not CatalogueVersion.objects.filter(pk=1).update(number=F("number") + 1):
        CatalogueVersion.objects.get_or_create(pk=1)
    if settings.REDIS_URL:
        transaction.on_commit(lambda: cache.delete(KEPT_KEY))
