"""One answer of the product list: the page of products, the filters' counts, the words around them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.display import in_language
from accounts.memory import Memory
from accounts.paging import EXACT_COUNT, LongPaginator, shown_count
from catalog.enums import ProducerKind
from catalog.models import CatalogueVersion, Product
from catalog.search import best_rows, matching_keys, search_products
from geography.folding import fold_words
from points_of_sale.cards import Card, read_cards
from shop.census import Census, Reference
from shop.facets import BAND_WORDS, STAR_WORDS, Facet, make_facets
from shop.filters import ProductFilters, Sort, usual_sort
from shop.listing import LISTS_REMEMBERED, PAGE_SIZE, FoundProducts

NOT_SOLD_SHOWN = 4
SLUG_FILTERS = ("group", "product_set", "province")


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


class SearchedWords(NamedTuple):
    """The words that are searched; `corrected` where the ones that were typed find nothing."""

    text: str
    corrected: str | None = None

    @classmethod
    def of(cls, text: str, on: datetime.date, version: int) -> SearchedWords:
        """What words mean on a day, in a version of the catalogue; remembered like the lists themselves."""
        return _words.get((version, on, text), lambda: cls._look_up(text, on))

    @classmethod
    def _look_up(cls, text: str, on: datetime.date) -> SearchedWords:
        result = search_products(Product.objects.shown(on), text)
        return cls(result.text, result.corrected)


_words: Memory[SearchedWords] = Memory(seconds=settings.LISTS_KEPT_SECONDS, most=LISTS_REMEMBERED)


class FoundPages(LongPaginator):
    """Pages of cards."""

    def __init__(self, found: FoundProducts, on: datetime.date) -> None:
        """Of the products found, as they are on a day."""
        super().__init__(found, PAGE_SIZE, show=lambda keys: read_cards(keys, on))
        self._found = found

    @cached_property
    def count(self) -> int:
        """The number of products, or one more than EXACT_COUNT for any larger number."""
        return min(self._found.count, EXACT_COUNT + 1)


class ProductSearch:
    """A search on a day; nothing is read before it is asked for."""

    def __init__(self, filters: ProductFilters, on: datetime.date) -> None:
        """Filters that name no set, group or province of ours are dropped; the page says so (`dropped`)."""
        self.on = on
        self.reference = Reference.load(on)
        self.filters = self._known(filters)
        self.dropped = [
            value for name in SLUG_FILTERS if (value := getattr(filters, name)) != getattr(self.filters, name)
        ]

    def _known(self, filters: ProductFilters) -> ProductFilters:
        groups = {one.group.slug for one in self.reference.sets}
        group = filters.group if filters.group in groups else ""
        sets = {one.slug for one in self.reference.sets if group in ("", one.group.slug)}
        return replace(
            filters,
            group=group,
            product_set=filters.product_set if filters.product_set in sets else "",
            province=filters.province if filters.province in self.reference.province_by_slug else "",
        )

    @cached_property
    def _version(self) -> int:
        return CatalogueVersion.current()

    @cached_property
    def _words(self) -> SearchedWords:
        """Looked for among all products, so that a filter that leaves nothing is not taken for a slip of the hand."""
        text = self.filters.text
        return SearchedWords.of(text, self.on, self._version) if text else SearchedWords("")

    @cached_property
    def _asked(self) -> ProductFilters:
        """The filters with the words that were really searched."""
        return replace(self.filters, text=self._words.text)

    @cached_property
    def _census(self) -> Census:
        return Census.recent(self.on, version=self._version)

    @cached_property
    def _matching(self) -> int | None:
        """The products of the census that the words find; None for all."""
        text = self._asked.text
        if not text:
            return None
        return self._census.matching(fold_words(text), partial(matching_keys, text))

    @cached_property
    def paginator(self) -> FoundPages:
        """The pages, 24 cards each."""
        expected = self._census.fitting(self.filters, self._matching).bit_count()
        found = FoundProducts(
            self._asked, self.on, expected=expected, version=self._version, counted_in=self._census.version
        )
        return FoundPages(found, self.on)

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The filters with their counts."""
        return make_facets(self._census, self._matching, self.filters, self.reference)

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
            ("province", [self.reference.province_by_slug[filters.province].name] if filters.province else []),
            ("prices", [BAND_WORDS[key] for key in filters.prices]),
            ("kinds", [capfirst(ProducerKind(kind).label) for kind in filters.kinds]),
            ("in_stock", [_("In stock only")] if filters.in_stock else []),
        ]
        return [
            Chip(", ".join(map(str, words)), filters.without(name).address(), name in SLUG_FILTERS)
            for name, words in said
            if words
        ]

    @property
    def dropped_words(self) -> str:
        """That the address asks for a group, set or province we do not know; empty when it does not."""
        if not self.dropped:
            return ""
        names = ", ".join(f"“{value}”" for value in self.dropped)
        return _("Left out of the filters, because we know no such group, set or province here: %(names)s.") % {
            "names": names
        }

    @property
    def corrected_text(self) -> str:
        """The words that were searched instead, when those that were typed find nothing."""
        return self._words.corrected or ""

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
    def not_sold_now(self) -> list[Card]:
        """Products the words name that have a page but are not offered on the day."""
        if not self.filters.text:
            return []
        known = best_rows(Product.objects.published(), self.filters.text, limit=NOT_SOLD_SHOWN)
        return read_cards([key for _misfit, key in known], self.on)
