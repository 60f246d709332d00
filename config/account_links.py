"""What the account page leads to: each link belongs to an app above accounts, so they are joined here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.panels import AccountLink, register_account_link
from accounts.permissions import Action, may_at_desk
from catalog.models import Membership


def works_for_a_producer(actor: Actor) -> bool:
    """Whether somebody is a member of any producer."""
    return actor.user is not None and Membership.objects.filter(user=actor.user).exists()


def register_account_links() -> None:
    """Put the links on the account page, in this order."""
    register_account_link(
        AccountLink(
            label=_("My orders"),
            help_text=_("What you ordered, and where it is now."),
            url_name="order_lookup",
            concerns=lambda actor: actor.user is not None,
        )
    )
    register_account_link(
        AccountLink(
            label=_("Orders to prepare"),
            help_text=_("What buyers have ordered from the producer you work for."),
            url_name="maker_orders",
            concerns=works_for_a_producer,
        )
    )
    register_account_link(
        AccountLink(
            label=_("Officers' desk"),
            help_text=_("Products, producers, certificates, outlets and fairs."),
            url_name="admin:index",
            concerns=lambda actor: may_at_desk(actor, Action.OPEN_DESK),
        )
    )
