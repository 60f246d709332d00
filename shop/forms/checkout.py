"""The checkout: who, where to, how paid."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from accounts.display import phone
from accounts.phones import PhoneField
from accounts.texts import LineField, LinesField
from geography.models import Unit
from shop.communes import MAX_TEXT_LENGTH, CommuneChoice, CommunePicker, choices_of_codes
from shop.forms.cart import read_agreed
from shop.gateways import GATEWAYS
from shop.models import Cart
from shop.operations.orders import Buyer, Destination, Purchase

if TYPE_CHECKING:
    from accounts.models import User
    from shop.models import Order

_signer = Signer(salt="shop.checkout")
NOT_A_TOTAL = -1
MAX_CODE_LENGTH = 5  # of a unit
MAX_EMAIL_LENGTH = 254  # RFC 5321; what an order's column holds


def sign_cart(cart: Cart) -> str:
    """What the checkout's form carries to say which cart it orders."""
    return _signer.sign(str(cart.pk))


def read_signed_cart(text: str) -> Cart | None:
    """The cart of a checkout's form, ordered or not; None when the text was not written by us."""
    try:
        return Cart.objects.filter(pk=int(_signer.unsign(text))).first()
    except BadSignature:
        return None


class BuyerForm(forms.Form):
    """Who receives it, in which street, and how it is paid: what the checkout's page and the API ask alike."""

    buyer_name = LineField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneField(help_text=_("The maker or the carrier calls this number before bringing the parcel."))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=MAX_EMAIL_LENGTH,
        error_messages={"invalid": _("This is not an e-mail address. It looks like ten@example.com.")},
        required=False,
        help_text=_("Your order's address is sent here. Without it, keep the page that follows."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    street = LineField(
        label=_("House number, street, hamlet"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    note = LinesField(
        label=_("Note to the makers"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    payment_method = forms.ChoiceField(
        label=_("Payment"),
        widget=forms.RadioSelect,
        error_messages={name: _("Choose one of these ways to pay.") for name in ("required", "invalid_choice")},
    )
    adult_confirmed = forms.BooleanField(label=_("I am 18 or older"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        """As any form; the ways to pay are those of shop.gateways."""
        super().__init__(data, initial=dict(initial or {}), label_suffix="")
        methods = [(gateway.method.value, gateway.label) for gateway in GATEWAYS.values()]
        self.fields["payment_method"].choices = methods  # type: ignore[attr-defined]
        self.fields["payment_method"].initial = methods[0][0]

    def purchase_to(
        self, chosen: CommuneChoice, *, language: str, prices: Mapping[int, int], total: int | None
    ) -> Purchase:
        """What a valid form says, as the operation wants it; `prices` and `total` are those agreed to, in đồng."""
        said = self.cleaned_data
        return Purchase(
            buyer=Buyer(name=said["buyer_name"], phone=said["phone"], email=said["email"]),
            destination=Destination(
                street=said["street"], commune=chosen.commune, former_unit=chosen.former_unit, note=said["note"]
            ),
            payment_method=said["payment_method"],
            language=language,
            adult_confirmed=said["adult_confirmed"],
            confirmed_prices=prices,
            confirmed_total=total,
        )


class CheckoutForm(BuyerForm):
    """All that the checkout's page asks; the commune is chosen by a picker of its own (shop.communes)."""

    commune_text = forms.CharField(
        label=_("Commune or ward, by its new or old name"),
        max_length=MAX_TEXT_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    province = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Province or city"),
        required=False,
        empty_label=_("Any province"),
        error_messages={"invalid_choice": _("Choose a province from the list.")},
    )
    # As they stand on the page: errors are told in this order.
    field_order = ("buyer_name", "phone", "email", "commune_text", "province")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        picker: CommunePicker,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """`picker` has read the commune from the same data."""
        super().__init__(data, initial=initial)
        self.picker = picker
        self.fields["province"].queryset = Unit.objects.in_force(picker.on).provinces()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Only what one field cannot know: whether a commune was found, and lies in the province beside it."""
        if "commune_text" in self.errors:
            return self.cleaned_data
        if self.picker.chosen is None:
            found = self.picker.choices
            message = _("Choose your commune from the list.") if found else _("No commune of this name was found.")
            self.add_error("commune_text", message)
        elif "province" not in self.errors and not self.picker.is_in_province:
            message = _("%(commune)s does not lie in this province; it is in %(province)s.")
            commune = self.picker.chosen.commune
            params = {"commune": commune.full_name, "province": commune.province.full_name}
            self.add_error("province", forms.ValidationError(message, code="other_province", params=params))
        return self.cleaned_data

    def purchase(self, *, language: str) -> Purchase:
        """What a valid form says, as the operation wants it."""
        if self.picker.chosen is None:
            raise ValueError("Only a valid form has a purchase.")
        return self.purchase_to(
            self.picker.chosen,
            language=language,
            prices=read_agreed(self.data.get("agreed_prices", "")),
            total=_read_total(self.data.get("shown_total", "")),
        )


class CodedOrderForm(BuyerForm):
    """What a program says when it orders: the commune by official codes."""

    commune_code = forms.CharField(required=False, max_length=MAX_CODE_LENGTH)
    former_unit_code = forms.CharField(required=False, max_length=MAX_CODE_LENGTH)

    def __init__(self, data: Mapping[str, Any], *, on: datetime.date) -> None:
        """`on` is the day whose communes count."""
        super().__init__(data)
        self.on = on
        self.chosen: CommuneChoice | None = None

    def clean(self) -> dict[str, Any]:
        """Which commune is meant, when there is no doubt."""
        said = self.cleaned_data
        if "commune_code" in self.errors or "former_unit_code" in self.errors:
            return said
        if not said["commune_code"] and not said["former_unit_code"]:
            field = self.fields["commune_code"]
            self.add_error("commune_code", forms.ValidationError(field.error_messages["required"], "required"))
            return said
        choices = choices_of_codes(commune=said["commune_code"], former_unit=said["former_unit_code"], on=self.on)
        if len(choices) == 1:
            self.chosen = choices[0]
        elif choices:
            names = ", ".join(f"{choice.name} ({choice.commune.code})" for choice in choices)
            message = _("This old unit became several communes; say which: %(names)s.")
            error = forms.ValidationError(message, code="ambiguous_commune", params={"names": names})
            self.add_error("commune_code", error)
        else:
            self.add_error("commune_code", forms.ValidationError(_("No commune has this code."), "unknown_commune"))
        return said


def first_answers(user: User | None, last_order: Order | None) -> dict[str, str]:
    """What a signed-in buyer need not write again; nothing for a guest."""
    if user is None:
        return {}
    answers = {"buyer_name": user.full_name, "phone": user.phone or "", "email": user.email or ""}
    if last_order is not None:
        answers |= {"buyer_name": last_order.buyer_name, "phone": last_order.buyer_phone, "street": last_order.street}
    return {**answers, "phone": phone(answers["phone"])}


def picker_for(last_order: Order | None, *, on: datetime.date) -> CommunePicker:
    """The picker of a checkout opened anew."""
    return CommunePicker.of_order(last_order, on=on) if last_order else CommunePicker(on=on)


def _read_total(text: str) -> int:
    """The total a page showed, in đồng; anything garbled is no total that an order can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else NOT_A_TOTAL
