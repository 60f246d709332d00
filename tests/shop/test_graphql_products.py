"""The product list by the API: filters, orders, pages after a cursor, counts."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Product, ProductGroup, ProductSet
from catalog.operations import refresh_search_text
from shop.filters import Sort
from tests import cast
from tests.graph import ask, data_of

pytestmark = pytest.mark.django_db
LIST_BUDGET = 6

NAMES = """query ($filter: ProductFilterInput, $sort: ProductSort, $first: Int, $after: String) {
  products(filter: $filter, sort: $sort, first: $first, after: $after) {
    edges { cursor node { slug name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""
COUNTS = """query ($filter: ProductFilterInput) { products(filter: $filter) {
  totalCount totalIsExact totalWords correctedText
  facets { name title allowsSeveral choices { value label count countWords isChosen } }
} }"""
CARDS = """query ($filter: ProductFilterInput, $sort: ProductSort) { products(filter: $filter, sort: $sort, first: 20) {
  edges { node {
    slug name priceFrom stars
    producer { slug name place { commune { code fullName } province { name } } }
    certificate { code stars validUntil }
  } }
} }"""


def names(stranger, **variables: Any) -> list[str]:
    return [edge["node"]["name"] for edge in data_of(stranger, NAMES, **variables)["products"]["edges"]]


def code_of(answer: dict[str, Any]) -> str:
    [error] = answer["errors"]
    return error["extensions"]["code"]


@pytest.fixture
def shelf(cooperative, household) -> list[str]:
    """Nine products of two makers: published day by day, of all stars, two without a price, one without stars."""
    made = []
    for number, (stars, price) in enumerate(
        [(5, 90_000), (4, 90_000), (3, 250_000), (5, 400_000), (4, 700_000), (3, 50_000), (None, 60_000)], start=1
    ):
        product = cast.make_product(
            producer=(cooperative, household)[number % 2],
            name=f"Mắm số {number}",
            stars=stars,
            price=price,
            set_number=9 if number < 5 else 5,
            on_hand=0 if number == 2 else 10,
            published_at=cast.NOW - datetime.timedelta(days=number),
            listing_basis="certificate" if stars else "local_speciality",
        )
        made.append(product.name)
    for number in (8, 9):
        service = cast.make_product(
            producer=cooperative,
            name=f"Làng nghề {number}",
            set_number=26,
            stars=4,
            published_at=cast.NOW - datetime.timedelta(days=number),
        )
        made.append(service.name)
    Product.objects.filter(product_set=26).update(price_from=None, price_to=None)
    refresh_search_text(products=Product.objects.all())
    return made


def with_slugs(filter: dict[str, Any]) -> dict[str, Any]:
    """The filter with sets and groups by their slugs instead of their numbers."""
    slugs = {"set": ProductSet, "group": ProductGroup}
    return {
        name: slugs[name].objects.get(number=value).slug if isinstance(value, int) and name in slugs else value
        for name, value in filter.items()
    }


def test_the_newest_come_first_when_nothing_is_asked(stranger, shelf):
    assert names(stranger) == shelf


@pytest.mark.parametrize(
    ("filter", "numbers"),
    [
        ({"stars": [5]}, "14"),
        ({"stars": [3, 5]}, "1346"),
        ({"set": 5}, "567"),
        ({"group": 1}, "1234567"),
        ({"group": 1, "set": 9}, "1234"),
        ({"province": "an-giang"}, "24689"),
        ({"province": "48"}, "1357"),
        ({"kinds": ["HOUSEHOLD"]}, "1357"),
        ({"prices": ["duoi-100"]}, "1267"),
        ({"prices": ["tren-500", "100-300"]}, "35"),
        ({"inStock": True, "set": 9}, "134"),
        ({"inStock": False, "set": 9}, "1234"),
        ({"text": "lang nghe"}, "98"),
        ({"text": "mam", "stars": [5]}, "41"),
        ({"stars": []}, "123456789"),
    ],
)
def test_every_filter_narrows_the_list(stranger, shelf, filter, numbers):
    found = names(stranger, filter=with_slugs(filter))
    assert [name[-1] for name in found] == list(numbers)


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("NEWEST", "123456789"),
        ("STARS", "142589367"),
        ("CHEAPEST", "671234589"),
        ("DEAREST", "543217698"),
        ("NAME", "891234567"),
    ],
)
@pytest.mark.parametrize("first", [1, 2, 100])
def test_pages_put_together_are_the_list_in_every_order(stranger, shelf, sort, numbers, first):
    found, after, pages = [], None, 0
    while True:
        page = data_of(stranger, NAMES, sort=sort, first=first, after=after)["products"]
        found += [edge["node"]["name"][-1] for edge in page["edges"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        after, pages = page["pageInfo"]["endCursor"], pages + 1
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert pages == -(-9 // first)
    assert found == list(numbers)
    page_of_the_shop = stranger.get("/san-pham/", {"xep": Sort[sort].value}).context["page"]
    assert [card.name[-1] for card in page_of_the_shop] == found


def test_pages_of_a_search_are_the_best_matches_in_their_order(stranger, shelf):
    whole = names(stranger, filter={"text": "mam so"})
    found, after = [], None
    for _ in range(4):
        page = data_of(stranger, NAMES, filter={"text": "mam so"}, first=2, after=after)["products"]
        found += [edge["node"]["name"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert found == whole
    assert len(whole) == 7


def test_a_product_taken_off_the_list_does_not_end_it(stranger, shelf):
    filter = with_slugs({"group": 1})
    page = data_of(stranger, NAMES, first=3, filter=filter)["products"]
    gone = page["edges"][-1]["node"]["slug"]
    Product.objects.filter(slug=gone).update(status="draft")
    rest = names(stranger, after=page["pageInfo"]["endCursor"], filter=filter)
    assert [name[-1] for name in rest] == list("4567")


@pytest.mark.parametrize(
    "filter",
    [
        {"group": "nobody"},
        {"set": "nobody"},
        {"group": 4, "set": 9},
        {"stars": [2]},
        {"stars": [3, 10**9]},
        {"province": "atlantis"},
        {"prices": ["cheap"]},
        {"text": "x" * 101},
        {"text": "a\0b"},
        {"group": "\0"},
    ],
)
def test_an_unknown_value_is_refused_and_not_left_out(stranger, shelf, filter):
    status = 400 if "\0" in "".join(map(str, filter.values())) else 200
    answer = ask(stranger, NAMES, status=status, filter=with_slugs(filter))
    assert code_of(answer) == "BAD_INPUT"


def test_the_best_match_needs_words(stranger, shelf):
    assert code_of(ask(stranger, NAMES, sort="BEST")) == "BAD_INPUT"
    assert len(names(stranger, sort="BEST", filter={"text": "mam so"})) == 7


@pytest.mark.parametrize("first", [0, -1, 101, 100_000])
def test_a_page_has_1_to_100_rows(stranger, shelf, first):
    answer = stranger.post(
        "/graphql/", {"query": NAMES, "variables": {"first": first}}, content_type="application/json"
    )
    assert answer.json()["errors"][0]["extensions"]["code"] in {"BAD_INPUT", "TOO_COMPLEX"}


def test_a_cursor_of_another_list_is_refused(stranger, shelf):
    cursor = data_of(stranger, NAMES, first=2)["products"]["pageInfo"]["endCursor"]
    for other in ({"sort": "NAME"}, {"filter": {"stars": [5]}}, {"filter": {"text": "mam"}}):
        assert code_of(ask(stranger, NAMES, after=cursor, **other)) == "BAD_CURSOR"
    for forged in (cursor[:-2], f"{cursor}AAAA", "x", "0" * 5_000):
        assert code_of(ask(stranger, NAMES, after=forged)) == "BAD_CURSOR"
    assert names(stranger, after=cursor, sort="NEWEST", filter={}) == shelf[2:]


def test_counts_and_facets_are_those_of_the_page(stranger, shelf):
    found = data_of(stranger, COUNTS, filter={"stars": [5, 4]})["products"]
    assert (found["totalCount"], found["totalIsExact"], found["totalWords"]) == (6, True, "6 products")
    facets = {facet["name"]: facet for facet in found["facets"]}
    assert list(facets) == ["group", "set", "stars", "province", "prices", "kinds", "inStock"]
    stars = [(choice["value"], choice["count"], choice["isChosen"]) for choice in facets["stars"]["choices"]]
    assert stars == [("5", 2, True), ("4", 4, True), ("3", 2, False)]
    assert facets["stars"]["choices"][0]["label"] == "5 stars"
    assert {choice["value"]: choice["count"] for choice in facets["kinds"]["choices"]} == {
        "COOPERATIVE": 4,
        "HOUSEHOLD": 2,
    }
    assert [choice["value"] for choice in facets["inStock"]["choices"]] == ["true"]
    assert {name for name, facet in facets.items() if facet["allowsSeveral"]} == {"stars", "prices", "kinds"}


def test_every_choice_of_a_facet_is_a_value_of_its_filter(stranger, shelf):
    for facet in data_of(stranger, COUNTS)["products"]["facets"]:
        for choice in facet["choices"]:
            value: Any = {"inStock": True, "stars": choice["value"]}.get(facet["name"], choice["value"])
            if facet["name"] == "stars":
                value = int(value)
            filter = {facet["name"]: [value] if facet["allowsSeveral"] else value}
            assert data_of(stranger, COUNTS, filter=filter)["products"]["totalCount"] == choice["count"]


def test_what_was_mistyped_is_searched_as_it_was_meant(stranger, fish_sauce):
    refresh_search_text(products=[fish_sauce])
    found = data_of(stranger, COUNTS, filter={"text": "nuoc mắn"})["products"]
    assert (found["totalCount"], found["correctedText"]) == (1, "nước mắm")
    assert names(stranger, filter={"text": "nuoc mắn"}) == [fish_sauce.name]
    page = data_of(stranger, NAMES, filter={"text": "nuoc mắn"}, first=1)["products"]
    assert names(stranger, filter={"text": "nuoc mắn"}, after=page["pageInfo"]["endCursor"]) == []


def test_what_lists_do_not_show_is_not_in_it(stranger, shelf, cooperative):
    cast.make_product(producer=cooperative, name="Hết hạn", stars=None)
    cast.make_product(producer=cooperative, name="Bản nháp", status="draft", published_at=None)
    assert names(stranger) == shelf


def queries(stranger, query: str, **variables: Any) -> int:
    """When what a process remembers of sets and provinces has been read."""
    data_of(stranger, query, **variables)
    with CaptureQueriesContext(connection) as captured:
        data_of(stranger, query, **variables)
    return len(captured)


@pytest.mark.parametrize("sort", ["NEWEST", "STARS", "CHEAPEST", "NAME"])
def test_a_list_with_maker_commune_and_certificate_is_within_its_budget(stranger, cooperative, household, sort):
    cast.make_product(producer=cooperative, name="Một")
    few = queries(stranger, CARDS, sort=sort)
    for number in range(25):
        cast.make_product(producer=(cooperative, household)[number % 2], name=f"Thêm {number}", stars=3 + number % 3)
    assert queries(stranger, CARDS, sort=sort) <= few <= LIST_BUDGET


def test_a_filtered_list_and_a_search_are_within_the_budget(stranger, shelf):
    assert queries(stranger, CARDS, filter={"province": "an-giang", "stars": [4]}) <= LIST_BUDGET + 2
    assert queries(stranger, CARDS, filter={"text": "mam"}) <= LIST_BUDGET + 2


def test_each_card_has_what_its_product_has(stranger, fish_sauce):
    [edge] = data_of(stranger, CARDS)["products"]["edges"]
    assert edge["node"] == {
        "slug": fish_sauce.slug,
        "name": "Nước mắm Bà Sáu 40 độ đạm",
        "priceFrom": 120_000,
        "stars": 5,
        "producer": {
            "slug": "hop-tac-xa-nuoc-mam-ba-sau",
            "name": "Hợp tác xã Nước mắm Bà Sáu",
            "place": {
                "commune": {"code": "31078", "fullName": "đặc khu Phú Quốc"},
                "province": {"name": "An Giang"},
            },
        },
        "certificate": {"code": fish_sauce.certificates.get().public_code, "stars": 5, "validUntil": "2028-06-01"},
    }
