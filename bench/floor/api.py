"""The least graphene that answers the same JSON: types with the default resolver, parsed documents kept by their text.

The list is one query, the product two; the rows are dicts, which graphene's default resolver reads.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import graphene
from django.db.models import F, FilteredRelation, IntegerField, OuterRef, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from graphql import DocumentNode, execute, parse, validate

from bench.floor.rows import shown_products
from catalog.models import Product, Variant
from catalog.querysets import in_force_q
from points_of_sale.models import StockItem


class Dong(graphene.Scalar):
    """Whole đồng, which may be more than 32 bits hold."""

    @staticmethod
    def serialize(value: int) -> int:
        """As it is."""
        return value


class Unit(graphene.ObjectType):
    name = graphene.String()


class Place(graphene.ObjectType):
    commune = graphene.Field(Unit)
    province = graphene.Field(Unit)


class Producer(graphene.ObjectType):
    slug = graphene.String()
    name = graphene.String()
    place = graphene.Field(Place)


class Certificate(graphene.ObjectType):
    code = graphene.String()
    stars = graphene.Int()
    valid_from = graphene.Date()
    valid_until = graphene.Date()
    issuing_authority = graphene.String()


class ProductSet(graphene.ObjectType):
    slug = graphene.String()
    name = graphene.String()


class Pack(graphene.ObjectType):
    sku = graphene.String()
    name = graphene.String()
    price = Dong()
    available = graphene.Int()


class ProductNode(graphene.ObjectType):
    slug = graphene.String()
    name = graphene.String()
    description = graphene.String()
    storage = graphene.String()
    shelf_life_days = graphene.Int()
    vat_rate = graphene.Int()
    price_from = Dong()
    stars = graphene.Int()
    product_set = graphene.Field(ProductSet)
    producer = graphene.Field(Producer)
    packs = graphene.List(Pack)
    certificate = graphene.Field(Certificate)


class ProductEdge(graphene.ObjectType):
    node = graphene.Field(ProductNode)
    cursor = graphene.String()


class PageInfo(graphene.ObjectType):
    has_next_page = graphene.Boolean()
    end_cursor = graphene.String()


class ProductConnection(graphene.ObjectType):
    edges = graphene.List(ProductEdge)
    page_info = graphene.Field(PageInfo)


class Query(graphene.ObjectType):
    products = graphene.Field(ProductConnection, first=graphene.Int())
    product = graphene.Field(ProductNode, slug=graphene.String(required=True))

    @staticmethod
    def resolve_products(parent: None, info: Any, first: int) -> dict[str, Any]:
        """The newest, in one query."""
        newest = shown_products(timezone.localdate()).order_by("-published_at", "-pk")
        rows = [_node(row) for row in _values(newest)[: first + 1]]
        edges = [{"node": row} for row in rows[:first]]
        return {"edges": edges, "page_info": {"has_next_page": len(rows) > first}}

    @staticmethod
    def resolve_product(parent: None, info: Any, slug: str) -> dict[str, Any]:
        """One product in one query, its packs in another."""
        on = timezone.localdate()
        current = FilteredRelation("certificates", condition=in_force_q(on, "certificates__"))
        more = ("description", "storage", "shelf_life_days", "vat_rate")
        joined = {
            "valid_from": F("current__valid_from"),
            "issuing_authority": F("current__issuing_authority"),
            "set_slug": F("product_set__slug"),
            "set_name": F("product_set__name"),
        }
        row = _values(Product.objects.alias(current=current).filter(slug=slug), *more, **joined).get()
        node = _node(row)
        node["product_set"] = {"slug": row["set_slug"], "name": row["set_name"]}
        stock = StockItem.objects.orderable().filter(variant=OuterRef("pk")).order_by().values("variant")
        free = Subquery(stock.annotate(n=Sum(F("on_hand") - F("reserved"))).values("n"), output_field=IntegerField())
        packs = Variant.objects.filter(product=row["pk"], is_active=True).order_by("position", "pk")
        node["packs"] = [
            {**pack, "available": pack["available"] or 0}
            for pack in packs.values("sku", "price", name=F("pack"), available=free)
        ]
        return node


schema = graphene.Schema(query=Query)


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Execute what is asked, nothing else."""
    asked = json.loads(request.body)
    document = _document(asked["query"])
    result = execute(schema.graphql_schema, document, variable_values=asked.get("variables"))
    text = json.dumps({"data": result.data}, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json")


@lru_cache(maxsize=64)
def _document(text: str) -> DocumentNode:
    document = parse(text)
    if errors := validate(schema.graphql_schema, document):
        raise errors[0]
    return document


def _values(products: Any, *more: str, **joined: F) -> Any:
    return products.values(
        "pk",
        "slug",
        "name",
        "price_from",
        *more,
        stars=F("current__stars"),
        code=F("current__public_code"),
        valid_until=F("current__valid_until"),
        maker_slug=F("producer__slug"),
        maker=F("producer__name"),
        commune=F("producer__commune__name"),
        province=F("producer__province__name"),
        **joined,
    )


def _node(row: dict[str, Any]) -> dict[str, Any]:
    place = {"commune": {"name": row["commune"]}, "province": {"name": row["province"]}}
    row["producer"] = {"slug": row["maker_slug"], "name": row["maker"], "place": place}
    row["certificate"] = row if row["code"] else None
    return row
