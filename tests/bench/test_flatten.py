"""The floors' templates: made from a page, they draw that page again from its rows."""

import pytest
from django.template import engines

from bench.floor.flatten import FloorError, flatten_list, same_bytes

PAGE = (
    '<main><input name="csrfmiddlewaretoken" value="abc123">'
    '<article class="card"><a href="/san-pham/mam/">Mắm Bà Sáu</a> Phú Quốc <b>5 sao</b> Còn 5</article>\n'
    '<article class="card"><a href="/san-pham/keo-me/">Kẹo mè</a> Hải Châu <b>4 sao</b></article></main>'
)


def row(kind, **texts):
    return {"kind": kind, "texts": texts, **texts}


def test_it_draws_the_same_page_from_the_rows():
    rows = [
        row("5, some", slug="mam", name="Mắm Bà Sáu", commune="Phú Quốc", left="Còn 5"),
        row("4, none", slug="keo-me", name="Kẹo mè", commune="Hải Châu", left=""),
    ]
    template, shapes = flatten_list(PAGE, rows)
    assert "Mắm Bà Sáu" not in template
    for one in rows:
        one["shape"] = shapes[one["kind"]]
    drawn = engines["django"].from_string(template).render({"rows": rows, "csrf_token": "other"})
    assert drawn != PAGE
    assert same_bytes(drawn, PAGE)


def test_it_says_so_when_cards_differ_by_something_that_no_row_tells():
    rows = [row("any", slug="mam", name="Mắm Bà Sáu"), row("any", slug="keo-me", name="Kẹo mè")]
    with pytest.raises(FloorError, match="Cards of one kind"):
        flatten_list(PAGE, rows)
