"""How words are looked for in search texts, and how well they fit: one behaviour on every database.

A text fits when each word asked for begins one of its words. PostgreSQL finds them by its trigram index.
"""

from __future__ import annotations

from functools import reduce
from operator import and_

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan, LessThan

from geography.folding import fold_words

# What is longer is no search; it is cut, so that ten megabytes cost no more than a hundred signs.
MAX_TEXT_LENGTH = 100
MAX_WORDS = 8
# Signs that end the sections of a search text (catalog.search_text); no folded word contains one.
END_OF_NAME = "|"
END_OF_ENGLISH_NAME = "/"
END_OF_MAKER = ";"
END_OF_PLACE = "."
_SECTIONS = (END_OF_NAME, END_OF_ENGLISH_NAME, END_OF_MAKER, END_OF_PLACE)


def words_asked(text: str) -> list[str]:
    """The folded words of what somebody typed: at most eight, of its first hundred signs, each once."""
    return list(dict.fromkeys(fold_words(text[:MAX_TEXT_LENGTH]).split()))[:MAX_WORDS]


def fits(words: list[str]) -> Q:
    """Products of whose search text each word begins a word."""
    return reduce(and_, (Q(search_text__contains=f" {word}") for word in words))


def fit(words: list[str]) -> Case:
    """How well a product that fits does so, 0 the best.

    The very name; a name that begins so; the words side by side in the name; anywhere in the name, then in the
    English one, in the maker's, in the place's; the product set.
    """
    asked = " ".join(words)
    whens = [
        When(search_text__startswith=f" {asked} {END_OF_NAME}", then=Value(0)),
        When(search_text__contains=f" {END_OF_NAME} {asked} {END_OF_ENGLISH_NAME}", then=Value(0)),
        When(search_text__startswith=f" {asked}", then=Value(1)),
        When(_before(END_OF_NAME, [asked]), then=Value(2)),
    ]
    whens += [When(_before(end, words), then=Value(rank)) for rank, end in enumerate(_SECTIONS, start=3)]
    return Case(*whens, default=Value(3 + len(_SECTIONS)), output_field=IntegerField())


def _before(end: str, words: list[str]) -> Q:
    """Each word is found before the sign that ends a section."""
    sign = StrIndex(F("search_text"), Value(f" {end}"))
    found = [StrIndex(F("search_text"), Value(f" {word}")) for word in words]
    return reduce(and_, (Q(GreaterThan(place, 0), LessThan(place, sign)) for place in found))
