"""Gives each demo product its drawn label, through the same door as an uploaded photograph."""

from __future__ import annotations

import datetime
import io

from catalog.models import Product, ProductImage
from catalog.operations import add_image, describe_image
from config.demo.facts import DemoProduct
from config.demo.labels import draw_label
from config.demo.places import find_place
from config.demo.recognitions import stars_in_force


def add_label(product: Product, demo: DemoProduct, *, on: datetime.date, at: datetime.datetime) -> ProductImage:
    """Draw a product's label as of a day and upload it; without a certificate in force it bears no stars."""
    place = find_place(demo.place, on=on).label
    label = draw_label(demo.name, set_number=demo.reading.set_number, commune=place, stars=stars_in_force(demo, on=on))
    image = add_image(product=product, file=io.BytesIO(label), is_illustrative=True, at=at)
    return describe_image(
        image=image,
        alt=f"Nhãn vẽ minh hoạ: {demo.name}, {place}",
        alt_en=f"Drawn label: {demo.reading.name_en}, {place}",
    )
