"""The forms of the officers' desk for producers, products, their pictures and certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from accounts.desk import PlaceForm, RefusalForm
from accounts.models import User
from accounts.phones import BusinessPhoneField, InvalidPhone, normalise_phone
from catalog.images import UnusablePictureError, clean_picture
from catalog.models import Certificate, Membership, Producer, ProductImage, Variant

MAX_PRICE = 1_000_000_000  # đồng; above it somebody typed a zero too many


class ProducerForm(PlaceForm):
    """A producer with its address; the number may be a hotline."""

    phone = BusinessPhoneField(
        label=_("Phone"), required=False, widget=UnfoldAdminTextInputWidget(attrs={"type": "tel"})
    )

    class Meta:
        model = Producer
        fields = "__all__"


class MembershipForm(RefusalForm):
    """Somebody who works for a producer, found by what they sign in with: officers see no list of users."""

    contact = forms.CharField(
        label=_("E-mail or phone of the account"),
        max_length=254,
        required=False,
        widget=UnfoldAdminTextInputWidget(),
    )

    class Meta:
        model = Membership
        fields = ("role",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show whose membership it is; that never changes."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            user = self.instance.user
            self.fields["contact"].initial = user.email or user.phone
            self.fields["contact"].disabled = True

    def clean_contact(self) -> str:
        """Find the account."""
        contact: str = (self.cleaned_data["contact"] or "").strip()
        if self.instance.pk:
            return contact
        self.instance.user = self._found(contact)
        producer = self.instance.producer_id
        if producer and Membership.objects.filter(producer=producer, user=self.instance.user).exists():
            raise forms.ValidationError(_("This account works for the producer already."))
        return contact

    def _found(self, contact: str) -> User:
        try:
            known = {"email__iexact": contact} if "@" in contact else {"phone": normalise_phone(contact)}
            return User.objects.get(is_active=True, **known)
        except (InvalidPhone, User.DoesNotExist) as error:
            raise forms.ValidationError(_("No account signs in with this. Its owner has to make one first.")) from error


class VariantForm(RefusalForm):
    """A pack; an empty SKU is given one."""

    class Meta:
        model = Variant
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the SKU to the operation when nothing is written."""
        super().__init__(*args, **kwargs)
        self.fields["sku"].required = False

    def clean_gtin(self) -> str | None:
        """None where there is none."""
        return self.cleaned_data["gtin"] or None

    def clean_price(self) -> int:
        """Refuse a price with a zero too many."""
        price: int = self.cleaned_data["price"]
        if price > MAX_PRICE:
            raise forms.ValidationError(_("This price is too high: a pack costs up to 1.000.000.000 ₫."))
        return price

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django names it for this
        return excluded | ({"sku"} if not self.cleaned_data.get("sku") else set())


class ImageForm(RefusalForm):
    """A picture: the file once, the words any time."""

    file = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )

    class Meta:
        model = ProductImage
        fields = ("alt", "alt_en", "position")

    def clean_file(self) -> Any:
        """A new picture needs a file that can be shown."""
        file = self.cleaned_data["file"]
        if self.instance.pk:
            return None
        if file is None:
            raise forms.ValidationError(_("Choose a picture."))
        try:
            clean_picture(file)
        except UnusablePictureError as error:
            raise forms.ValidationError(str(error)) from error
        file.seek(0)
        return file


class CertificateForm(RefusalForm):
    """A recognition as its decision says; the operation works out the last day."""

    class Meta:
        model = Certificate
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """Both days or none, in their order; a score between 0 and 100."""
        cleaned = super().clean()
        if "valid_until" in self.fields and not self.errors:
            first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
            if (first is None) != (last is None):
                self.add_error("valid_until", _("Give both days, or neither."))
            elif first is not None and last is not None and last < first:
                self.add_error("valid_until", _("The last day lies before the first."))
        score = cleaned.get("score")
        if score is not None and not 0 <= score <= 100:
            self.add_error("score", _("A score lies between 0 and 100."))
        return cleaned
