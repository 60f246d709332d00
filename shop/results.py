"""One answer of the product list: the page of products, the filters' counts, the words around them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.display import in_language
from accounts.paging import EXACT_COUNT, LongPaginator, shown_count
from catalog.enums import ProducerKind
from catalog.models import Product
from catalog.querysets import ProductQuerySet
from catalog.search import SearchResult, search_products
from shop.facets import BAND_WORDS, STAR_WORDS, Facet, Reference, make_facets, tally_products
from shop.filters import ProductFilters, Sort, usual_sort
from shop.listing import PAGE_SIZE, as_cards, in_order, narrow, with_properties

NOT_SOLD_SHOWN = 4
HEADING_FILTERS = {"group", "product_set", "province"}


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    words: str | Promise
    address: str


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    words: str
    address: str
    is_heading: bool


class ProductSearch:
    """A search on a day; nothing is read before it is asked for."""

    def __init__(self, filters: ProductFilters, on: datetime.date) -> None:
        """Filters that name no set, group or province of ours are dropped."""
        self.on = on
        self.reference = Reference.load(on)
        self.filters = self._known(filters)

    def _known(self, filters: ProductFilters) -> ProductFilters:
        groups = {one.group.slug for one in self.reference.sets}
        group = filters.group if filters.group in groups else ""
        sets = {one.slug for one in self.reference.sets if group in ("", one.group.slug)}
        return replace(
            filters,
            group=group,
            product_set=filters.product_set if filters.product_set in sets else "",
            province=filters.province if filters.province in self._provinces else "",
        )

    @cached_property
    def _provinces(self) -> dict[str, str]:
        return {unit.slug: unit.name for unit in self.reference.provinces}

    @cached_property
    def _search(self) -> SearchResult:
        """What the words alone find, so that a filter that leaves nothing is not taken for a slip of the hand."""
        shown = Product.objects.shown(self.on)
        return search_products(shown, self.filters.text) if self.filters.text else SearchResult(shown)

    @cached_property
    def _matching(self) -> ProductQuerySet:
        return with_properties(self._search.products, self.on)

    @cached_property
    def _found(self) -> ProductQuerySet:
        return narrow(self._matching, self.filters)

    @cached_property
    def paginator(self) -> LongPaginator:
        """The pages, 24 cards each."""
        rows = as_cards(in_order(self._found, self.filters.sort), self.on)
        return LongPaginator(rows, PAGE_SIZE, counted=self._found)

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The filters with their counts."""
        tallies = tally_products(self._matching, self._search.corrected or self.filters.text, self.on)
        return make_facets(tallies, self.filters, self.reference)

    @property
    def title(self) -> str:
        """The page's heading: what was searched, or the one group, set or province it is narrowed to."""
        if self.filters.text:
            return f"“{self.filters.text}”"
        names = [chip.words for chip in self.chips if chip.is_heading]
        return str(names[0]) if len(names) == 1 else _("OCOP products")

    @property
    def count_words(self) -> str:
        """How many products were found."""
        count = self.paginator.count
        if count > EXACT_COUNT:
            return _("%(count)s products") % {"count": shown_count(count)}
        return ngettext("%(count)s product", "%(count)s products", count) % {"count": count}

    @property
    def sorts(self) -> list[tuple[str, str | Promise]]:
        """The orders to choose from; the usual one is not named, so that new words come in their own usual order."""
        usual = usual_sort(has_text=bool(self.filters.text))
        sorts = [sort for sort in Sort if self.filters.text or sort != Sort.BEST]
        return [("" if sort == usual else sort.value, sort.label) for sort in sorts]

    @property
    def chosen_sort(self) -> str:
        """The order that is on, as `sorts` has it."""
        return dict(self.filters.pairs()).get("xep", "")

    @cached_property
    def chips(self) -> list[Chip]:
        """What is asked, each with the address that no longer asks it."""
        filters = self.filters
        sets = self.reference.sets
        groups = {one.group.slug: in_language(one.group, "name") for one in sets}
        set_names = [in_language(one, "name") for one in sets if one.slug == filters.product_set]
        said: list[tuple[str, list[str | Promise]]] = [
            ("text", [f"“{filters.text}”"] if filters.text else []),
            ("group", [groups[filters.group]] if filters.group else []),
            ("product_set", [*set_names]),
            ("stars", [STAR_WORDS[stars] for stars in filters.stars]),
            ("province", [self._provinces[filters.province]] if filters.province else []),
            ("prices", [BAND_WORDS[key] for key in filters.prices]),
            ("kinds", [capfirst(ProducerKind(kind).label) for kind in filters.kinds]),
            ("in_stock", [_("In stock only")] if filters.in_stock else []),
        ]
        return [
            Chip(", ".join(map(str, words)), filters.without(name).address(), name in HEADING_FILTERS)
            for name, words in said
            if words
        ]

    @property
    def corrected_text(self) -> str:
        """The words that were searched instead, when those that were typed find nothing."""
        return self._search.corrected or ""

    @property
    def corrected_address(self) -> str:
        """The same search with the corrected words."""
        return replace(self.filters, text=self.corrected_text).address()

    @property
    def suggestions(self) -> list[Link]:
        """Where to look instead of here: the same search with one filter less, and the whole list."""
        fewer = [Link(_("Without %(filter)s") % {"filter": chip.words}, chip.address) for chip in self.chips]
        return [*(fewer if len(fewer) > 1 else []), Link(_("All products"), ProductFilters().address())]

    @cached_property
    def not_sold_now(self) -> list[Product]:
        """Products the words name that have a page but are not offered on the day."""
        if not self.filters.text:
            return []
        known = Product.objects.published().search(self.filters.text)
        return list(as_cards(known, self.on)[:NOT_SOLD_SHOWN])
