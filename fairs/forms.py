"""The forms of the officers' desk for fairs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.desk import PlaceForm, RefusalForm
from fairs.dates import YEARS
from fairs.models import Fair, Participation


class FairForm(PlaceForm):
    """A fair with its days and address."""

    class Meta:
        model = Fair
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """A last day needs a first one before it, and both a year in which somebody can go there."""
        cleaned = super().clean()
        for name in ("starts_on", "ends_on"):
            day = cleaned.get(name)
            if day is not None and day.year not in YEARS:
                self.add_error(name, _("Check the year."))
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if last is not None and first is None and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Give the first day too."))
        elif last is not None and first is not None and last < first:
            self.add_error("ends_on", _("The last day lies before the first."))
        return cleaned


class ParticipationForm(RefusalForm):
    """Who takes part; the operation says what does not go."""

    class Meta:
        model = Participation
        fields = ("fair", "producer", "booth")

    def _get_validation_exclusions(self) -> set[str]:
        """The operation says in words that a producer takes part already."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django names it for this
        return excluded | {"producer"}
