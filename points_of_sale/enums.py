"""Kinds and states of outlets and of stock movements."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutletKind(models.TextChoices):
    """What a point of sale is (places named in QĐ 950/QĐ-BCT, and a producer's own premises)."""

    PREMISES = "premises", _("producer's premises")
    OCOP_SHOP = "ocop_shop", _("OCOP shop")
    SHOWROOM = "showroom", _("showroom")
    SPECIALITY_SHOP = "speciality_shop", _("speciality shop")
    SUPERMARKET = "supermarket", _("supermarket or mall")
    MARKET = "market", _("market")
    REST_STOP = "rest_stop", _("rest stop or station")
    TOURIST_SITE = "tourist_site", _("tourist site, hotel or restaurant")
    POST_OFFICE = "post_office", _("post office")
    BOOTH = "booth", _("fair booth")


class OutletStatus(models.TextChoices):
    """Whether an outlet can be visited."""

    PLANNED = "planned", pgettext_lazy("outlet", "planned")
    OPEN = "open", pgettext_lazy("outlet", "open")
    CLOSED = "closed", pgettext_lazy("outlet", "closed")


class MovementKind(models.TextChoices):
    """What moved stock."""

    RECEIVE = "receive", _("received")
    RESERVE = "reserve", _("reserved for an order")
    RELEASE = "release", _("released from an order")
    SHIP = "ship", _("shipped")


class Weekday(models.IntegerChoices):
    """ISO weekdays."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")
