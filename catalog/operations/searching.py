"""Keeping what search looks through in step with the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction

from catalog.models import Producer, Product, SearchWord
from catalog.operations.versions import raise_catalogue_version
from catalog.search_text import search_texts, words_of

BATCH = 500
T = TypeVar("T")


@transaction.atomic
def refresh_search_text(*, products: Iterable[Product] = (), producers: Iterable[Producer] = ()) -> int:
    """Write anew what these products, and all products of these producers, are found by; answers how many changed.

    Called by the operations that save; by itself only after rows were written in bulk.
    """
    ids = {product.pk for product in products}
    ids |= set(Product.objects.filter(producer__in=list(producers)).values_list("pk", flat=True))
    changed = _refresh(sorted(ids))
    if changed:
        raise_catalogue_version()
    return changed


@transaction.atomic
def refresh_all_search_text() -> int:
    """Write every search text anew and forget the words that occur no more; answers how many texts changed."""
    changed = _refresh(list(Product.objects.order_by("pk").values_list("pk", flat=True)))
    used: set[str] = set()
    for text in Product.objects.values_list("search_text", flat=True).iterator():
        used.update(words_of(text))
    unused = set(SearchWord.objects.values_list("word", flat=True)) - used
    for part in _batches(sorted(unused)):
        SearchWord.objects.filter(word__in=part).delete()
    if changed:
        raise_catalogue_version()
    return changed


def _refresh(ids: list[int]) -> int:
    changed = 0
    for part in _batches(ids):
        products = list(Product.objects.filter(pk__in=part).only("pk", "search_text"))
        texts = search_texts(products)
        stale = [product for product in products if product.search_text != texts[product.pk]]
        for product in stale:
            product.search_text = texts[product.pk]
        Product.objects.bulk_update(stale, ["search_text"], batch_size=BATCH)
        _remember_words({word for text in texts.values() for word in words_of(text)})
        changed += len(stale)
    return changed


def _remember_words(words: set[str]) -> None:
    for part in _batches(sorted(words)):
        known = set(SearchWord.objects.filter(word__in=part).values_list("word", flat=True))
        new = [SearchWord(word=word, initial=word[0], length=len(word)) for word in part if word not in known]
        SearchWord.objects.bulk_create(new, ignore_conflicts=True)


def _batches(rows: list[T]) -> Iterable[list[T]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
