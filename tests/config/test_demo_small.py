"""load_demo on an empty shop: a small demo with pictures, and what the command says when it cannot load."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from catalog.models import Product, ProductImage
from config.demo.loader import WALK_KEYS, choose_products, load_demo
from fairs.models import Fair
from geography.operations import load_units
from points_of_sale.models import Carried, Outlet, StockMovement
from tests.cast import NOW, TODAY


@pytest.fixture
def all_units(db: None) -> None:
    """The real units, old and new."""
    load_units()


def test_a_small_demo_has_the_walks_goods_drawn_labels_and_all_outlets_and_fairs(all_units):
    loaded = load_demo(at=NOW, limit=8)
    assert (loaded.products, loaded.outlets, loaded.fairs, loaded.users) == (8, 15, 20, 8)
    assert Product.objects.sellable(TODAY).filter(search_text__contains=" nuoc mam").count() >= len(WALK_KEYS)
    pictures = ProductImage.objects.select_related("product")
    assert {picture.product.name: picture.alt for picture in pictures}["Nước mắm Thanh Quốc 40 độ đạm"] == (
        "Nhãn vẽ minh hoạ: Nước mắm Thanh Quốc 40 độ đạm, Phú Quốc"
    )
    assert {(picture.width, picture.height, picture.is_illustrative) for picture in pictures} == {(1164, 1280, True)}
    assert len(pictures) == 8


def test_a_small_demo_grows_into_a_larger_one_without_doubles(all_units):
    load_demo(at=NOW, limit=8, with_pictures=False)
    load_demo(at=NOW, limit=20, with_pictures=False)
    chosen = {demo.name for demo in [*choose_products(8), *choose_products(20)]}
    assert set(Product.objects.values_list("name", flat=True)) == chosen
    assert Product.objects.count() == Product.objects.values("name", "producer").distinct().count()
    assert StockMovement.objects.values("item").distinct().count() == StockMovement.objects.count()
    assert (Outlet.objects.filter(producer=None).count(), Fair.objects.count(), User.objects.count()) == (15, 20, 8)
    assert not Carried.objects.exclude(product__name__in=chosen).exists()


def test_the_command_does_nothing_unless_this_is_a_demo(db, settings, capsys):
    settings.DEMO = False
    call_command("load_demo")
    assert "DEMO is not set" in capsys.readouterr().out
    assert User.objects.count() == 0
    assert Product.objects.count() == 0


def test_the_command_asks_for_the_units_first(db, settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match="run load_units first"):
        call_command("load_demo", products=6)
    assert Product.objects.count() == 0
