"""The facets of the product list: each choice of a filter with how many products it would leave."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Case, CharField, Count, Value, When
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.display import in_language as localised
from accounts.paging import shown_count
from catalog.enums import ProducerKind
from catalog.models import ProductSet
from catalog.querysets import ProductQuerySet
from geography.folding import fold_words
from geography.models import Unit
from shop.filters import PARAMETERS, PRICE_BANDS, STARS, ProductFilters

# Counts beside the choices may be this old (docs/decisions); the number of products found is always counted anew.
FACETS_KEPT_SECONDS = 300

Words = str | Promise
BAND_WORDS: dict[str, Words] = {
    "duoi-100": _("Under 100.000 ₫"),
    "100-300": _("100.000 – 300.000 ₫"),
    "300-500": _("300.000 – 500.000 ₫"),
    "tren-500": _("500.000 ₫ and more"),
}
STAR_WORDS: dict[int, Words] = {5: _("5 stars"), 4: _("4 stars"), 3: _("3 stars")}


class Tally(NamedTuple):
    """How many products share all the properties one can choose by."""

    product_set_id: int
    stars: int | None
    province_id: int
    kind: str
    band: str
    is_in_stock: bool
    products: int


@dataclass(frozen=True)
class Choice:
    """One box or line of a facet."""

    value: str
    words: Words
    count: int
    is_on: bool
    stars: int | None = None

    @property
    def shown_count(self) -> str:
        """The count as lists say it."""
        return shown_count(self.count)


@dataclass(frozen=True)
class Facet:
    """One property to choose by: a select where one choice is made, boxes where several may be."""

    parameter: str
    title: Words
    choices: tuple[Choice, ...]
    none_words: Words = ""

    @property
    def is_select(self) -> bool:
        """Whether only one can be chosen."""
        return bool(self.none_words)


@dataclass(frozen=True)
class Reference:
    """What filters are resolved against: the product sets with their groups, and the provinces of today."""

    sets: tuple[ProductSet, ...]
    provinces: tuple[Unit, ...]

    @cached_property
    def set_by_pk(self) -> dict[int, ProductSet]:
        """The sets by their numbers."""
        return {one.pk: one for one in self.sets}

    @cached_property
    def province_by_pk(self) -> dict[int, Unit]:
        """The provinces by their keys."""
        return {unit.pk: unit for unit in self.provinces}

    @classmethod
    def load(cls, on: datetime.date) -> Reference:
        """Read both (two queries)."""
        sets = ProductSet.objects.select_related("group").order_by("number")
        return cls(tuple(sets), tuple(Unit.objects.provinces().in_force(on).order_by("folded_name")))


def tally_products(products: ProductQuerySet, text: str, on: datetime.date) -> list[Tally]:
    """Count the products that match the words by all their properties at once, at most five minutes ago.

    `products` bear the annotations of shop.listing.
    """
    words = hashlib.sha256(fold_words(text).encode()).hexdigest()
    key = f"facets:{on}:{words}"
    kept: list[tuple[object, ...]] | None = cache.get(key)
    if kept is None:
        kept = list(_tally_rows(products))
        cache.set(key, kept, FACETS_KEPT_SECONDS)
    return [Tally(*row) for row in kept]  # type: ignore[arg-type]  # what the query selects, in that order


def _tally_rows(products: ProductQuerySet) -> Iterable[tuple[object, ...]]:
    cases = [
        When(price_from__gte=band.low, then=Value(band.key))
        if band.high is None
        else When(price_from__gte=band.low, price_from__lt=band.high, then=Value(band.key))
        for band in PRICE_BANDS
    ]
    banded = products.annotate(band=Case(*cases, default=Value(""), output_field=CharField()))
    names = ("product_set_id", "stars", "producer__province_id", "producer__kind", "band", "is_in_stock")
    return banded.order_by().values_list(*names).annotate(products=Count("pk"))


def make_facets(tallies: Iterable[Tally], filters: ProductFilters, reference: Reference) -> tuple[Facet, ...]:
    """Every facet with its counts: a facet's own filter does not count against its own choices."""
    counting = _Counting([(_traits(tally, reference), tally.products) for tally in tallies], filters)
    chosen_sets = [one for one in reference.sets if filters.group in ("", one.group.slug)]
    groups: dict[str, Words] = {one.group.slug: localised(one.group, "name") for one in reference.sets}
    options: list[tuple[str, Words, dict[str, Words], Words]] = [
        ("group", _("Group"), groups, _("All groups")),
        ("product_set", _("Product set"), {one.slug: localised(one, "name") for one in chosen_sets}, _("All sets")),
        ("stars", _("Stars"), {str(stars): STAR_WORDS[stars] for stars in STARS}, ""),
        ("province", _("Province"), {unit.slug: unit.name for unit in reference.provinces}, _("The whole country")),
        ("prices", _("Price"), BAND_WORDS, ""),
        ("kinds", _("Maker"), {kind.value: capfirst(kind.label) for kind in ProducerKind}, ""),
        ("in_stock", _("Stock"), {"1": _("In stock only")}, ""),
    ]
    return tuple(counting.facet(*option) for option in options)


def _traits(tally: Tally, reference: Reference) -> dict[str, str]:
    """A tally's properties as the filters spell them."""
    product_set = reference.set_by_pk[tally.product_set_id]
    province = reference.province_by_pk.get(tally.province_id)
    return {
        "group": product_set.group.slug,
        "product_set": product_set.slug,
        "stars": str(tally.stars or ""),
        "province": province.slug if province else "",
        "kinds": tally.kind,
        "prices": tally.band,
        "in_stock": "1" if tally.is_in_stock else "",
    }


class _Counting:
    """Counts choices over tallied traits, each facet without its own filter."""

    def __init__(self, tallied: list[tuple[dict[str, str], int]], filters: ProductFilters) -> None:
        self._tallied = tallied
        self._wanted = {name: set(filters.texts(name)) for name in PARAMETERS if name not in {"text", "sort"}}

    def facet(self, name: str, title: Words, options: dict[str, Words], none_words: Words) -> Facet:
        """One facet; a choice that would leave nothing is shown only while it is on."""
        # A set belongs to one group, so the chosen set must not hide the other groups.
        ignored = {name, "product_set"} if name == "group" else {name}
        counts: Counter[str] = Counter()
        for traits, count in self._tallied:
            if all(not wanted or traits[key] in wanted for key, wanted in self._wanted.items() if key not in ignored):
                counts[traits[name]] += count
        on = self._wanted[name]
        choices = [
            Choice(value, words, counts[value], value in on, int(value) if name == "stars" else None)
            for value, words in options.items()
            if counts[value] or value in on
        ]
        return Facet(PARAMETERS[name], title, tuple(choices), none_words)
