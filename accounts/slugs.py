"""Addresses made from names."""

from __future__ import annotations

import itertools
from typing import Any

from django.db import models

from geography.folding import fold_words

ROOM_FOR_NUMBER = 6


def free_slug(rows: models.QuerySet[Any], name: str, *, max_length: int, otherwise: str) -> str:
    """A slug from a name that no row has yet: the name's, or the same with the first free number from 2."""
    base = fold_words(name).encode("ascii", "ignore").decode().replace(" ", "-")[: max_length - ROOM_FOR_NUMBER]
    base = base.strip("-") or otherwise
    taken = set(rows.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)
