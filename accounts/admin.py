"""Users at the desk, for the operator alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import DeskAdmin, RefusalForm, actor_of
from accounts.display import phone as phone_as_read
from accounts.enums import StaffRole
from accounts.models import User
from accounts.operations import ContactTakenError, OwnRoleError, save_user
from accounts.permissions import Action
from accounts.phones import PhoneField


class UserForm(RefusalForm):
    """Who somebody is to the platform, and what they sign in with."""

    phone = PhoneField(label=_("Phone"), required=False, widget=UnfoldAdminTextInputWidget(attrs={"type": "tel"}))

    class Meta:
        model = User
        fields = ("full_name", "email", "phone", "staff_role", "province", "is_active")

    def clean_email(self) -> str | None:
        """One spelling; None where there is none."""
        return (self.cleaned_data["email"] or "").lower() or None

    def clean_phone(self) -> str | None:
        """None where there is none."""
        return self.cleaned_data["phone"] or None

    def clean(self) -> dict[str, Any]:
        """One way to sign in at least, and a province for officers only."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error("email", _("Give an e-mail address or a phone number."))
        if cleaned.get("province") and cleaned.get("staff_role") != StaffRole.OFFICER:
            self.add_error("province", _("Only an officer is bound to a province."))
        return cleaned


class UserAdmin(DeskAdmin):
    """Everybody with an account; a new one chooses a password by "Forgot the password?"."""

    view_action = Action.MANAGE_USERS
    add_action = Action.MANAGE_USERS
    change_action = Action.MANAGE_USERS
    form = UserForm
    refusals = {ContactTakenError: None, OwnRoleError: "staff_role"}
    list_display = ("__str__", "email", "phone_shown", "staff_role", "province", "is_active", "joined_at")
    list_filter = ("staff_role", "is_active", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    search_fields = ("full_name", "email", "phone")
    ordering = ("-joined_at", "-pk")
    fields = ("full_name", "email", "phone", "staff_role", "province", "is_active", "last_login", "joined_at")
    readonly_fields = ("last_login", "joined_at")

    @display(description=_("Phone"), ordering="phone")
    def phone_shown(self, obj: User) -> str:
        """As people read it."""
        return phone_as_read(obj.phone)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save through the operation: what an operator enters counts as confirmed."""
        save_user(user=obj, by=actor_of(request).user)


DESK = {User: UserAdmin}
