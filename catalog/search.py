"""Searching with a second try: what finds nothing as it is typed is corrected by the catalogue's own words."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.corrections import correct_words
from catalog.querysets import ProductQuerySet
from catalog.ranking import best_rows, matching_keys

__all__ = ["SearchResult", "best_rows", "correct_words", "matching_keys", "search_products"]


@dataclass(frozen=True)
class SearchResult:
    """What was found, and the words that were searched.

    `products` are ranked, the best first; a page of them is found sooner by `best_rows(…, text)`, and they are counted
    and narrowed like any others. `corrected` is what was searched instead, when the words as typed found nothing: as
    people write it ("nước mắm"), for the sentence "Có phải bạn tìm …".
    """

    products: ProductQuerySet
    text: str
    corrected: str | None = None


def search_products(products: ProductQuerySet, text: str) -> SearchResult:
    """Search these products, and once more with corrected words when nothing fits; seldom more than five queries.

    Pass all products that may be shown, and narrow the result: a filter that leaves nothing is no slip of the hand.
    """
    if text.strip() and not best_rows(products, text, limit=1):
        corrected = correct_words(text, products)
        if corrected:
            return SearchResult(products.search(corrected), corrected, corrected)
    return SearchResult(products.search(text), text)
