"""The policies, one page each; their texts are templates that the operator adapts to its own business."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Policy:
    """A page of rules; its text is the template of its name, in Vietnamese and English."""

    slug: str
    template: str
    title: str | Promise

    @property
    def text_template(self) -> str:
        """The text in the language of the page; Vietnamese where there is no other."""
        language = "en" if get_language() == "en" else "vi"
        return f"shop/policies/{self.template}.{language}.html"

    def get_absolute_url(self) -> str:
        """The page itself."""
        return reverse("policy", args=[self.slug])


POLICIES = (
    Policy("quy-che-hoat-dong", "operating_rules", _("Operating rules")),
    Policy("dieu-khoan", "terms", _("Terms of use")),
    Policy("bao-mat", "privacy", _("Privacy")),
    Policy("giao-hang-doi-tra", "delivery_and_returns", _("Delivery and returns")),
    Policy("khieu-nai", "complaints", _("Complaints")),
)
