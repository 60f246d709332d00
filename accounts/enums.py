"""Roles and what they may be asked to do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffRole(models.TextChoices):
    """What a user is to the platform; buyers and makers' members have none."""

    NONE = "none", _("none")
    OFFICER = "officer", _("officer")
    OPERATOR = "operator", _("operator")


class Role(models.TextChoices):
    """Everything somebody can be towards a row; the owning app says which (`producer.role_of(actor)`)."""

    STRANGER = "stranger", _("visitor")
    BUYER = "buyer", _("buyer")
    MAKER_STAFF = "maker_staff", _("maker's staff")
    MAKER_OWNER = "maker_owner", _("maker's owner")
    OUTLET_MANAGER = "outlet_manager", _("outlet manager")
    OFFICER = "officer", _("officer")
    OPERATOR = "operator", _("operator")


class TokenScope(models.TextChoices):
    """What an API token may do for its user; makers' and officers' work is not among it, so a token cannot do that."""

    READ_ORDERS = "orders:read", _("see your orders")
    WRITE_ORDERS = "orders:write", _("fill your cart and order")
    READ_ACCOUNT = "account:read", _("see your name and contacts")
    WRITE_ACCOUNT = "account:write", _("change your name and make or revoke access codes")
