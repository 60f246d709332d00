"""The bare views: for pages, for what is sent, and what the bench itself has to ask of the server."""

from __future__ import annotations

import json
import uuid
from functools import cache as remembered
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django_tasks_db.models import DBTaskResult

from accounts.memory import forget_everything
from bench.floor.flatten import flatten_list, flatten_text
from bench.floor.rows import card_rows, product_row
from catalog.models import Product
from geography.models import Unit
from points_of_sale.models import StockItem, StockMovement
from shop.models import Cart, CartLine, Consignment, Order, OrderEvent, OrderLine
from shop.models.carts import new_token

Made = dict[str, Any]


@csrf_exempt
def make(request: HttpRequest, name: str) -> HttpResponse:
    """Write the flat template of a floor: the page's HTML comes as JSON, with what the floor's query has to choose."""
    asked = json.loads(request.body)
    html, arguments = asked["html"], asked["arguments"]
    if slugs := arguments.pop("slugs", None):
        keys = dict(Product.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        arguments["keys"] = [keys[slug] for slug in slugs]
    made: Made = {"arguments": arguments}
    template = html
    if asked["kind"] == "cards":
        template, made["shapes"] = flatten_list(html, card_rows(timezone.localdate(), **arguments))
    elif asked["kind"] == "product":
        template = flatten_text(html, product_row(**arguments), "texts.")
    folder = Path(settings.FLOOR_DIR)
    (folder / f"{name}.html").write_text(template, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(made), encoding="utf-8")
    return HttpResponse("made")


def cards(request: HttpRequest, name: str) -> HttpResponse:
    """A page of cards: one query, one flat template."""
    made = _made(name)
    rows = card_rows(timezone.localdate(), **made["arguments"])
    shapes = made["shapes"]
    for row in rows:
        row["shape"] = shapes[row["kind"]]
    return render(request, f"{name}.html", {"rows": rows})


def product(request: HttpRequest, name: str) -> HttpResponse:
    """The page of one product: one query, one flat template."""
    return render(request, f"{name}.html", product_row(**_made(name)["arguments"]))


def constant(request: HttpRequest, name: str) -> HttpResponse:
    """The same bytes as ever."""
    return HttpResponse(_constant(name))


def add(request: HttpRequest) -> HttpResponse:
    """A cart with one line: the two rows that a first add has to write, in one transaction."""
    with transaction.atomic():
        cart = Cart.objects.create()
        CartLine.objects.create(cart=cart, variant_id=int(request.POST["variant"]), quantity=1, seen_price=1)
    return redirect("/gio-hang/")


def order(request: HttpRequest) -> HttpResponse:
    """The rows that an order leaves, as those of the last order are: eight statements in one transaction."""
    pattern = _last_order()
    at = timezone.now()
    with transaction.atomic():
        cart = Cart.objects.create(ordered_at=at)
        made = _again(pattern.order, cart=cart, code=new_token()[:12], secret=new_token())
        made.save(force_insert=True)
        sent = Consignment.objects.bulk_create(_again(one, order=made) for one in pattern.consignments)
        lines = zip(pattern.lines, sent, strict=True)
        OrderLine.objects.bulk_create(_again(line, consignment=consignment) for line, consignment in lines)
        OrderEvent.objects.bulk_create(_again(event, order=made, consignment=None) for event in pattern.events)
        StockItem.objects.filter(pk__in=[move.item_id for move in pattern.movements]).update(reserved=F("reserved") + 1)
        StockMovement.objects.bulk_create(_again(move, reference=made.code) for move in pattern.movements)
        DBTaskResult.objects.bulk_create(_again(job, id=uuid.uuid4()) for job in pattern.jobs)
    return redirect("/gio-hang/")


class Ordered(NamedTuple):
    """The rows of one order."""

    order: Order
    consignments: list[Consignment]
    lines: list[OrderLine]
    events: list[OrderEvent]
    movements: list[StockMovement]
    jobs: list[DBTaskResult]


@remembered
def _last_order() -> Ordered:
    last = Order.objects.latest("pk")
    lines = OrderLine.objects.filter(consignment__order=last).order_by("consignment")
    movements = StockMovement.objects.filter(reference=last.code).order_by("item")
    jobs = list(DBTaskResult.objects.order_by("-enqueued_at")[:2])
    return Ordered(last, list(last.consignments.all()), list(lines), list(last.events.all()), list(movements), jobs)


def _again(row: Any, **changed: Any) -> Any:
    """The same row anew."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del fields["id"]
    for name in changed:
        fields.pop(f"{name}_id", None)
    return type(row)(**fields | changed)


def choose(request: HttpRequest) -> JsonResponse:
    """What the bench asks for: a product, a province, words to search, goods of two makers, a commune."""
    on = timezone.localdate()
    shown = Product.objects.sellable(on).filter(travel_limit_km=None, product_set__is_alcohol=False)
    plenty = StockItem.objects.orderable().filter(
        on_hand__gte=3_000, variant__product__in=shown, variant__is_active=True
    )
    first = plenty.order_by("pk").first()
    other = plenty.exclude(outlet=first.outlet).order_by("pk").first()
    page = Product.objects.get(pk=first.variant.product_id)
    busiest = shown.values("producer__province").annotate(count=Count("pk")).order_by("-count", "producer__province")
    province = Unit.objects.get(pk=busiest[0]["producer__province"])
    return JsonResponse(
        {
            "slug": page.slug,
            "name": page.name,
            "province": {"slug": province.slug, "pk": province.pk},
            "variants": [first.variant_id, other.variant_id],
            "commune": {"pk": page.producer.commune_id, "name": page.producer.commune.full_name},
        }
    )


def forget(request: HttpRequest) -> HttpResponse:
    """Empty the caches of the worker that answers, and whatever it remembers."""
    for cache in caches.all():
        cache.clear()
    forget_everything()
    return HttpResponse("forgotten")


@remembered
def _made(name: str) -> Made:
    made: Made = json.loads((Path(settings.FLOOR_DIR) / f"{name}.json").read_text(encoding="utf-8"))
    return made


@remembered
def _constant(name: str) -> bytes:
    return (Path(settings.FLOOR_DIR) / f"{name}.html").read_bytes()
