"""The demo's makers and their goods, brought in through the same operations as anybody's."""

from __future__ import annotations

import datetime

from django.db import transaction

from catalog.enums import ContentUnit, ProducerKind
from catalog.models import Producer, Product, Variant
from catalog.operations import issue_certificate, publish_product, save_producer, save_product, save_variant
from config.demo.facts import DemoProduct, Pack
from config.demo.places import find_place
from config.demo.recognitions import planned_recognitions
from points_of_sale.operations import open_premises, receive_stock

STOCK_REFERENCE = "demo"
STORAGE = {
    "": ("", ""),
    "dry": ("Để nơi khô ráo, thoáng mát, tránh nắng.", "Keep dry, cool and out of the sun."),
    "cold": ("Để ngăn mát, 0–5 °C.", "Keep in the refrigerator at 0–5 °C."),
    "frozen": ("Để ngăn đông, −18 °C.", "Keep frozen at −18 °C."),
}


def sku_of(product: DemoProduct, pack: Pack) -> str:
    """The SKU of a pack: by it a second load finds what the first one made, whatever was renamed since."""
    return f"DEMO-{product.key:03}-{pack.number}"


def known_products(demo_products: list[DemoProduct]) -> dict[int, Product]:
    """The demo products that are in the catalogue already, by their key."""
    skus = {sku_of(product, pack): product.key for product in demo_products for pack in product.packs}
    variants = Variant.objects.filter(sku__in=skus).select_related("product__producer")
    known = {skus[variant.sku]: variant.product for variant in variants}
    for product in demo_products:
        if not product.packs:
            found = Product.objects.filter(name=product.name, product_set=product.reading.set_number).first()
            if found is not None:
                known[product.key] = found
    return known


@transaction.atomic
def add_product(
    demo: DemoProduct, *, producers: dict[str, Producer], on: datetime.date, at: datetime.datetime
) -> Product:
    """Bring in one product with packs, certificates and stock, and publish it; adds its maker to `producers`."""
    producer = producers.get(demo.producer) or _producer(demo, on=on, at=at)
    producers[demo.producer] = producer
    product = save_product(product=_product(demo, producer), at=at)
    variants = [_variant(demo, pack, product, at) for pack in demo.packs]
    _certify(demo, product, on=on, at=at)
    if variants:
        premises = open_premises(producer=producer, at=at)
        for variant, pack in zip(variants, demo.packs, strict=True):
            receive_stock(variant=variant, outlet=premises, quantity=pack.stock, reference=STOCK_REFERENCE, at=at)
    return publish_product(product=product, at=at)


def _producer(demo: DemoProduct, *, on: datetime.date, at: datetime.datetime) -> Producer:
    known = Producer.objects.filter(name=demo.producer).first()
    if known is not None:
        return known
    place = find_place(demo.place, on=on)
    producer = Producer(
        name=demo.producer,
        kind=ProducerKind(demo.producer_kind),
        commune=place.commune,
        province=place.province,
        former_unit=place.former_unit,
        source_url=demo.source_url,
    )
    return save_producer(producer=producer, at=at)


def _product(demo: DemoProduct, producer: Producer) -> Product:
    reading = demo.reading
    storage, storage_en = STORAGE[reading.storage]
    return Product(
        producer=producer,
        product_set_id=reading.set_number,
        name=demo.name,
        name_en=reading.name_en,
        description=reading.description,
        description_en=reading.description_en,
        storage=storage,
        storage_en=storage_en,
        shelf_life_days=reading.shelf_life_days,
        vat_rate=reading.vat_rate,
        travel_limit_km=reading.travel_limit_km,
        is_illustrative=True,
        source_url=demo.source_url,
    )


def _variant(demo: DemoProduct, pack: Pack, product: Product, at: datetime.datetime) -> Variant:
    variant = Variant(
        product=product,
        sku=sku_of(demo, pack),
        pack=pack.pack,
        pack_en=pack.pack_en,
        content_quantity=pack.content_quantity,
        content_unit=ContentUnit(pack.content_unit),
        shipping_weight_grams=pack.shipping_weight_grams,
        price=pack.price,
        position=pack.number,
    )
    return save_variant(variant=variant, at=at)


def _certify(demo: DemoProduct, product: Product, *, on: datetime.date, at: datetime.datetime) -> None:
    follows = None
    for recognition in planned_recognitions(demo, on=on):
        follows = issue_certificate(product=product, recognition=recognition, follows=follows, at=at)
