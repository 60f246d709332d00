"""What machines read of an outlet's page: schema.org data as JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe

from accounts.site import whole_address
from points_of_sale.enums import Weekday
from points_of_sale.models import Outlet

if TYPE_CHECKING:
    from geography.models import Place

SCHEMA = "https://schema.org"
# As Django's json_script does: nothing in the data may end the script element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_script(data: dict[str, Any]) -> SafeString:
    """The data as text for the inside of a script element."""
    text = json.dumps({"@context": SCHEMA, **data}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308  escaped above


def postal_address(place: Place) -> dict[str, str]:
    """A schema.org PostalAddress; parts that are not known are left out."""
    parts = {
        "addressCountry": "VN",
        "addressRegion": place.province.name,
        "addressLocality": place.commune.full_name if place.commune else "",
        "streetAddress": place.street,
    }
    return {"@type": "PostalAddress", **{name: part for name, part in parts.items() if part}}


def outlet_data(outlet: Outlet) -> dict[str, Any]:
    """A schema.org Store with its address and hours as far as they are known."""
    hours = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{SCHEMA}/{Weekday(stretch.weekday).name.title()}",
            "opens": f"{stretch.opens_at:%H:%M}",
            "closes": f"{stretch.closes_at:%H:%M}",
        }
        for stretch in outlet.opening_hours.all()
    ]
    known = {"telephone": outlet.phone, "openingHoursSpecification": hours}
    return {
        "@type": "Store",
        "name": outlet.name,
        "url": whole_address(outlet.get_absolute_url()),
        "address": postal_address(outlet),
        **{name: value for name, value in known.items() if value},
    }
