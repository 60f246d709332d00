"""Kinds and levels of administrative units."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitLevel(models.TextChoices):
    """Where a unit stands in the hierarchy; districts ended on 1 July 2025."""

    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    COMMUNE = "commune", _("commune")


class UnitKind(models.TextChoices):
    """The official kind, written before the name: "xã Đức Linh", "đặc khu Phú Quốc"."""

    MUNICIPALITY = "municipality", "thành phố trực thuộc trung ương"
    PROVINCE = "province", "tỉnh"
    PROVINCIAL_CITY = "provincial_city", "thành phố"
    TOWN = "town", "thị xã"
    URBAN_DISTRICT = "urban_district", "quận"
    RURAL_DISTRICT = "rural_district", "huyện"
    COMMUNE = "commune", "xã"
    WARD = "ward", "phường"
    TOWNSHIP = "township", "thị trấn"
    SPECIAL_ZONE = "special_zone", "đặc khu"
