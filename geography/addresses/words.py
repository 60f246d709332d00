"""A written address cut into words, with the words that say what kind of unit follows (or, in English, precedes)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geography.enums import UnitKind
from geography.folding import fold, tidy_name

MAX_CHARACTERS = 1000
MAX_WORDS = 60
"""Of a longer text the end is read: that is where the units stand."""

_COMMUNE, _WARD, _TOWNSHIP = {UnitKind.COMMUNE}, {UnitKind.WARD}, {UnitKind.TOWNSHIP}
_RURAL, _URBAN, _TOWN = {UnitKind.RURAL_DISTRICT}, {UnitKind.URBAN_DISTRICT}, {UnitKind.TOWN}
_CITY, _PROVINCE = {UnitKind.PROVINCIAL_CITY, UnitKind.MUNICIPALITY}, {UnitKind.PROVINCE}
KIND_WORDS: dict[str, set[UnitKind]] = {
    "thị trấn": _TOWNSHIP,
    "đặc khu": {UnitKind.SPECIAL_ZONE},
    "thị xã": _TOWN,
    "huyện đảo": _RURAL | {UnitKind.SPECIAL_ZONE},
    "thành phố": _CITY,
    "xã đảo": _COMMUNE,
    "xã": _COMMUNE,
    "x": _COMMUNE,
    "phường": _WARD,
    "p": _WARD,
    "f": _WARD,
    "tt": _TOWNSHIP,
    "huyện": _RURAL,
    "h": _RURAL,
    "quận": _URBAN,
    "q": _URBAN,
    "tx": _TOWN,
    "tp": _CITY,
    "tỉnh": _PROVINCE,
    "t": _PROVINCE,
    "district": _RURAL | _URBAN,
    "ward": _WARD,
}
ENGLISH_KINDS = {
    "commune": _COMMUNE,
    "ward": _WARD,
    "township": _TOWNSHIP,
    "town": _TOWNSHIP | _TOWN,
    "district": _RURAL | _URBAN,
    "city": _CITY,
    "province": _PROVINCE,
}
# What follows these is a hamlet, a street or a building, up to the next comma or kind of unit.
_PLACES = (
    "thôn|ấp|tổ|làng|bản|buôn|bon|plei|xóm|khóm|khối|khu|đội|cụm|số|đường|phố|ngõ|ngách|hẻm|kiệt|quốc lộ|ql|đt|km|"
    "khu phố|khu vực|tổ dân phố|khối phố|tiểu khu|kp|tdp|khu du lịch|kdl|htx|hợp tác xã|công ty|cơ sở|hộ kinh doanh|"
    "street|road|hamlet|village"
)
PLACE_WORDS = set(_PLACES.split("|"))
_LIKE_NAMES = {"làng", "bản", "bon"}
# What follows these is often named after its commune or district, and as often not.
LANDMARK_WORDS = {"chợ", "đảo", "biển", "bến xe", "siêu thị", "cửa hàng", "nhà chờ"}

_TOKEN = re.compile(r"(?P<word>\w+(?:'\w+)*)|(?P<break>[,;()\[\]\n|/]|\s[-–—]\s)|(?P<dot>\.)")
_JOINED = re.compile(r"(?P<kind>tp|tx|tt)(?P<name>[a-z]{2,})|(?P<letter>[pqf])(?P<number>\d{1,2})")


class Word(NamedTuple):
    """One word: folded for looking up, marked as it was written, and where it begins in the text."""

    folded: str
    marked: str
    offset: int
    starts_segment: bool
    is_capital: bool


@dataclass(frozen=True)
class Words:
    """The words of one address."""

    text: str
    items: tuple[Word, ...]

    def folded(self, start: int, end: int) -> tuple[str, ...]:
        """The folded words from start up to, not including, end."""
        return tuple(word.folded for word in self.items[start:end])

    def is_boundary(self, at: int) -> bool:
        """Whether a comma, a bracket or the text's end lies before this word."""
        return at <= 0 or at >= len(self.items) or self.items[at].starts_segment

    def place_at(self, at: int) -> int:
        """How many words a place word that begins here has; "Lạng Sơn" and "LANG SON" begin with none."""
        length, phrase = self.phrase_at(at, PLACE_WORDS)
        is_plain = self.items[at].marked == self.items[at].folded
        return 0 if is_plain and phrase in _LIKE_NAMES - {self.items[at].folded} else length

    def phrase_at(self, at: int, phrases: Collection[str]) -> tuple[int, str]:
        """How many words the longest of some phrases that begins at a word has, and the phrase; (0, "") for none."""
        for length in (3, 2, 1):
            run = self.items[at : at + length]
            for written in (" ".join(word.marked for word in run), _restored(run, phrases)):
                if len(run) == length and written in phrases:
                    return length, written
        return 0, ""


def _restored(run: Sequence[Word], phrases: Collection[str]) -> str:
    """The phrase meant by words written without marks."""
    if any(word.marked != word.folded for word in run):
        return ""
    folded = " ".join(word.folded for word in run)
    return next((phrase for phrase in phrases if fold(phrase) == folded), "")


def cut_into_words(text: str) -> Words:
    """Words of an address; NUL, control characters and text beyond the limits are left out."""
    plain = "".join(char if char.isprintable() or char == "\n" else " " for char in text[-MAX_CHARACTERS:])
    plain = "\n".join(tidy_name(line) for line in plain.split("\n"))
    words: list[Word] = []
    is_new = True
    for found in _TOKEN.finditer(plain):
        if found["break"]:
            is_new = True
        elif written := found["word"]:
            words += _pieces(written, found.start(), is_new)
            is_new = False
    return Words(plain, tuple(words[-MAX_WORDS:]))


def _pieces(written: str, offset: int, is_new: bool) -> list[Word]:
    marked = written.lower().replace("'", "").replace("_", " ").strip()
    folded = fold(marked).replace(" ", "")
    if not folded:
        return []
    joined = _JOINED.fullmatch(folded)
    if joined:
        first, second = joined["kind"] or joined["letter"], joined["name"] or joined["number"]
        kind = Word(first, first, offset, is_new, is_capital=True)
        return [kind, Word(_number(second), _number(second), offset + len(first), False, is_capital=True)]
    return [Word(_number(folded), _number(marked), offset, is_new, written.isupper())]


def _number(word: str) -> str:
    return word.lstrip("0") or word if word.isdigit() else word
