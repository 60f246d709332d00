"""Numbers on the desk's first page; each app's admin states its own as `counts(actor, on)`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class DeskCount:
    """How many of something, and the list where they are."""

    label: str | Promise
    number: int
    url: str
    wants_work: bool = False
