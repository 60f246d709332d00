"""Gaps in a page that is kept for everybody: where something of one visitor stands, filled in on each request."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from django.http import HttpRequest


class Gap(StrEnum):
    """What is a visitor's own on a page that is otherwise everybody's."""

    CART = "cart"
    CSRF = "csrf"


# Nobody can write such a mark into a page, because nobody knows it; no mark ever leaves the process.
_SECRET = secrets.token_hex(16)
_MARK = re.compile(f"gap-{_SECRET}-({'|'.join(Gap)})-".encode())


class Cut(NamedTuple):
    """A page without its gaps, and where they are: the position in bytes of each, in order."""

    body: bytes
    gaps: tuple[tuple[int, Gap], ...]


def mark(gap: Gap) -> str:
    """What a template writes where a gap is to be."""
    return f"gap-{_SECRET}-{gap}-"


def leave_gaps(request: HttpRequest) -> None:
    """Have this request's page drawn with gaps; whoever asks this has to fill them."""
    request.leaves_gaps = True  # type: ignore[attr-defined]


def leaves_gaps(request: HttpRequest) -> bool:
    """Whether this request's page is drawn with gaps."""
    return getattr(request, "leaves_gaps", False)


def cut_gaps(page: bytes) -> Cut:
    """Take the marks out of a page that was drawn with gaps."""
    parts = _MARK.split(page)
    texts, names = parts[::2], parts[1::2]
    gaps, position = [], 0
    for text, name in zip(texts, names, strict=False):
        position += len(text)
        gaps.append((position, Gap(name.decode())))
    return Cut(b"".join(texts), tuple(gaps))


def fill_gaps(cut: Cut, words: Mapping[Gap, str]) -> bytes:
    """Put a visitor's own into the gaps."""
    parts, done = [], 0
    for position, gap in cut.gaps:
        parts += [cut.body[done:position], words[gap].encode()]
        done = position
    return b"".join([*parts, cut.body[done:]])
