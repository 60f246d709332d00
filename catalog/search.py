"""Searching with a second try: what finds nothing as it is typed is corrected by the catalogue's own words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Case, IntegerField, Min, Q, Value, When

from catalog.matching import MAX_TEXT_LENGTH, fit, fits, words_asked
from catalog.models import Product, SearchWord
from catalog.querysets import ProductQuerySet
from geography.folding import fold_words

MAX_NEAR_WORDS = 4
MAX_COMBINED = 2_000
MAX_TRIES = 12
# Shorter words have too many neighbours; longer ones bear a second slip.
MIN_CORRECTED_LENGTH = 3
TWO_SLIPS_LENGTH = 6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class SearchResult:
    """What was found, the best first; `corrected` is what was searched instead, when the words as typed found nothing.

    Words as people write them: "nước mắm", for the sentence "Có phải bạn tìm …".
    """

    products: ProductQuerySet
    corrected: str | None = None


class _Try(NamedTuple):
    """One way to read the words, and how unlikely it is: 0 as typed, about 2 for each slip of the hand."""

    cost: int
    words: tuple[str, ...]
    # Only believed where some product has these very words side by side.
    is_phrase: bool = False

    @property
    def condition(self) -> Q:
        """What a product has to be for this reading to make sense."""
        condition = fits(list(self.words))
        return condition & Q(search_text__contains=f" {' '.join(self.words)} ") if self.is_phrase else condition


def search_products(products: ProductQuerySet, text: str) -> SearchResult:
    """Search these products, and once more with corrected words when nothing fits.

    Pass all products that may be shown, and narrow the result: a filter that leaves nothing is no slip of the hand.
    """
    found = products.search(text)
    if found.exists():
        return SearchResult(found)
    corrected = correct_words(text, products)
    return SearchResult(products.search(corrected), corrected) if corrected else SearchResult(found)


def correct_words(text: str, products: ProductQuerySet | None = None) -> str:
    """What the words were probably meant to be, such that some of the products fit; empty when nothing is near.

    Without products, those with a public page are meant. Three queries at most.
    """
    words = words_asked(text)
    if not words:
        return ""
    tries = _tries(words)
    if not tries:
        return ""
    products = Product.objects.published() if products is None else products
    best = _best(products, tries)
    if best is None:
        return ""
    reading, hit = best
    return " ".join(_as_written(reading.words, text, hit))


def _tries(words: Sequence[str]) -> list[_Try]:
    """The ways to read the words, the likeliest first; the words as typed are none.

    A word of the catalogue is what it was meant to be: that no product has all the words is no slip of the hand.
    """
    known = _known(words)
    near = _near_words([word for word in words if known.get(word) != word and _is_correctable(word)])
    choices = []
    for word in words:
        as_typed = [_Try(0, (word,))] if word in known or not _is_correctable(word) else []
        others = near.get(word, [])
        choices.append(as_typed + ([one._replace(is_phrase=True) for one in others] if as_typed else others))
    likeliest = sorted(itertools.islice(map(_joined, itertools.product(*choices)), MAX_COMBINED))
    return [one for one in likeliest if one.cost and not (one.is_phrase and len(one.words) == 1)][:MAX_TRIES]


def _joined(parts: Sequence[_Try]) -> _Try:
    words = tuple(itertools.chain(*(part.words for part in parts)))
    return _Try(sum(part.cost for part in parts), words, any(part.is_phrase for part in parts))


def _is_correctable(word: str) -> bool:
    return word.isalpha() and len(word) >= MIN_CORRECTED_LENGTH


def _known(words: Sequence[str]) -> dict[str, str]:
    """Of the words that begin a word of the catalogue, the first such word: itself, where it is a whole one."""
    begins = {
        f"word_{number}": Min("word", filter=Q(initial=word[0], word__startswith=word))
        for number, word in enumerate(words)
    }
    found = SearchWord.objects.filter(initial__in={word[0] for word in words}).aggregate(**begins)
    return {word: found[f"word_{number}"] for number, word in enumerate(words) if found[f"word_{number}"]}


def _near_words(words: Sequence[str]) -> dict[str, list[_Try]]:
    """For each word the nearest words of the catalogue, and two of them where only the space between was forgotten."""
    if not words:
        return {}
    near = (
        Q(initial__in={word[0], word[1]}, length__range=(len(word) - _slips(word), len(word) + _slips(word)))
        for word in words
    )
    halves = {half for word in words for pair in _halves(word) for half in pair}
    known = set(SearchWord.objects.filter(reduce(or_, near) | Q(word__in=halves)).values_list("word", flat=True))
    return {word: sorted([*_neighbours(word, known), *_split(word, known)])[:MAX_NEAR_WORDS] for word in words}


def _slips(word: str) -> int:
    return 2 if len(word) >= TWO_SLIPS_LENGTH else 1


def _neighbours(word: str, known: Iterable[str]) -> Iterator[_Try]:
    for other in known:
        slips = edit_distance(word, other) if abs(len(other) - len(word)) <= _slips(word) else 0
        if 0 < slips <= _slips(word):
            # A swapped or doubled letter is the likelier slip, and in a short word the only one believed by itself.
            has_its_letters = set(other) == set(word)
            cost = 2 * slips - has_its_letters + (other[0] != word[0])
            yield _Try(cost, (other,), len(word) == MIN_CORRECTED_LENGTH and not has_its_letters)


def _halves(word: str) -> Iterator[tuple[str, str]]:
    return ((word[:place], word[place:]) for place in range(2, len(word) - 1))


def _split(word: str, known: set[str]) -> Iterator[_Try]:
    return (_Try(2, pair) for pair in _halves(word) if known.issuperset(pair))


def edit_distance(one: str, other: str) -> int:
    """How many slips lie between two words: a sign too many, too few, another, or two swapped."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, sign in enumerate(one, start=1):
        this = [row]
        for column, other_sign in enumerate(other, start=1):
            cost = min(last[column] + 1, this[-1] + 1, last[column - 1] + (sign != other_sign))
            if row > 1 and column > 1 and sign == other[column - 2] and one[row - 2] == other_sign:
                cost = min(cost, before[column - 2] + 1)
            this.append(cost)
        before, last = last, this
    return last[-1]


def _best(products: ProductQuerySet, tries: Sequence[_Try]) -> tuple[_Try, Product] | None:
    """The first of the tries that fits some product, and the product it fits best; one query for all of them."""
    whens = [When(one.condition, then=Value(number)) for number, one in enumerate(tries)]
    misfits = [When(one.condition, then=fit(list(one.words))) for one in tries]
    hit = (
        products.filter(reduce(or_, (one.condition for one in tries)))
        .annotate(reading=Case(*whens, output_field=IntegerField()))
        .alias(misfit=Case(*misfits, output_field=IntegerField()))
        .select_related("producer__commune", "producer__province", "product_set")
        .order_by("reading", "misfit", "-pk")
        .first()
    )
    if hit is None:
        return None
    place: int = vars(hit)["reading"]
    return tries[place], hit


def _as_written(words: Sequence[str], text: str, hit: Product) -> Iterator[str]:
    """Words with their marks: those that were typed with marks, else as the product that fits writes them."""
    producer = hit.producer
    places = (place.full_name for place in (producer.commune, producer.province) if place)
    with_marks = (written for written in _WORD.findall(text[:MAX_TEXT_LENGTH]) if not written.isascii())
    sources = [*with_marks, hit.name, hit.name_en, producer.name, *places, hit.product_set.name]
    spellings: dict[str, str] = {}
    for written in _WORD.findall(" ".join(sources)):
        spellings.setdefault(fold_words(written), written.lower())
    return (spellings.get(word, word) for word in words)
