"""Which runs of words may name a unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geography.addresses.words import ENGLISH_KINDS, KIND_WORDS, LANDMARK_WORDS, Words
from geography.enums import UnitKind

MAX_NAME_WORDS = 6
_NO_KINDS: frozenset[UnitKind] = frozenset()


@dataclass(frozen=True)
class Mention:
    """A run of words [start, end) that may be a unit's name, with the kind written beside it if any.

    `first` and `last` bound the whole mention, kind included. `is_loose` says that what stands before it makes another
    reading likely ("chợ Vũng Liêm"); `is_whole` that it fills its part between commas.
    """

    start: int
    end: int
    first: int
    last: int
    kinds: frozenset[UnitKind]
    folded: str
    marked: str
    is_loose: bool
    is_whole: bool

    def overlaps(self, other: Mention) -> bool:
        """Whether the two share a word."""
        return self.first < other.last and other.first < self.last


def find_mentions(words: Words) -> list[Mention]:
    """Every run that may be a name, longest first at each place."""
    kinds_at = _kinds_at(words)
    places = _place_runs(words, kinds_at)
    found: list[Mention] = []
    for start in range(len(words.items)):
        before = next((entry for entry in kinds_at if entry[1] == start), None)
        if before is not None or places.get(start, True):
            found += _mentions_from(words, start, before, loose=start in places)
        if before is not None and _may_end_a_name(words, before):
            found += _mentions_from(words, start, None, loose=False)
    return found


def _may_end_a_name(words: Words, before: tuple[int, int, frozenset[UnitKind]]) -> bool:
    """Without marks "xa" and "phuong" may belong to the name before: "xuy xa, my duc" is Xuy Xá, Mỹ Đức."""
    run = words.items[before[0] : before[1]]
    return not words.is_boundary(before[0]) and all(word.marked == word.folded and len(word.folded) > 1 for word in run)


def _mentions_from(
    words: Words, start: int, before: tuple[int, int, frozenset[UnitKind]] | None, *, loose: bool
) -> Iterator[Mention]:
    for end in range(min(start + MAX_NAME_WORDS, _segment_end(words, start)), start, -1):
        kinds, first, last = (before[2], before[0], end) if before else (_NO_KINDS, start, end)
        folded = " ".join(words.folded(start, end))
        english = ENGLISH_KINDS.get(words.items[end].folded) if end < len(words.items) else None
        if not before and english and not words.items[end].starts_segment:
            kinds, last = frozenset(english), end + 1
        if folded.isdigit() and not kinds:
            continue
        is_whole = words.is_boundary(first) and words.is_boundary(last)
        marked = " ".join(word.marked for word in words.items[start:end])
        yield Mention(start, end, first, last, kinds, folded, marked, loose and not kinds, is_whole)


def _segment_end(words: Words, start: int) -> int:
    end = start + 1
    while end < len(words.items) and not words.items[end].starts_segment:
        end += 1
    return end


def _kinds_at(words: Words) -> list[tuple[int, int, frozenset[UnitKind]]]:
    """(first word, word after, kinds) of each kind written before a name."""
    found = []
    at = 0
    while at < len(words.items):
        length, phrase = words.phrase_at(at, KIND_WORDS)
        after = at + length
        if length and after < len(words.items) and not words.items[after].starts_segment:
            found.append((at, after, frozenset(KIND_WORDS[phrase])))
        at += length or 1
    return found


def _place_runs(words: Words, kinds_at: list[tuple[int, int, frozenset[UnitKind]]]) -> dict[int, bool]:
    """Words of "thôn …", "đường …", "chợ …"; true for those where a unit's name is still to be thought of.

    The place word itself may begin one ("Bản Lầu"), and landmarks are named after their commune.
    """
    stops = {first for first, _, _ in kinds_at}
    runs: dict[int, bool] = {}
    at = 0
    while at < len(words.items):
        length = words.place_at(at) or int(words.items[at].folded[0].isdigit())
        landmark = words.phrase_at(at, LANDMARK_WORDS)[0]
        if at in stops or not words.is_boundary(at) or not (length or landmark):
            at += 1
            continue
        start, at = at, at + 1
        while not words.is_boundary(at) and at not in stops:
            at += 1
        runs |= dict.fromkeys(range(start, at), bool(landmark)) | {start: True}
    return runs
