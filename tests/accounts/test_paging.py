"""accounts.paging: pages of long lists, counted no further than a thousand."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.utils import translation

from accounts.models import ThrottleCounter
from accounts.paging import LongPaginator, shown_count
from tests import cast

pytestmark = pytest.mark.django_db


def paginator(rows: int) -> LongPaginator:
    """Pages of ten of so many rows."""
    ThrottleCounter.objects.bulk_create(
        ThrottleCounter(key=f"{number:05d}", window_starts_at=cast.NOW) for number in range(rows)
    )
    return LongPaginator(ThrottleCounter.objects.order_by("key"), 10)


def test_a_page_knows_what_lies_on_it_and_beside_it():
    page = paginator(25).read_page("2")

    assert [row.key for row in page] == [f"{number:05d}" for number in range(10, 20)]
    assert (page.paginator.count, page.paginator.num_pages) == (25, 3)
    assert page.has_previous()
    assert page.has_next()


def test_the_last_page_needs_no_counting(django_assert_num_queries):
    pages = paginator(25)
    with django_assert_num_queries(1):
        page = pages.read_page("3")
        assert (len(page), page.paginator.count, page.has_next()) == (5, 25, False)


def test_a_thousand_is_counted_exactly_and_no_more():
    assert paginator(1_000).count == 1_000
    assert shown_count(1_000) == "1000"


def test_beyond_a_thousand_pages_go_on_to_the_last_row():
    pages = paginator(1_025)

    assert pages.count == 1_001
    assert pages.read_page("1").paginator.num_pages == 101
    last = pages.read_page("103")
    assert (len(last), last.has_next()) == (5, False)
    with pytest.raises(Http404):
        pages.read_page("104")
    with translation.override("en"):
        assert shown_count(pages.count) == "more than 1.000"


def test_an_empty_list_has_one_empty_page():
    page = paginator(0).read_page("1")
    assert (list(page), page.paginator.count, page.has_next()) == ([], 0, False)


@pytest.mark.parametrize("number", ["0", "-1", "", "x", "1.5", "٣", "9" * 7, "9" * 5_000])
def test_what_is_no_page_number_is_no_page(number):
    with pytest.raises(Http404):
        paginator(3).read_page(number)
