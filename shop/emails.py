"""The mails about an order: to the buyer, and to each maker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.site import whole_address

if TYPE_CHECKING:
    from shop.models import Consignment, Order


@dataclass(frozen=True)
class Mail:
    """One mail, ready to send."""

    subject: str
    text: str
    html: str


def order_mail(order: Order, *, vat_total: int, instructions: Callable[[Order], str]) -> Mail:
    """To the buyer, in the order's language: code, link, what each maker sends, what to pay.

    Wants the consignments with their lines prefetched; `vat_total` is in đồng, `instructions` those of the gateway.
    """
    with translation.override(order.language):
        context = {
            "order": order,
            "vat_total": vat_total,
            "address": whole_address(order.get_secret_url()),
            "instructions": instructions(order),
        }
        return _written(_("Order %(code)s at Sao Quê") % {"code": order.code}, "order", context)


def consignment_mail(consignment: Consignment, *, instructions: Callable[[Consignment], str]) -> Mail:
    """To a maker, in Vietnamese: its own consignment only, where it goes and what to collect.

    Wants the lines prefetched and the order with its places; `instructions` are the gateway's.
    """
    with translation.override(settings.LANGUAGE_CODE):
        order = consignment.order
        context = {
            "consignment": consignment,
            "order": order,
            "address": whole_address(consignment.get_absolute_url()),
            "instructions": instructions(consignment),
        }
        return _written(_("New order %(code)s") % {"code": consignment.code}, "consignment", context)


def _written(subject: str, template: str, context: dict[str, Any]) -> Mail:
    return Mail(
        subject=subject,
        text=render_to_string(f"shop/mail/{template}.txt", context),
        html=render_to_string(f"shop/mail/{template}.html", {**context, "subject": subject}),
    )
