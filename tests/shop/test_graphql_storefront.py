"""What the home page and the pages of places tell, by the API; and what lists of outlets and fairs may be asked."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.operations import refresh_search_text
from tests import cast
from tests.graph import ask, data_of

pytestmark = pytest.mark.django_db

COUNTS = "{ figures { products makers communes } provinces { name starredCount } }"


def test_the_figures_and_counts_by_place_are_the_home_page_s(stranger: Client, units, fish_sauce, sesame_candy):
    found = data_of(stranger, COUNTS)

    assert found["figures"] == {"products": 2, "makers": 2, "communes": 2}
    assert {row["name"]: row["starredCount"] for row in found["provinces"]} == {
        "An Giang": 1,
        "Đà Nẵng": 1,
        "Hồ Chí Minh": 0,
    }
    lit = data_of(stranger, '{ communes(province: "an-giang") { edges { node { name starredCount } } } }')
    counts = {edge["node"]["name"]: edge["node"]["starredCount"] for edge in lit["communes"]["edges"]}
    assert {name for name, count in counts.items() if count} == {"Phú Quốc"}


def test_a_unit_that_has_ended_has_no_count(stranger: Client, units, fish_sauce):
    former = data_of(stranger, "{ provinces(former: true) { name starredCount } }")["provinces"]

    assert former
    assert {row["starredCount"] for row in former} == {None}


def test_counts_of_all_places_take_one_query_more_than_their_names(stranger: Client, units, fish_sauce):
    data_of(stranger, "{ provinces { name } }")
    with CaptureQueriesContext(connection) as names:
        data_of(stranger, "{ provinces { name } }")
    with CaptureQueriesContext(connection) as counts:
        data_of(stranger, "{ provinces { name starredCount } }")
    assert len(counts) <= len(names) + 1


def test_the_newest_recognition_comes_first(stranger: Client, fish_sauce, household):
    newer = cast.make_product(producer=household, name="Kẹo mới", stars=None)
    yesterday = cast.TODAY - datetime.timedelta(days=1)
    cast.make_certificate(product=newer, valid_from=yesterday, valid_until=datetime.date(2029, 11, 20))
    cast.make_product(producer=household, name="Kẹo không sao", stars=None)

    found = data_of(stranger, "{ recentlyRecognised { slug stars producer { name } } }")["recentlyRecognised"]

    assert [row["slug"] for row in found] == [newer.slug, fish_sauce.slug]


def test_makers_of_one_commune_are_listed(stranger: Client, units, fish_sauce, sesame_candy):
    makers = (
        "query ($commune: String) { producers(commune: $commune) { totalCount edges { node { name kindWords } } } }"
    )

    found = data_of(stranger, makers, commune=units.phu_quoc.code)["producers"]

    assert found["totalCount"] == 1
    assert found["edges"][0]["node"] == {"name": fish_sauce.producer.name, "kindWords": "cooperative"}
    both = 'query ($commune: String) { producers(province: "da-nang", commune: $commune) { totalCount } }'
    assert data_of(stranger, both, commune=units.phu_quoc.code)["producers"] == {"totalCount": 0}


def test_what_is_known_but_not_sold_now_is_named_where_nothing_is_found(stranger: Client, household):
    expired = cast.make_product(producer=household, name="Rượu nếp cẩm", stars=None)
    refresh_search_text(products=[expired])
    search = '{ products(filter: {text: "rượu nếp cẩm"}) { totalCount notSoldNow { slug } } }'

    assert data_of(stranger, search)["products"] == {"totalCount": 0, "notSoldNow": [{"slug": expired.slug}]}


def test_a_refused_list_leaves_what_else_was_asked_for(stranger: Client, fish_sauce):
    both = '{ orders { edges { cursor } } products(after: "x") { totalCount } product(slug: "%s") { name } }'

    answer = ask(stranger, both % fish_sauce.slug)

    assert answer["data"] == {"orders": None, "products": None, "product": {"name": fish_sauce.name}}
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"NOT_SIGNED_IN", "BAD_CURSOR"}


def test_a_place_tells_what_is_around_it(stranger: Client, units, fish_sauce, sesame_candy):
    shop = cast.make_outlet(name="Cửa hàng Phú Quốc", commune=units.phu_quoc)
    fair = cast.make_fair(name="Hội chợ An Giang", commune=units.long_xuyen, starts_on=cast.TODAY)
    asked = """query ($code: String!) { placePage(code: $code) { unit { name } starredCount
      communes { commune { name } products } makers { name } outlets { name isOpen } fairs { name stateWords }
    } }"""

    found = data_of(stranger, asked, code=units.an_giang.code)["placePage"]

    assert found == {
        "unit": {"name": "An Giang"},
        "starredCount": 1,
        "communes": [{"commune": {"name": "Phú Quốc"}, "products": 1}],
        "makers": [{"name": fish_sauce.producer.name}],
        "outlets": [{"name": shop.name, "isOpen": False}],
        "fairs": [{"name": fair.name, "stateWords": "on now"}],
    }
    assert data_of(stranger, asked, code=units.old_phu_quoc_city.code)["placePage"] is None


def test_lists_of_outlets_and_fairs_say_what_may_be_chosen(stranger: Client, units):
    cast.make_outlet(name="Cửa hàng Phú Quốc", commune=units.phu_quoc)
    cast.make_fair(name="Hội chợ An Giang", commune=units.long_xuyen, starts_on=datetime.date(2026, 12, 5))
    asked = """{ outlets { provinces { value words count } kinds { value words count } }
      fairs { months { value words count } provinces { value count } } }"""

    found = data_of(stranger, asked)

    assert found["outlets"]["provinces"] == [{"value": "an-giang", "words": "An Giang", "count": 1}]
    [kind] = found["outlets"]["kinds"]
    assert kind["count"] == 1
    query = "query ($kind: OutletKind) { outlets(kind: $kind) { totalCount } }"
    assert data_of(stranger, query, kind=kind["value"])["outlets"]["totalCount"] == 1
    assert [month["value"] for month in found["fairs"]["months"]] == ["2026-12"]
    assert found["fairs"]["provinces"] == [{"value": "an-giang", "count": 1}]
