"""Administrative units, places and addresses through the GraphQL door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from geography.enums import UnitKind, UnitLevel
from geography.models import FormerName, Succession
from tests import cast
from tests.graph import ask, data_of

OF_TODAY = "query ($code: String!, $on: Date) { unit(code: $code, on: $on) { id name validFrom validUntil isInForce } }"
NESTED = """{ communes(province: "an-giang", first: 6) { edges { node {
  name nameInFull parent { name } province { name code }
  formerNames { name until } predecessors { nameInFull province { name } parent { successors { name } } }
  successors { name }
} } } }"""


def names(data: dict, field: str) -> list[str]:
    return [edge["node"]["name"] for edge in data[field]["edges"]]


def code_of(answer: dict) -> str:
    return answer["errors"][0]["extensions"]["code"]


def test_provinces_are_those_of_today_by_name(stranger: Client, units: cast.Units):
    data = data_of(stranger, "{ provinces { code slug name fullName level kind centre { latitude longitude } } }")
    assert [province["code"] for province in data["provinces"]] == ["91", "48", "79"]
    assert data["provinces"][1] == {
        "code": "48",
        "slug": "da-nang",
        "name": "Đà Nẵng",
        "fullName": "thành phố Đà Nẵng",
        "level": "PROVINCE",
        "kind": "MUNICIPALITY",
        "centre": {"latitude": 16.0544, "longitude": 108.2022},
    }


def test_former_provinces_and_those_of_a_day_are_told(stranger: Client, units: cast.Units):
    former = data_of(stranger, "{ provinces(former: true) { name } }")
    then = data_of(stranger, '{ provinces(on: "2025-06-30") { name } }')
    assert former == then == {"provinces": [{"name": "Kiên Giang"}]}


def test_a_code_means_its_bearer_of_today_or_of_the_day_asked_for(stranger: Client, units: cast.Units):
    today = data_of(stranger, OF_TODAY, code="91")["unit"]
    assert today == {
        "id": "91@2025-07-01",
        "name": "An Giang",
        "validFrom": "2025-07-01",
        "validUntil": None,
        "isInForce": True,
    }
    before = data_of(stranger, OF_TODAY, code="91", on="2025-06-30")["unit"]
    assert before == {
        "id": "91@1900-01-01",
        "name": "Kiên Giang",
        "validFrom": None,
        "validUntil": "2025-07-01",
        "isInForce": False,
    }


def test_a_code_without_a_bearer_today_means_the_last_one(stranger: Client, units: cast.Units):
    assert data_of(stranger, OF_TODAY, code="911")["unit"]["name"] == "Phú Quốc"


@pytest.mark.parametrize("code", ["", "0", "phu-quoc", "99999", "đ", "9" * 30])
def test_a_code_that_nobody_bore_is_null(stranger: Client, units: cast.Units, code: str):
    assert data_of(stranger, OF_TODAY, code=code) == {"unit": None}


def test_a_unit_names_what_became_of_it_and_what_it_was(stranger: Client, units: cast.Units):
    query = """{
      new: unit(code: "31078") {
        nameInFull parent { name } province { name } predecessors { nameInFull level } successors { name }
      }
      old: unit(code: "31078", on: "2020-01-01") {
        nameInFull kind parent { name } province { name } predecessors { name } successors { name isInForce }
      }
      district: unit(code: "911") { level successors { name } }
    }"""
    data = data_of(stranger, query)
    assert data["new"] == {
        "nameInFull": "đặc khu Phú Quốc, An Giang",
        "parent": {"name": "An Giang"},
        "province": {"name": "An Giang"},
        "predecessors": [
            {"nameInFull": "thành phố Phú Quốc, Kiên Giang", "level": "DISTRICT"},
            {"nameInFull": "phường Dương Đông, Phú Quốc, Kiên Giang", "level": "COMMUNE"},
        ],
        "successors": [],
    }
    assert data["old"] == {
        "nameInFull": "phường Dương Đông, Phú Quốc, Kiên Giang",
        "kind": "WARD",
        "parent": {"name": "Phú Quốc"},
        "province": {"name": "Kiên Giang"},
        "predecessors": [],
        "successors": [{"name": "Phú Quốc", "isInForce": True}],
    }
    assert data["district"] == {"level": "DISTRICT", "successors": [{"name": "Phú Quốc"}]}


def test_former_names_come_with_their_decision(stranger: Client, units: cast.Units):
    FormerName.objects.create(
        unit=units.hoi_an, kind=UnitKind.TOWN, name="Faifo", folded_name="faifo", until="2026-01-01", source="NQ 1"
    )
    data = data_of(stranger, '{ unit(code: "20410") { formerNames { kind name until source } } }')
    assert data["unit"]["formerNames"] == [{"kind": "TOWN", "name": "Faifo", "until": "2026-01-01", "source": "NQ 1"}]


def test_communes_come_in_pages_by_name(stranger: Client, units: cast.Units):
    query = """query ($after: String) { communes(first: 2, after: $after) {
      edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage endCursor }
    } }"""
    seen, after = [], None
    for _page in range(3):
        data = data_of(stranger, query, after=after)
        seen += names(data, "communes")
        after = data["communes"]["pageInfo"]["endCursor"]
    assert seen == ["Hải Châu", "Hội An", "Long Xuyên", "Phú Quốc", "Sài Gòn"]
    assert data["communes"]["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize("province", ["91", "an-giang"])
def test_communes_of_a_province_by_code_or_slug(stranger: Client, units: cast.Units, province: str):
    query = "query ($province: String) { communes(province: $province) { edges { node { name } } } }"
    assert names(data_of(stranger, query, province=province), "communes") == ["Long Xuyên", "Phú Quốc"]


def test_communes_of_an_earlier_day_lie_in_its_provinces(stranger: Client, units: cast.Units):
    query = '{ communes(on: "2025-06-30", province: "91") { edges { node { name } } } }'
    assert names(data_of(stranger, query), "communes") == ["Dương Đông"]


def test_communes_are_found_by_an_old_name_too(stranger: Client, units: cast.Units):
    data = data_of(stranger, '{ communes(text: "duong dong") { edges { node { name } } } }')
    assert names(data, "communes") == ["Phú Quốc"]
    data = data_of(stranger, '{ searchCommunes(text: "dương đông") { commune { name } former { nameInFull } } }')
    assert data["searchCommunes"] == [
        {"commune": {"name": "Phú Quốc"}, "former": {"nameInFull": "phường Dương Đông, Phú Quốc, Kiên Giang"}}
    ]


def test_a_cursor_of_another_province_is_refused(stranger: Client, units: cast.Units):
    query = "query ($p: String, $a: String) { communes(province: $p, first: 1, after: $a) { pageInfo { endCursor } } }"
    cursor = data_of(stranger, query, p="91")["communes"]["pageInfo"]["endCursor"]
    assert code_of(ask(stranger, query, p="48", a=cursor)) == "BAD_CURSOR"
    assert code_of(ask(stranger, query, p="91", a="x")) == "BAD_CURSOR"


def test_an_old_address_is_resolved_with_how_sure_it_is(stranger: Client, units: cast.Units):
    query = """query ($text: String!) { resolveAddress(text: $text) {
      unit { fullName } units { name } commune { name } province { name } formerUnit { nameInFull }
      street confidence isSure
    } }"""
    [match] = data_of(stranger, query, text="12 Hùng Vương, phường Dương Đông, Phú Quốc, Kiên Giang")["resolveAddress"]
    assert 0.8 <= match.pop("confidence") <= 1
    assert match == {
        "unit": {"fullName": "phường Dương Đông"},
        "units": [{"name": "Phú Quốc"}],
        "commune": {"name": "Phú Quốc"},
        "province": {"name": "An Giang"},
        "formerUnit": {"nameInFull": "phường Dương Đông, Phú Quốc, Kiên Giang"},
        "street": "12 Hùng Vương",
        "isSure": True,
    }
    assert data_of(stranger, query, text="không đâu cả") == {"resolveAddress": []}


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "We know no province “atlantis”."), ("vi", "Không có tỉnh nào là “atlantis”.")],
)
def test_an_unknown_province_is_said_in_the_readers_language(
    stranger: Client, units: cast.Units, language: str, words: str
):
    answer = ask(stranger, '{ communes(province: "atlantis") { edges { node { name } } } }', language=language)
    assert code_of(answer) == "BAD_INPUT"
    assert language == "vi" or answer["errors"][0]["message"] == words


@pytest.mark.parametrize("text", ["a\0b", "x" * 10_000], ids=["nul", "long"])
@pytest.mark.parametrize(
    "field",
    [
        "unit(code: $text) { name }",
        "communes(text: $text) { edges { node { name } } }",
        "communes(province: $text) { edges { node { name } } }",
        "searchCommunes(text: $text) { commune { name } }",
        "resolveAddress(text: $text) { street }",
    ],
)
def test_texts_nobody_can_mean_are_refused(stranger: Client, units: cast.Units, field: str, text: str):
    response = stranger.post(
        "/graphql/",
        {"query": f"query ($text: String!) {{ {field} }}", "variables": {"text": text}},
        content_type="application/json",
    )
    assert response.status_code in (200, 400, 413)
    assert code_of(response.json()) in {"BAD_INPUT", "TOO_LONG"}


@pytest.mark.parametrize("first", [0, -1, 101, 100_000])
@pytest.mark.parametrize("field", ["searchCommunes", "resolveAddress"])
def test_absurd_sizes_are_refused(stranger: Client, units: cast.Units, field: str, first: int):
    inside = "commune { name }" if field == "searchCommunes" else "street"
    response = stranger.post(
        "/graphql/",
        {"query": f'{{ {field}(text: "long xuyen", first: {first}) {{ {inside} }} }}'},
        content_type="application/json",
    )
    assert code_of(response.json()) in {"BAD_INPUT", "TOO_COMPLEX"}


def test_nested_units_cost_the_same_for_few_and_for_many(stranger: Client, units: cast.Units):
    with CaptureQueriesContext(
        connection,
    ) as few:
        data_of(stranger, NESTED)
    for number in range(4):
        old = cast.make_unit(
            code=f"3000{number}",
            level=UnitLevel.COMMUNE,
            kind=UnitKind.COMMUNE,
            name=f"Cũ {number}",
            parent=units.old_phu_quoc_city,
            valid_from="1900-01-01",
            valid_until=cast.REFORM_DAY,
        )
        new = cast.make_unit(
            code=f"3100{number}",
            level=UnitLevel.COMMUNE,
            kind=UnitKind.COMMUNE,
            name=f"Mới {number}",
            parent=units.an_giang,
        )
        Succession.objects.create(predecessor=old, successor=new)
    with CaptureQueriesContext(connection) as many:
        data = data_of(stranger, NESTED)
    assert len(data["communes"]["edges"]) == 6
    assert len(few) == len(many) <= 8, [query["sql"] for query in many]


def test_everybody_gets_the_same_answer(
    stranger: Client, sign_in: Callable[[User], Client], units: cast.Units, lan: User, operator: User
):
    clients = [stranger, sign_in(lan), sign_in(operator)]
    first, *others = [data_of(client, NESTED) for client in clients]
    assert all(other == first for other in others)
