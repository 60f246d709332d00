"""Fairs through the GraphQL door: what their pages say, in as few queries for many as for few."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalog.enums import ProducerStatus
from catalog.models import Producer, Product
from fairs.enums import FairDatePrecision, FairStatus
from fairs.models import Fair, Participation
from tests import cast
from tests.graph import ask, data_of

DECEMBER = datetime.date(2026, 12, 5)
LIST = """query ($when: FairsWhen, $month: String, $province: String, $first: Int, $after: String) {
  fairs(when: $when, month: $month, province: $province, first: $first, after: $after) {
    totalCount calendarUrl edges { node { name state } } pageInfo { hasNextPage endCursor }
  } }"""
NESTED = """{ fairs(first: 7) { edges { node {
  name place { now before } participants(first: 2) { edges { node { booth producer {
    name starredCount mostStars place { now }
    fairs(first: 2) { name participants(first: 2) { edges { node { booth } } } }
  } } } pageInfo { hasNextPage } }
  products(first: 3) { name stars isSellable producer { name } fairs { name } image { url } }
} } } }"""


@pytest.fixture
def fair(units: cast.Units) -> Fair:
    """A fair in Đà Nẵng next month of which everything is known."""
    return cast.make_fair(
        name="Tuần hàng OCOP",
        name_en="OCOP week",
        commune=units.hai_chau,
        starts_on=DECEMBER,
        venue="Công viên Biển Đông",
        organiser="Sở Công Thương",
        booth_count=160,
        date_note="tức 26 tháng Mười",
        description="Đặc sản",
        source_url="https://www.example.org/thong-bao",
    )


@pytest.fixture
def fairs(units: cast.Units, fair: Fair) -> None:
    """Besides it a past one, one without dates, a cancelled one in An Giang and a draft."""
    cast.make_fair(name="Hội chợ cũ", commune=units.long_xuyen, starts_on=datetime.date(2026, 3, 1))
    cast.make_fair(name="Chưa có ngày", commune=units.hai_chau, starts_on=None)
    cancelled = {"status": FairStatus.CANCELLED, "starts_on": datetime.date(2027, 1, 10)}
    cast.make_fair(name="Đã hủy", commune=units.long_xuyen, **cancelled)
    cast.make_fair(name="Bản nháp", commune=units.hai_chau, starts_on=DECEMBER, status=FairStatus.DRAFT)


def listed(data: dict) -> list[str]:
    return [edge["node"]["name"] for edge in data["fairs"]["edges"]]


def code_of(answer: dict) -> str:
    return answer["errors"][0]["extensions"]["code"]


def test_a_fair_says_what_its_page_says(
    stranger: Client, fair: Fair, fish_sauce: Product, sesame_candy: Product, household: Producer
):
    Participation.objects.create(fair=fair, producer=fish_sauce.producer, booth="B2")
    Participation.objects.create(fair=fair, producer=household, booth="A1")
    query = """{ fair(slug: "tuan-hang-ocop") {
      id slug name nameEn displayName kind state startsOn endsOn datePrecision dateWords dateNote venue
      organiser boothCount description isIllustrative sourceUrl calendarUrl place { now }
      participants { edges { node { booth producer { name starredCount mostStars } } } }
      products { name stars }
    } }"""
    found = data_of(stranger, query)["fair"]
    assert found.pop("calendarUrl").endswith("/en/hoi-cho/tuan-hang-ocop.ics")
    assert found == {
        "id": "tuan-hang-ocop",
        "slug": "tuan-hang-ocop",
        "name": "Tuần hàng OCOP",
        "nameEn": "OCOP week",
        "displayName": "OCOP week",
        "kind": "FAIR",
        "state": "COMING",
        "startsOn": "2026-12-05",
        "endsOn": "2026-12-08",
        "datePrecision": "DAY",
        "dateWords": "05 – 08/12/2026",
        "dateNote": "tức 26 tháng Mười",
        "venue": "Công viên Biển Đông",
        "organiser": "Sở Công Thương",
        "boothCount": 160,
        "description": "Đặc sản",
        "isIllustrative": False,
        "sourceUrl": "https://www.example.org/thong-bao",
        "place": {"now": "phường Hải Châu, Đà Nẵng"},
        "participants": {
            "edges": [
                {"node": {"booth": "A1", "producer": {"name": household.name, "starredCount": 1, "mostStars": 4}}},
                {
                    "node": {
                        "booth": "B2",
                        "producer": {"name": fish_sauce.producer.name, "starredCount": 1, "mostStars": 5},
                    }
                },
            ]
        },
        "products": [{"name": fish_sauce.name, "stars": 5}, {"name": sesame_candy.name, "stars": 4}],
    }


def test_dates_are_told_as_exactly_as_they_are_known(stranger: Client, units: cast.Units):
    cast.make_fair(
        name="Tháng mười hai",
        commune=units.hai_chau,
        starts_on=datetime.date(2026, 12, 1),
        ends_on=None,
        date_precision=FairDatePrecision.MONTH,
    )
    query = '{ fair(slug: "thang-muoi-hai") { state datePrecision dateWords calendarUrl endsOn } }'
    assert data_of(stranger, query)["fair"] == {
        "state": "EXPECTED",
        "datePrecision": "MONTH",
        "dateWords": "December 2026",
        "calendarUrl": None,
        "endsOn": None,
    }
    answer = ask(stranger, query, language="vi")
    assert answer["data"]["fair"]["dateWords"] == "tháng 12/2026"


@pytest.mark.parametrize("slug", ["", "khong-co", "1", "ban-nhap"])
def test_a_slug_of_no_announced_fair_is_null_for_everybody(
    stranger: Client, sign_in: Callable[[User], Client], fairs: None, officer_da_nang: User, operator: User, slug: str
):
    for client in (stranger, sign_in(officer_da_nang), sign_in(operator)):
        assert data_of(client, "query ($s: String!) { fair(slug: $s) { name } }", s=slug) == {"fair": None}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Tuần hàng OCOP", "Đã hủy", "Chưa có ngày"]),
        ({"when": "PAST"}, ["Hội chợ cũ"]),
        ({"month": "2026-12"}, ["Tuần hàng OCOP"]),
        ({"province": "an-giang"}, ["Đã hủy"]),
        ({"province": "48"}, ["Tuần hàng OCOP", "Chưa có ngày"]),
        ({"province": "79"}, []),
    ],
)
def test_fairs_are_found_as_on_their_page(stranger: Client, fairs: None, asked: dict, found: list[str]):
    data = data_of(stranger, LIST, **asked)
    assert listed(data) == found
    assert data["fairs"]["totalCount"] == len(found)


def test_fairs_come_in_pages_with_those_without_dates_last(stranger: Client, fairs: None):
    seen: list[str] = []
    after = None
    for _page in range(3):
        data = data_of(stranger, LIST, first=1, after=after)
        seen += listed(data)
        after = data["fairs"]["pageInfo"]["endCursor"]
    assert seen == ["Tuần hàng OCOP", "Đã hủy", "Chưa có ngày"]
    assert data["fairs"]["pageInfo"]["hasNextPage"] is False
    assert code_of(ask(stranger, LIST, when="PAST", after=after)) == "BAD_CURSOR"


def test_past_fairs_come_in_pages_the_last_first(stranger: Client, units: cast.Units):
    for month in (1, 2, 3):
        cast.make_fair(name=f"Tháng {month}", commune=units.hai_chau, starts_on=datetime.date(2026, month, 1))
    cast.make_fair(name="Không rõ", commune=units.hai_chau, starts_on=None, status=FairStatus.CLOSED)
    first = data_of(stranger, LIST, when="PAST", first=2)
    rest = data_of(stranger, LIST, when="PAST", first=2, after=first["fairs"]["pageInfo"]["endCursor"])
    assert listed(first) + listed(rest) == ["Tháng 3", "Tháng 2", "Tháng 1", "Không rõ"]


def test_the_list_names_its_calendar_with_the_same_filters(stranger: Client, fairs: None):
    url = data_of(stranger, LIST, when="PAST", province="91")["fairs"]["calendarUrl"]
    assert url.endswith("/en/hoi-cho.ics?khi=da-qua&tinh=an-giang")


@pytest.mark.parametrize(
    "asked",
    [{"month": "December"}, {"month": "1999-01"}, {"month": "2026-13"}, {"province": "atlantis"}, {"month": "2\0"}],
    ids=["words", "long ago", "13", "province", "nul"],
)
def test_what_nobody_can_mean_is_refused(stranger: Client, fairs: None, asked: dict):
    response = stranger.post("/graphql/", {"query": LIST, "variables": asked}, content_type="application/json")
    assert code_of(response.json()) == "BAD_INPUT"


def test_only_makers_who_sell_are_named_as_taking_part(
    stranger: Client, fair: Fair, fish_sauce: Product, household: Producer
):
    for producer in (fish_sauce.producer, household):
        Participation.objects.create(fair=fair, producer=producer)
    Producer.objects.filter(pk=fish_sauce.producer_id).update(status=ProducerStatus.SUSPENDED)
    query = (
        '{ fair(slug: "tuan-hang-ocop") { participants { edges { node { producer { name } } } } products { name } } }'
    )
    assert data_of(stranger, query)["fair"] == {
        "participants": {"edges": [{"node": {"producer": {"name": household.name}}}]},
        "products": [],
    }


def test_those_taking_part_come_in_pages(stranger: Client, fair: Fair, units: cast.Units):
    for number in range(5):
        maker = cast.make_producer(name=f"Hộ {number}", commune=units.hoi_an)
        Participation.objects.create(fair=fair, producer=maker, booth=f"A{9 - number}")
    query = """query ($after: String) { fair(slug: "tuan-hang-ocop") {
      participants(first: 2, after: $after) { edges { node { booth } } pageInfo { hasNextPage endCursor } }
    } }"""
    seen: list[str] = []
    after = None
    for _page in range(3):
        page = data_of(stranger, query, after=after)["fair"]["participants"]
        seen += [edge["node"]["booth"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == ["A5", "A6", "A7", "A8", "A9"]
    assert page["pageInfo"]["hasNextPage"] is False


def test_a_maker_and_its_products_name_the_next_fairs(
    stranger: Client, fairs: None, fish_sauce: Product, household: Producer
):
    for found in Fair.objects.all():
        Participation.objects.create(fair=found, producer=fish_sauce.producer)
    query = """query ($slug: String!) { product(slug: $slug) {
      fairs(first: 1) { name } producer { fairs { name } }
    } }"""
    assert data_of(stranger, query, slug=fish_sauce.slug)["product"] == {
        "fairs": [{"name": "Tuần hàng OCOP"}],
        "producer": {"fairs": [{"name": "Tuần hàng OCOP"}, {"name": "Chưa có ngày"}]},
    }


def test_nested_fairs_cost_the_same_for_few_and_for_many(
    stranger: Client, fair: Fair, fish_sauce: Product, units: cast.Units
):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            data_of(stranger, NESTED)
        return len(queries)

    Participation.objects.create(fair=fair, producer=fish_sauce.producer)
    few = counted()
    for number in range(5):
        another = cast.make_fair(name=f"Hội chợ {number}", commune=units.hoi_an, starts_on=DECEMBER)
        maker = cast.make_producer(name=f"Hộ {number}", commune=units.sai_gon)
        cast.make_product(producer=maker, name=f"Bánh {number}")
        for place in (fair, another):
            Participation.objects.create(fair=place, producer=maker)
    assert counted() == few <= 20
