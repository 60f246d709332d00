"""How the pages of outlets and fairs name the source of a fact."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template

register = template.Library()


@register.filter
def host(address: str) -> str:
    """The site an address leads to: "baoquangnam.vn"."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
