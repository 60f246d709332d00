"""Codes and addresses that people read, type and say aloud."""

from __future__ import annotations

import re
import secrets

from geography.folding import fold_words

# Without look-alikes: no 0 O, 1 I L, 2 Z, 5 S, 8 B.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 9
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
