"""Written Vietnamese made comparable: without marks for matching, with one tone-mark convention for keeping."""

from __future__ import annotations

import re
import unicodedata

# "Hoá" and "Hóa" are the same word; the older spelling, on the first vowel, is the one of the official lists we keep.
_NEWER_TONE = re.compile(r"(?<![qQ])([oOuU])([àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸỳýỷỹỵỲÝỶỸỴ])(?!\w)")
_NEWER_PAIRS = {("o", "a"), ("o", "e"), ("u", "y")}
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Text for comparing: lower case, đ as d, no marks, single spaces ("Hoà" and "Hòa" both give "hoa")."""
    lowered = text.lower().replace("đ", "d").replace("\x00", " ")
    bare = "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))
    return " ".join(bare.split())


def fold_words(text: str) -> str:
    """Like fold(), and with nothing but words and digits: "Cư M'gar" gives "cu mgar", "TP.Huế" gives "tp hue"."""
    return _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", fold(text))).strip()


def tidy_name(text: str) -> str:
    """A name as it is kept: NFC, single spaces, plain apostrophes, tones on the first vowel ("Thanh Hóa")."""
    composed = unicodedata.normalize("NFC", _APOSTROPHES.sub("'", text))
    return " ".join(_NEWER_TONE.sub(_older_tone, composed).split())


def _older_tone(found: re.Match[str]) -> str:
    first, second = found.groups()
    decomposed = unicodedata.normalize("NFD", second)
    base, marks = decomposed[0], decomposed[1:]
    if (first.lower(), base.lower()) not in _NEWER_PAIRS:
        return first + second
    return unicodedata.normalize("NFC", first + marks) + base
