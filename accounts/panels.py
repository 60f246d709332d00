"""What stands on a user's own page: each app above states its links, and config registers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from accounts.actors import Actor


@dataclass(frozen=True)
class AccountLink:
    """A link on the account page, for those it concerns."""

    label: str | Promise
    help_text: str | Promise
    url_name: str
    concerns: Callable[[Actor], bool]

    @property
    def url(self) -> str:
        """Where it leads."""
        return reverse(self.url_name)


_links: list[AccountLink] = []


def register_account_link(link: AccountLink) -> None:
    """Add a link to every account page it concerns, after those already there; a second time changes nothing."""
    if link not in _links:
        _links.append(link)


def account_links(request: HttpRequest) -> list[AccountLink]:
    """The links for whoever is signed in."""
    actor = Actor(user=request.user if request.user.is_authenticated else None)
    return [link for link in _links if link.concerns(actor)]
