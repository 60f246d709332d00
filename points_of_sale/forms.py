"""The forms of the officers' desk for outlets and stock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from accounts.desk import PlaceForm, RefusalForm
from accounts.phones import BusinessPhoneField
from points_of_sale.enums import OutletKind
from points_of_sale.models import OpeningHours, Outlet, StockItem
from points_of_sale.operations import MAX_QUANTITY


class OutletForm(PlaceForm):
    """An outlet with its address."""

    phone = BusinessPhoneField(
        label=_("Phone"), required=False, widget=UnfoldAdminTextInputWidget(attrs={"type": "tel"})
    )

    class Meta:
        model = Outlet
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """Premises are somebody's, and everybody has one."""
        cleaned = super().clean()
        if cleaned.get("kind") != OutletKind.PREMISES or "producer" not in cleaned:
            return cleaned
        producer = cleaned["producer"]
        if producer is None:
            self.add_error("producer", _("Say whose premises these are."))
        elif Outlet.objects.premises().filter(producer=producer).exclude(pk=self.instance.pk).exists():
            self.add_error("producer", _("This producer has its premises already."))
        return cleaned


class OpeningHoursForm(RefusalForm):
    """One stretch of a day."""

    class Meta:
        model = OpeningHours
        fields = ("weekday", "opens_at", "closes_at")

    def clean(self) -> dict[str, Any]:
        """It closes after it opens."""
        cleaned = super().clean()
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at is not None and closes_at is not None and closes_at <= opens_at:
            self.add_error("closes_at", _("It has to close after it opens."))
        return cleaned


class ReceiveForm(RefusalForm):
    """Goods that come to lie somewhere."""

    quantity = forms.IntegerField(
        label=_("Packs received"), min_value=1, max_value=MAX_QUANTITY, widget=UnfoldAdminIntegerFieldWidget()
    )
    reference = forms.CharField(label=_("For what"), max_length=60, required=False, widget=UnfoldAdminTextInputWidget())

    class Meta:
        model = StockItem
        fields = ("variant", "outlet")

    def _get_validation_exclusions(self) -> set[str]:
        """Where some lie already, they are added to: that item and outlet are together once is no error here."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django names it for this
        return excluded | {"outlet"}
