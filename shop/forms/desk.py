"""The forms of the officers' desk for what belongs to the shop."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.desk import RefusalForm
from shop.models import DeliveryRate

MAX_FEE = 100_000_000  # đồng


class DeliveryRateForm(RefusalForm):
    """One band of distance."""

    class Meta:
        model = DeliveryRate
        fields = ("up_to_km", "first_grams", "first_fee", "step_grams", "step_fee", "days_min", "days_max")

    def clean(self) -> dict[str, Any]:
        """Weights above nothing, fees a parcel can cost, days in their order."""
        cleaned = super().clean()
        for name in ("first_grams", "step_grams"):
            if cleaned.get(name) == 0:
                self.add_error(name, _("This has to be more than 0."))
        for name in ("first_fee", "step_fee"):
            if (cleaned.get(name) or 0) > MAX_FEE:
                self.add_error(name, _("This fee is too high."))
        soonest, latest = cleaned.get("days_min"), cleaned.get("days_max")
        if soonest is not None and latest is not None and latest < soonest:
            self.add_error("days_max", _("The latest day lies before the soonest."))
        return cleaned
