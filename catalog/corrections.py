"""What was probably meant by words that find nothing, by the catalogue's own words."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import connections
from django.db.models import Q

from catalog.matching import MAX_TEXT_LENGTH, Fits, words_asked
from catalog.models import Product, SearchWord
from catalog.querysets import ProductQuerySet
from catalog.ranking import Row, best_rows, first_fitting
from geography.folding import fold_words

MAX_NEAR_WORDS = 4
MAX_COMBINED = 500
MAX_TRIES = 12
# Shorter words have too many neighbours; longer ones bear a second slip.
MIN_CORRECTED_LENGTH = 3
TWO_SLIPS_LENGTH = 6
_WORD = re.compile(r"\w+")
# Where the words of a product stand with their marks.
_WRITTEN = (
    *("name", "name_en", "producer__name", "product_set__name"),
    *(f"producer__{place}__{field}" for place in ("commune", "province") for field in ("name", "kind")),
)


class _Try(NamedTuple):
    """One way to read the words, and how unlikely it is: 0 as typed, about 2 for each slip of the hand."""

    cost: int
    words: tuple[str, ...]
    # Only believed where some product has these very words side by side.
    is_phrase: bool = False

    @property
    def condition(self) -> Fits:
        """What a product has to be for this reading to make sense."""
        return Fits(self.words, side_by_side=self.is_phrase)


def correct_words(text: str, products: ProductQuerySet | None = None) -> str:
    """What the words were probably meant to be, such that some of the products fit; empty when nothing is near.

    Without products, those with a public page are meant. Four queries, seldom six.
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
    correctable = [word for word in words if word.isalpha() and len(word) >= MIN_CORRECTED_LENGTH]
    known = _known(correctable)
    near = _near_words([word for word in correctable if not known.get(word)])
    choices = []
    for word in words:
        as_typed = [_Try(0, (word,))] if word in known or word not in correctable else []
        others = near.get(word, [])
        choices.append(as_typed + ([one._replace(is_phrase=True) for one in others] if as_typed else others))
    likeliest = sorted(itertools.islice(map(_joined, itertools.product(*choices)), MAX_COMBINED))
    return [one for one in likeliest if one.cost and not (one.is_phrase and len(one.words) == 1)][:MAX_TRIES]


def _joined(parts: Sequence[_Try]) -> _Try:
    words = tuple(itertools.chain(*(part.words for part in parts)))
    return _Try(sum(part.cost for part in parts), words, any(part.is_phrase for part in parts))


def _known(words: Sequence[str]) -> dict[str, bool]:
    """The words that begin a word of the catalogue, and whether they are one."""
    if not words:
        return {}
    begins = reduce(or_, (_begins_with(word) for word in words))
    found = set(SearchWord.objects.filter(begins).values_list("word", flat=True))
    return {word: word in found for word in words if any(one.startswith(word) for one in found)}


def _begins_with(word: str) -> Q:
    # SQLite's LIKE uses no index; PostgreSQL's order may be any language's, so there it is LIKE that does.
    if connections[SearchWord.objects.db].vendor == "sqlite":
        return Q(word__gte=word, word__lt=f"{word}{chr(sys.maxunicode)}")
    return Q(word__startswith=word)


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
    most = _slips(word)
    letters = set(word)
    for other in known:
        # Each slip brings in one letter and loses one at most: most words of the catalogue are left out by that.
        if len(letters.difference(other)) > most or len(set(other) - letters) > most:
            continue
        slips = edit_distance(word, other)
        if 0 < slips <= most:
            # A swapped or doubled letter is the likelier slip, and in a short word the only one believed by itself.
            has_its_letters = set(other) == letters
            cost = 2 * slips - has_its_letters + (other[0] != word[0])
            yield _Try(cost, (other,), len(word) == MIN_CORRECTED_LENGTH and not has_its_letters)


def _halves(word: str) -> Iterator[tuple[str, str]]:
    return ((word[:place], word[place:]) for place in range(2, len(word) - 1))


def _split(word: str, known: set[str]) -> Iterator[_Try]:
    return (_Try(2, pair) for pair in _halves(word) if known.issuperset(pair))


def edit_distance(one: str, other: str) -> int:
    """How many slips lie between two words: a sign too many, too few, another, or two swapped."""
    start = _shared(one, other)
    one, other = one[start:][::-1], other[start:][::-1]
    end = _shared(one, other)
    one, other = one[end:], other[end:]
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


def _shared(one: str, other: str) -> int:
    """With how many same signs two words begin."""
    place, end = 0, min(len(one), len(other))
    while place < end and one[place] == other[place]:
        place += 1
    return place


def _best(products: ProductQuerySet, tries: Sequence[_Try]) -> tuple[_Try, Product] | None:
    """The first of the tries that fits some product, and the product it fits best."""
    # Nine times of ten it is the likeliest.
    rows = _rows_of(products, tries[0])
    number = 0 if rows else first_fitting(products, [one.condition for one in tries])
    if number is None:
        return None
    rows = rows or _rows_of(products, tries[number])
    written = Product.objects.select_related("producer__commune", "producer__province", "product_set").only(*_WRITTEN)
    return (tries[number], written.get(pk=rows[0][1])) if rows else None


def _rows_of(products: ProductQuerySet, reading: _Try) -> list[Row]:
    narrowed = products.filter(reading.condition) if reading.is_phrase else products
    return best_rows(narrowed, " ".join(reading.words), limit=1)


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
