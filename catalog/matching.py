"""How words are looked for in search texts, and how well they fit: one behaviour on every database.

A text fits when each word asked for begins one of its words. SQLite finds them by the words of catalog.search_index,
PostgreSQL by trigram indexes of the texts and of their sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from geography.folding import fold_words

# What is longer is no search; it is cut, so that ten megabytes cost no more than a hundred signs.
MAX_TEXT_LENGTH = 100
MAX_WORDS = 8
# Signs that end the sections of a search text (catalog.search_text); no folded word contains one.
END_OF_NAME = "|"
END_OF_ENGLISH_NAME = "/"
END_OF_MAKER = ";"
END_OF_PLACE = "."
ENDS = (END_OF_NAME, END_OF_ENGLISH_NAME, END_OF_MAKER, END_OF_PLACE)
# SQLite's table of words (catalog.search_index): the number of its section leads each of them.
INDEX = "catalog_search"
SECTIONS = "12345"
WHOLE_NAME = "0"
JOINT = "·"
NO_WORD = '"9"'  # what asks the table for nothing
# What PostgreSQL has indexes of, so it is always written like this; the text up to the end of each section.
NAME_SQL = f"split_part(search_text, ' {END_OF_NAME}', 1)"
ENGLISH_NAME_SQL = f"split_part(split_part(search_text, ' {END_OF_ENGLISH_NAME}', 1), ' {END_OF_NAME}', 2)"
UP_TO_SQL = (*(f"split_part(search_text, ' {end}', 1)" for end in ENDS), "search_text")

# A condition in SQL with its parameters.
Condition = tuple[str, list[str]]
_FOUND = f"{INDEX} MATCH %s"


def words_asked(text: str) -> list[str]:
    """The folded words of what somebody typed: at most eight, of its first hundred signs, each once."""
    return list(dict.fromkeys(fold_words(text[:MAX_TEXT_LENGTH]).split()))[:MAX_WORDS]


class Fits(Func):
    """Whether each of the words begins a word of the product's search text.

    Or `side_by_side`: whether these very words stand so in one of its sections.
    """

    output_field = BooleanField()

    def __init__(self, words: Sequence[str], *, side_by_side: bool = False) -> None:
        """Words as `words_asked` gives them; at least one."""
        super().__init__(F("pk"), F("search_text"))
        self.words = words
        self.side_by_side = side_by_side

    def match(self) -> Condition:
        """The condition on SQLite's table of words."""
        if self.side_by_side:
            return _FOUND, [" OR ".join(_quoted(section, self.words) for section in SECTIONS)]
        return _FOUND, [_each_in(SECTIONS, self.words)]

    def like(self, text: str = "search_text") -> Condition:
        """The condition on a search text, which a trigram index answers."""
        if not self.side_by_side:
            return _like_each(text, self.words)
        phrase = " ".join(self.words)
        return f"({text} LIKE %s OR {text} LIKE %s)", [f"% {phrase} %", f"% {phrase}"]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any) -> tuple[str, list[str]]:  # type: ignore[override]
        """On PostgreSQL."""
        text, _ = compiler.compile(self.get_source_expressions()[1])
        return self.like(text)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any) -> tuple[str, list[str]]:  # type: ignore[override]
        """On SQLite."""
        key, _ = compiler.compile(self.get_source_expressions()[0])
        condition, params = self.match()
        return f"{key} IN (SELECT rowid FROM {INDEX} WHERE {condition})", params  # noqa: S608  made of constants


def misfit(search_text: str, words: Sequence[str]) -> int | None:
    """How badly a text fits, 0 the best, None not at all; `match_tiers` and `like_tiers` say the same in SQL.

    The very name; a name that begins so; the words side by side in the name; anywhere in the name, then in the
    English one, in the maker's, in the place's; the product set.
    """
    places = [search_text.find(f" {word}") for word in words]
    if min(places) < 0:
        return None
    asked = f" {' '.join(words)}"
    name, _, rest = search_text.partition(f" {END_OF_NAME}")
    if asked in (name, rest.partition(f" {END_OF_ENGLISH_NAME}")[0]):
        return 0
    if asked in name:
        return 1 if name.startswith(asked) else 2
    return 3 + sum(search_text.find(f" {end}") < max(places) for end in ENDS)


def match_tiers(words: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Each misfit, the best first, with its condition on SQLite's table of words."""
    begins = f"{_quoted('1', words)} *"
    within = [f'"{WHOLE_NAME}{JOINT.join(words)}"', f"^ {begins}", begins]
    within += [_each_in(SECTIONS[:count], words) for count in range(1, len(SECTIONS) + 1)]
    for misfit, parts in _tiers(words):
        yield misfit, _FOUND, [" NOT ".join(f"({within[part]})" for part in parts)]


def like_tiers(words: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Each misfit, the best first, with its condition on products in PostgreSQL."""
    asked = f" {' '.join(words)}"
    within = [
        (f"({NAME_SQL} = %s OR {ENGLISH_NAME_SQL} = %s)", [asked, asked]),
        (f"{NAME_SQL} LIKE %s", [f"{asked}%"]),
        (f"{NAME_SQL} LIKE %s", [f"%{asked}%"]),
        *(_like_each(text, words) for text in UP_TO_SQL),
    ]
    for misfit, parts in _tiers(words):
        conditions, params = zip(*(within[part] for part in parts), strict=True)
        yield misfit, " AND NOT ".join(conditions), [value for values in params for value in values]


def _tiers(words: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """Each misfit with the conditions it is made of: its own, and those to take off.

    Each condition holds all before it, but the very English name may be in no Vietnamese one.
    """
    for misfit in range(3 + len(SECTIONS)):
        # One word is side by side with itself, so nothing is left for several anywhere in the name.
        if misfit != 3 or len(words) > 1:
            yield misfit, [misfit, *([misfit - 1] if misfit else []), *([0] if 1 < misfit < 5 else [])]


def _each_in(sections: str, words: Sequence[str]) -> str:
    """Each word begins a word of one of the sections, as SQLite's index is asked."""
    choices = (" OR ".join(f"{_quoted(section, [word])} *" for section in sections) for word in words)
    return " AND ".join(f"({choice})" for choice in choices)


def _quoted(section: str, words: Sequence[str]) -> str:
    return f'"{" ".join(section + word for word in words)}"'


def _like_each(text: str, words: Sequence[str]) -> Condition:
    return f"({' AND '.join(f'{text} LIKE %s' for _ in words)})", [f"% {word}%" for word in words]
