"""Searching with a second try: what finds nothing as it is typed is corrected by the catalogue's own words."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.corrections import correct_words
from catalog.matching import Fits, words_asked
from catalog.querysets import ProductQuerySet
from catalog.ranking import best_rows, first_fitting, matching_keys

__all__ = ["SearchResult", "best_rows", "correct_words", "matching_keys", "search_products"]


@dataclass(frozen=True)
class SearchResult:
    """What was found, and the words that were searched.

    Hand `text` to `best_rows` for a page of them. `corrected` is what was searched instead, when the words as typed
    found nothing: as people write it ("nước mắm"), for the sentence "Có phải bạn tìm …".
    """

    products: ProductQuerySet
    text: str
    corrected: str | None = None


def search_products(products: ProductQuerySet, text: str) -> SearchResult:
    """Search these products, and once more with corrected words when nothing fits; seldom more than five queries.

    Pass all products that may be shown, and narrow the result: a filter that leaves nothing is no slip of the hand.
    """
    words = words_asked(text)
    if words and first_fitting(products, [Fits(words)]) is None:
        corrected = correct_words(text, products)
        if corrected:
            return SearchResult(products.search(corrected), corrected, corrected)
    return SearchResult(products.search(text), text)
