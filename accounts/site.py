"""The site's own address, for whatever is read outside its pages: mails, calendars, data for search engines."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings


def whole_address(path: str) -> str:
    """A path of ours with the site before it; an address that is whole already stays as it is."""
    return urljoin(f"{settings.SITE_URL}/", path)
