"""Queries made up from the schema: none fails, and none asks the database more for many rows than for few."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Certificate, Producer, Product, ProductImage
from config.schema import schema
from fairs.models import Fair, Participation
from points_of_sale.models import Carried, OpeningHours, Outlet
from tests import cast
from tests.generated import Made, QueryMaker

# More for whoever looks longer: GENERATED=2000.
QUERIES = int(os.environ.get("GENERATED", "150"))
FEW, MANY = 2, 6
# What is a buyer's own has tests of its own.
PRIVATE = {"apiTokens", "cart", "me", "order", "orders"}


@pytest.fixture
def village(units: cast.Units) -> Village:
    """Two of everything, each tied to all others."""
    cast.make_delivery_rates()
    village = Village(units)
    village.grow(FEW)
    return village


class Village:
    """Makers, goods, outlets and fairs, so many of each."""

    def __init__(self, units: cast.Units) -> None:
        """Nobody lives here yet."""
        self.communes = [units.phu_quoc, units.long_xuyen, units.hai_chau, units.hoi_an, units.sai_gon]
        self.former = units.old_duong_dong

    def grow(self, size: int) -> None:
        """Until there are so many of each."""
        for number in range(Producer.objects.count(), size):
            self._make_one(number)
        for number, product in enumerate(Product.objects.all()):
            for outlet in Outlet.objects.for_visitors():
                Carried.objects.get_or_create(outlet=outlet, product=product)
            for fair in Fair.objects.all():
                booth = {"booth": f"A{number}"}
                Participation.objects.get_or_create(fair=fair, producer=product.producer, defaults=booth)

    def _make_one(self, number: int) -> None:
        commune = self.communes[number % len(self.communes)]
        maker = cast.make_producer(name=f"Hộ {number}", commune=commune, former_unit=self.former)
        product = cast.make_product(producer=maker, name=f"Bánh {number}", set_number=number + 1)
        cast.make_variant(product=product)
        day = datetime.date(2020, 1, 1)
        cast.make_certificate(product=product, valid_from=day, valid_until=datetime.date(2022, 12, 31))
        ProductImage.objects.create(product=product, key=f"k{number}", width=900, height=600, rendered_at=cast.NOW)
        outlet = cast.make_outlet(name=f"Cửa hàng {number}", commune=commune)
        cast.make_stock(variant=product.variants.earliest("pk"), on_hand=3, outlet=outlet)
        OpeningHours.objects.create(outlet=outlet, weekday=6, opens_at="07:30", closes_at="17:00")
        cast.make_fair(name=f"Hội chợ {number}", commune=commune, starts_on=datetime.date(2026, 12, 1 + number))


def made_queries() -> Iterator[Made]:
    values = {
        "product.slug": Product.objects.values_list("slug", flat=True),
        "producer.slug": Producer.objects.values_list("slug", flat=True),
        "outlet.slug": Outlet.objects.values_list("slug", flat=True),
        "fair.slug": Fair.objects.values_list("slug", flat=True),
        "certificate.code": Certificate.objects.values_list("public_code", flat=True),
        "unit.code": ["91", "31078", "911"],
        "code": ["31078"],
        "text": ["Dương Đông, Kiên Giang", "Phú Quốc"],
        "slug": ["an-giang"],
    }
    maker = QueryMaker(schema.graphql_schema, {name: list(known) for name, known in values.items()}, seed=1)
    fields = [name for name in schema.graphql_schema.query_type.fields if name not in PRIVATE]
    for number in range(QUERIES):
        yield maker.make(fields[number % len(fields)], depth=number % 4)


def queries_of(client: Client, text: str) -> int | None:
    """How many queries an operation takes; None where it is refused, as too large or as what makes no sense."""
    reset_queries()  # the log holds 9,000
    with CaptureQueriesContext(connection) as queries:
        answer = client.post("/graphql/", {"query": text}, content_type="application/json")
    codes = [error["extensions"]["code"] for error in answer.json().get("errors", [])]
    assert set(codes) <= {"BAD_INPUT", "TOO_COMPLEX"}, (text, answer.content.decode())
    return None if codes else len(queries)


def test_no_query_fails_or_asks_more_for_many_rows_than_for_few(stranger: Client, village: Village):
    made = list(made_queries())
    few = [queries_of(stranger, query.text) for query in made]
    village.grow(MANY)
    over: list[str] = []
    for query, before in zip(made, few, strict=True):
        after = queries_of(stranger, query.text)
        # What few rows share, and so is known already when it is asked for again, is one query more for many.
        if before is not None and after is not None and after > before + query.objects:
            over.append(f"{before} → {after} for {query.objects}: {query.text}")
    assert over == []
    assert sum(before is not None for before in few) > QUERIES * 0.8


def test_the_count_notices_one_query_for_each_row(stranger: Client, village: Village, monkeypatch: pytest.MonkeyPatch):
    def one_by_one(product: Product, info: object) -> str:
        return Producer.objects.get(pk=product.producer_id).name

    product_type = schema.graphql_schema.type_map["Product"]
    monkeypatch.setattr(product_type.fields["name"], "resolve", one_by_one)
    with pytest.raises(AssertionError, match="→"):
        test_no_query_fails_or_asks_more_for_many_rows_than_for_few(stranger, village)
