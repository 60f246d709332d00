"""The facets of the product list: each choice of a filter with how many products it would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.display import in_language as localised
from accounts.paging import shown_count
from catalog.enums import ProducerKind
from shop.census import Census, Reference
from shop.filters import PARAMETERS, STARS, ProductFilters

Words = str | Promise
BAND_WORDS: dict[str, Words] = {
    "duoi-100": _("Under 100.000 ₫"),
    "100-300": _("100.000 – 300.000 ₫"),
    "300-500": _("300.000 – 500.000 ₫"),
    "tren-500": _("500.000 ₫ and more"),
}
STAR_WORDS: dict[int, Words] = {5: _("5 stars"), 4: _("4 stars"), 3: _("3 stars")}


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


class _Options(NamedTuple):
    """A filter's name, and what may be chosen there: words by value; `none_words` where one choice is made."""

    name: str
    title: Words
    words: Mapping[str, Words]
    none_words: Words = ""


def make_facets(census: Census, among: int | None, filters: ProductFilters, reference: Reference) -> tuple[Facet, ...]:
    """Every facet with its counts `among` some products of a census (None: all).

    A facet's own filter does not count against its own choices.
    """
    chosen_sets = [one for one in reference.sets if filters.group in ("", one.group.slug)]
    groups: dict[str, Words] = {one.group.slug: localised(one.group, "name") for one in reference.sets}
    options = [
        _Options("group", _("Group"), groups, _("All groups")),
        _Options(
            "product_set", _("Product set"), {one.slug: localised(one, "name") for one in chosen_sets}, _("All sets")
        ),
        _Options("stars", _("Stars"), {str(stars): STAR_WORDS[stars] for stars in STARS}),
        _Options(
            "province", _("Province"), {unit.slug: unit.name for unit in reference.provinces}, _("The whole country")
        ),
        _Options("prices", _("Price"), BAND_WORDS),
        _Options("kinds", _("Maker"), {kind.value: capfirst(kind.label) for kind in ProducerKind}),
        _Options("in_stock", _("Stock"), {"1": _("In stock only")}),
    ]
    counts = census.counts(filters, among, {one.name: one.words for one in options})
    return tuple(_facet(one, counts[one.name], filters) for one in options)


def _facet(options: _Options, counts: Mapping[str, int], filters: ProductFilters) -> Facet:
    """One facet; a choice that would leave nothing is shown only while it is on."""
    on = filters.texts(options.name)
    choices = [
        Choice(value, words, counts.get(value, 0), value in on, int(value) if options.name == "stars" else None)
        for value, words in options.words.items()
        if counts.get(value) or value in on  # counted minutes ago, perhaps before there was such a set
    ]
    return Facet(PARAMETERS[options.name], options.title, tuple(choices), options.none_words)
