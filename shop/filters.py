"""What a visitor asks of the product list, read from the address: anything unknown there is simply not asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.enums import ProducerKind

MAX_TEXT_LENGTH = 100
MAX_SLUG_LENGTH = 120
STARS = (5, 4, 3)

# Each field's name in the address.
PARAMETERS = {
    "text": "q",
    "group": "nhom",
    "product_set": "bo",
    "stars": "sao",
    "province": "tinh",
    "kinds": "loai",
    "prices": "gia",
    "in_stock": "con-hang",
    "sort": "xep",
}


class PriceBand(NamedTuple):
    """A span of prices in đồng: from `low`, below `high`; None is without end."""

    key: str
    low: int
    high: int | None


PRICE_BANDS = (
    PriceBand("duoi-100", 0, 100_000),
    PriceBand("100-300", 100_000, 300_000),
    PriceBand("300-500", 300_000, 500_000),
    PriceBand("tren-500", 500_000, None),
)
BAND_KEYS = tuple(band.key for band in PRICE_BANDS)


class Sort(TextChoices):
    """The orders a list can be in; the values stand in the address."""

    BEST = "hop", _("Best match")
    NEWEST = "moi", _("Newest")
    STARS = "sao", _("Most stars")
    CHEAPEST = "gia-tang", _("Lowest price")
    DEAREST = "gia-giam", _("Highest price")
    NAME = "ten", _("Name")


@dataclass(frozen=True)
class ProductFilters:
    """One search: words, and what the products have to be. Empty fields ask nothing."""

    text: str = ""
    group: str = ""
    product_set: str = ""
    stars: tuple[int, ...] = ()
    province: str = ""
    kinds: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    in_stock: bool = False
    sort: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> ProductFilters:
        """Read `?q=&nhom=&bo=&sao=&tinh=&loai=&gia=&con-hang=&xep=`; what makes no sense is left out."""
        text = " ".join(query.get("q", "").split())[:MAX_TEXT_LENGTH]
        return cls(
            text=text,
            group=_slug(query, "nhom"),
            product_set=_slug(query, "bo"),
            stars=tuple(int(star) for star in _known(query, "sao", [str(star) for star in STARS])),
            province=_slug(query, "tinh"),
            kinds=_known(query, "loai", ProducerKind.values),
            prices=_known(query, "gia", BAND_KEYS),
            in_stock=query.get("con-hang") == "1",
            sort=_sort(query.get("xep", ""), has_text=bool(text)),
        )

    @property
    def narrowing_count(self) -> int:
        """How many kinds of filter are on, apart from words and order."""
        return sum(bool(getattr(self, field.name)) for field in fields(self) if field.name not in {"text", "sort"})

    @property
    def asks_nothing(self) -> bool:
        """Whether this is the whole list."""
        return not self.text and not self.narrowing_count

    def without(self, name: str) -> ProductFilters:
        """The same search with one filter taken off; without words nothing matches best."""
        left: ProductFilters = replace(self, **{name: getattr(ProductFilters, name)})
        return replace(left, sort=_sort(left.sort, has_text=bool(left.text)))

    def texts(self, name: str) -> list[str]:
        """A field's values as they stand in the address."""
        value = getattr(self, name)
        if isinstance(value, tuple):
            return [str(part) for part in value]
        if isinstance(value, bool):
            return ["1"] if value else []
        return [value] if value else []

    def pairs(self) -> list[tuple[str, str]]:
        """The search as pairs for an address, always in the same order; the usual order of the list is left out."""
        usual = usual_sort(has_text=bool(self.text))
        return [
            (parameter, value)
            for name, parameter in PARAMETERS.items()
            for value in self.texts(name)
            if not (name == "sort" and value == usual)
        ]

    def address(self) -> str:
        """The list with this search."""
        query = urlencode(self.pairs())
        return reverse("product_list") + (f"?{query}" if query else "")


def _slug(query: QueryDict, name: str) -> str:
    value = query.get(name, "")
    return value if len(value) <= MAX_SLUG_LENGTH and value.replace("-", "").isalnum() and value.isascii() else ""


def _known(query: QueryDict, name: str, allowed: Collection[str]) -> tuple[str, ...]:
    given = set(query.getlist(name))
    return tuple(value for value in allowed if value in given)


def usual_sort(*, has_text: bool) -> str:
    """The order nobody has to ask for: the best match for words, and the newest for the whole list."""
    return Sort.BEST.value if has_text else Sort.NEWEST.value


def _sort(value: str, *, has_text: bool) -> str:
    known = value in Sort.values and (has_text or value != Sort.BEST)
    return value if known else usual_sort(has_text=has_text)
