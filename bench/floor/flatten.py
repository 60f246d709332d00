"""Makes the flat template of a floor from the HTML a page really answered.

The frame stays literal text. In each card the values of its row give way to variables; what is left, the card's shape,
stands in the template once for all cards that share it, the most frequent first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape

CARD = re.compile(r'<article class="card">.*?</article>', re.DOTALL)
CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+(")')
Row = Mapping[str, Any]


class FloorError(Exception):
    """The page cannot be rebuilt from its rows, so the bench has to be mended: it says what differs."""


def flatten_list(html: str, rows: Sequence[Row]) -> tuple[str, dict[str, int]]:
    """The template of a page with one card for each row, and which shape the cards of each kind of row have."""
    cards = CARD.findall(html)
    if len(cards) != len(rows):
        raise FloorError(f"The page has {len(cards)} cards, the floor's query {len(rows)} rows.")
    if not cards:
        return _literal(html), {}
    start = html.index(cards[0])
    between = html[start + len(cards[0]) : html.index(cards[1], start)] if len(cards) > 1 else ""
    if html[start:].split(cards[-1])[0] != between.join([*cards[:-1], ""]):
        raise FloorError("What stands between the cards is not always the same.")
    shapes = [flatten_text(card, row, "row.") for card, row in zip(cards, rows, strict=True)]
    order = [shape for shape, _ in Counter(shapes).most_common()]
    by_kind: dict[str, set[int]] = defaultdict(set)
    for row, shape in zip(rows, shapes, strict=True):
        by_kind[row["kind"]].add(order.index(shape))
    for kind, numbers in by_kind.items():
        if len(numbers) > 1:
            raise FloorError(f"Cards of one kind {kind} differ:\n" + "\n".join(order[number] for number in numbers))
    head, tail = html[:start], html[start:].split(cards[-1], 1)[1]
    loop = (
        "{% for row in rows %}" + _branches(order) + "{% if not forloop.last %}" + between + "{% endif %}{% endfor %}"
    )
    return _literal(head) + loop + _literal(tail), {kind: min(numbers) for kind, numbers in by_kind.items()}


def flatten_text(html: str, row: Row, prefix: str) -> str:
    """The same HTML with variables where the row's texts stand, longest first; equal texts take turns."""
    fields: dict[str, list[str]] = defaultdict(list)
    for name, value in row["texts"].items():
        if value:
            fields[escape(value)].append(name)
    kept: list[str] = []
    for value in sorted(fields, key=len, reverse=True):
        turn = iter(fields[value])
        last = fields[value][-1]

        def as_mark(match: re.Match[str], turn: Any = turn, last: str = last) -> str:
            kept.append("{{ " + prefix + next(turn, last) + " }}")
            return f"\x01{len(kept) - 1}\x02"

        for spelled in {value, value.replace("&#x27;", "&#39;")}:
            html = re.sub(rf"(?<![\w\x01]){re.escape(spelled)}(?![\w\x02])", as_mark, html)
    return re.sub("\x01(\\d+)\x02", lambda match: kept[int(match[1])], _literal(html))


def same_bytes(one: str, other: str) -> bool:
    """Whether two pages are the same apart from CSRF tokens and the two ways to escape an apostrophe."""
    return _comparable(one) == _comparable(other)


def first_difference(one: str, other: str) -> str:
    """Where they part, with some text around it."""
    left, right = _comparable(one), _comparable(other)
    at = next(
        (at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), min(len(left), len(right))
    )
    return f"page …{left[max(at - 60, 0) : at + 60]!r}\nfloor …{right[max(at - 60, 0) : at + 60]!r}"


def _comparable(html: str) -> str:
    return CSRF.sub(r"\1\2", html).replace("&#39;", "&#x27;")


def _literal(html: str) -> str:
    html = CSRF.sub(r"\1{{ csrf_token }}\2", html)
    if "{%" in html or "{#" in html:
        raise FloorError("The page's text looks like a template's tags.")
    return html


def _branches(shapes: Sequence[str]) -> str:
    if len(shapes) == 1:
        return shapes[0]
    parts = [
        f"{{% {'elif' if number else 'if'} row.shape == {number} %}}{shape}" for number, shape in enumerate(shapes)
    ]
    return "".join(parts) + "{% endif %}"
