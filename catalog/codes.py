"""Codes and addresses that people read, type and say aloud."""

from __future__ import annotations

import itertools
import re
import secrets
from typing import Any

from django.db.models import QuerySet

from geography.folding import fold_words

# Without look-alikes: no 0 O, 1 I L, 2 Z, 5 S, 8 B.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 9
ROOM_FOR_NUMBER = 6
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_SEPARATORS = re.compile(r"[\s.\-]+")


def new_public_code() -> str:
    """A random code of nine signs without look-alikes; one in 3.8 × 10¹²."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def normalise_code(text: str) -> str:
    """A code as it is kept, from what somebody typed: capitals, without spaces, dots and dashes; empty for no code."""
    code = _SEPARATORS.sub("", text).upper()
    return code if code.isascii() and code.isalnum() else ""


def slugify(text: str, *, max_length: int, otherwise: str) -> str:
    """An address from a Vietnamese name ("Nước mắm Phú Quốc" gives "nuoc-mam-phu-quoc"), cut at a word.

    `otherwise` stands where a name has neither Latin letters nor digits.
    """
    slug = _NOT_IN_SLUG.sub("-", fold_words(text)).strip("-")
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    return slug or otherwise


def free_slug(rows: QuerySet[Any], name: str, *, max_length: int, otherwise: str) -> str:
    """An address from a name that none of the rows has: the name's, or the same with the first free number from 2."""
    base = slugify(name, max_length=max_length - ROOM_FOR_NUMBER, otherwise=otherwise)
    taken = set(rows.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)
