"""Random operations: whatever is sent, nothing fails inside, and no list asks the database by the row.

`FUZZ_OPERATIONS=20000 FUZZ_SEED=7 pytest tests/config/test_graphql_fuzz.py -s` runs more, and others.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import Any

import pytest
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalog.models import Certificate, Product, ProductSet, Variant
from config.schema import schema
from fairs.models import Fair, Participation
from geography.enums import UnitKind, UnitLevel
from points_of_sale.models import Carried, Outlet
from shop.models import Cart, Order
from tests import cast
from tests.graph import bearer
from tests.graph_fuzz import Generator, Operation

OPERATIONS = int(os.environ.get("FUZZ_OPERATIONS", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "20261121"))
# What any operation within the limits may ask of the database; placing an order on its page may ask as much.
MOST_QUERIES = 40
NESTED_QUERIES = 150


def make_goods(units: cast.Units, *, makers: int, offset: int) -> None:
    """Makers with two products of two packs each, in stock at a shop, at a fair; in a new commune each."""
    for number in range(offset, offset + makers):
        commune = cast.make_unit(
            code=f"9{number:04d}",
            level=UnitLevel.COMMUNE,
            kind=UnitKind.COMMUNE,
            name=f"Xã Mới {number}",
            parent=units.an_giang,
            centre=(10.1 + number / 50, 105.1),
        )
        maker = cast.make_producer(name=f"Hợp tác xã số {number}", commune=commune)
        outlet = cast.make_outlet(name=f"Cửa hàng số {number}", commune=commune)
        fair = cast.make_fair(name=f"Hội chợ số {number}", commune=commune, starts_on=cast.TODAY)
        Participation.objects.create(fair=fair, producer=maker)
        for kind in ("hoa", "rừng"):
            product = cast.make_product(producer=maker, name=f"Mật ong {number} {kind}", set_number=9)
            cast.make_stock(variant=cast.make_variant(product=product), on_hand=5, outlet=outlet)
            Carried.objects.create(outlet=outlet, product=product)


def known_names(order: Order, cart: Cart) -> dict[str, list[Any]]:
    """What there is, by the arguments that take it; anything else gets one of all of these."""
    slugs = [
        name
        for rows in (Product, Outlet, Fair, ProductSet)
        for name in rows.objects.values_list("slug", flat=True)  # type: ignore[attr-defined]
    ]
    slugs += list(Product.objects.values_list("producer__slug", flat=True))
    skus = list(Variant.objects.values_list("sku", flat=True))
    return {
        "slug": slugs,
        "code": [order.code, "91", "31078", *Certificate.objects.values_list("public_code", flat=True)],
        "secret": [order.secret],
        "token": [cart.token],
        "cartToken": [cart.token],
        "sku": skus,
        "province": ["an-giang", "91", "da-nang"],
        "text": ["mat ong", "Hợp tác xã", "phú quốc", "xã mới 1, an giang"],
        "phone": ["0900000001", "0901234567"],
        "communeCode": ["91001", "90001"],
        "login": ["lan@example.com"],
        "idempotencyKey": ["key-1", "key-2"],
        "after": ["WyJhIiwxXQ"],
    }


@pytest.fixture
def names(units, bottle, box, lan, outlet) -> dict[str, list[Any]]:
    """A small shop: two of everything, Lan's order and a guest's cart."""
    cast.make_delivery_rates()
    make_goods(units, makers=2, offset=1)
    order = cast.make_order(lines={bottle: 1, box: 1}, commune=units.hoi_an, user=lan)
    return known_names(order, cast.make_cart(lines={bottle: 1, box: 2}))


def answer(client: Client, operation: Operation) -> tuple[int, Any, int]:
    """The status, the answer and the number of queries; nothing of what it changed stays."""
    reset_queries()  # the log holds 9,000
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        sent = json.dumps({"query": operation.query, "variables": operation.variables})
        response = client.post("/graphql/", sent, content_type="application/json")
        transaction.set_rollback(True)
    return response.status_code, response.json(), len(asked)


def codes_of(answer: Any) -> set[str]:
    return {error["extensions"]["code"] for error in answer.get("errors", [])}


def clients(lan: User, operator: User) -> list[Client]:
    """A guest, Lan's program, an operator's browser."""
    staff = Client()
    staff.force_login(operator)
    return [Client(), bearer(cast.make_token(user=lan)[1]), staff]


def test_a_thousand_random_operations_never_fail_inside(names, lan, operator):
    generator = Generator(schema.graphql_schema, seed=SEED, names=names)
    asking = clients(lan, operator)
    seen: Counter[str] = Counter()
    most = 0
    for number in range(OPERATIONS):
        operation = generator.mutation() if number % 5 == 0 else generator.query(depth=2 + number % 6)
        if number % 4 == 1:
            operation = generator.broken(operation)
        status, said, queries = answer(asking[number % len(asking)], operation)
        codes = codes_of(said)
        assert status < 500, (operation, said)
        assert "INTERNAL" not in codes, (operation, said)
        assert queries <= MOST_QUERIES, (queries, operation)
        most = max(most, queries)
        seen.update(codes or {"data"})
    print(f"{OPERATIONS} operations, at most {most} queries: {dict(seen.most_common())}")  # noqa: T201
    assert seen["data"] > OPERATIONS / 4


def test_no_query_asks_by_the_row_at_any_depth(names, units, lan, django_assert_max_num_queries):
    """Three times the rows, and as many queries as before, whatever is nested in whatever."""
    client = bearer(cast.make_token(user=lan)[1])
    client.post("/graphql/", {"query": "{ __typename }"}, content_type="application/json")
    generator = Generator(schema.graphql_schema, seed=SEED, names=names, awkward=0)
    operations = [generator.query(depth=3 + number % 5) for number in range(NESTED_QUERIES)]
    few = [answer(client, operation) for operation in operations]
    make_goods(units, makers=4, offset=3)
    many = [answer(client, operation) for operation in operations]
    grown = [
        (before, after, operation.query)
        for operation, (_, _, before), (_, _, after) in zip(operations, few, many, strict=True)
        if after > before
    ]
    assert grown == []
    assert sum(status == 200 for status, _, _ in few) > NESTED_QUERIES * 0.8
