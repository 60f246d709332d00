"""The foundation of GraphQL lists and money: cursors, keyset pages, whole đồng."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.test import override_settings
from graphql import GraphQLError

from accounts.models import User
from geography.connections import after_position, keyset_page, make_cursor, purpose_of, read_cursor
from geography.graph import Dong, GraphError
from tests import cast

ORDER = ("full_name", "-pk")


@pytest.fixture
def villagers(db: None) -> list[User]:
    """Two called An, one Bình, two Chi."""
    names = ["An", "An", "Bình", "Chi", "Chi"]
    return [cast.make_user(email=f"{number}@example.com", full_name=name) for number, name in enumerate(names)]


def code_of(problem: pytest.ExceptionInfo[GraphError]) -> str:
    return problem.value.extensions["code"]


def test_a_cursor_gives_back_texts_numbers_days_and_moments():
    position = ["Nước mắm", 7, datetime.date(2026, 11, 21), datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)]
    position += [Decimal("1.50"), True]
    assert read_cursor("list", make_cursor("list", position), 6) == position


@pytest.mark.parametrize("forged", ["", "x", "đ", "AAAA", "A" * 5_000, "=" * 40, "\0", "WyJhIiwxXQ"])
def test_a_cursor_that_we_did_not_sign_is_refused(forged: str):
    with pytest.raises(GraphError) as problem:
        read_cursor("list", forged, 2)
    assert code_of(problem) == "BAD_CURSOR"


def test_a_cursor_of_another_list_order_or_filter_is_refused():
    cursor = make_cursor(purpose_of("producers", ORDER, province="an-giang"), ["An", 1])
    for other in (
        purpose_of("products", ORDER, province="an-giang"),
        purpose_of("producers", ("-pk", "full_name"), province="an-giang"),
        purpose_of("producers", ORDER, province="da-nang"),
    ):
        with pytest.raises(GraphError) as problem:
            read_cursor(other, cursor, 2)
        assert code_of(problem) == "BAD_CURSOR"


def test_a_cursor_of_another_installation_is_refused():
    with override_settings(SECRET_KEY="another"):
        cursor = make_cursor("list", ["An", 1])
    with pytest.raises(GraphError):
        read_cursor("list", cursor, 2)


def test_keyset_pages_give_every_row_once_in_order(villagers: list[User], django_assert_num_queries):
    seen: list[User] = []
    after = None
    for _ in range(3):
        with django_assert_num_queries(1):
            page = keyset_page(User.objects.all(), order=ORDER, first=2, after=after, purpose="villagers")
        seen += [edge.node for edge in page.edges]
        assert page.has_previous_page is (after is not None)
        after = page.end_cursor
    assert not page.has_next_page
    assert seen == [villagers[number] for number in (1, 0, 2, 4, 3)]


def test_a_page_after_the_last_row_is_empty(villagers: list[User]):
    last = keyset_page(User.objects.all(), order=ORDER, first=100, after=None, purpose="villagers").end_cursor
    page = keyset_page(User.objects.all(), order=ORDER, first=1, after=last, purpose="villagers")
    assert (page.edges, page.start_cursor, page.end_cursor, page.has_next_page) == ([], None, None, False)


@pytest.mark.parametrize("first", [0, -1, 101, 100_000])
def test_a_page_of_an_absurd_size_is_refused(first: int, db: None):
    with pytest.raises(GraphError) as problem:
        keyset_page(User.objects.all(), order=ORDER, first=first, after=None, purpose="villagers")
    assert code_of(problem) == "BAD_INPUT"


def test_a_position_bounds_the_first_column_alone_for_the_index():
    assert str(after_position(("-price", "pk"), [5, 7])) == (
        "(AND: ('price__lte', 5), (OR: ('price__lt', 5), (AND: ('price', 5), ('pk__gt', 7))))"
    )


@pytest.mark.parametrize("amount", [0, 125_000, -5, 2**53 - 1])
def test_dong_takes_whole_numbers(amount: int):
    assert Dong.serialize(amount) == Dong.parse_value(amount) == amount


@pytest.mark.parametrize("amount", [1.0, True, "125000", 2**53, None, Decimal(1)])
def test_dong_takes_nothing_else(amount: object):
    with pytest.raises(GraphQLError):
        Dong.parse_value(amount)
