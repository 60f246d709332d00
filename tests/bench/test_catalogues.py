"""The catalogues that are measured: plausible, the same each time, and kept as the operations would keep them."""

from collections import Counter

import pytest
from django.db import transaction
from django.db.models import F, Sum

from bench.catalogues import Catalogue
from catalog.models import Certificate, Product, ProductSet, SearchWord
from catalog.operations import refresh_all_search_text
from geography.operations import load_units
from points_of_sale.models import StockItem
from tests import cast

pytestmark = pytest.mark.django_db
SIZE = 120


def make_catalogue() -> None:
    """120 made-up products of Đà Nẵng."""
    Catalogue(SIZE, at=cast.NOW).write(lambda line: None)


def test_its_goods_are_plausible_and_what_is_stored_beside_them_is_what_the_operations_would_store():
    load_units(provinces=["da-nang"])
    make_catalogue()
    assert Product.objects.count() == SIZE
    assert Product.objects.shown(cast.TODAY).count() > SIZE // 2
    assert ProductSet.objects.filter(products__isnull=False).distinct().count() > 6
    assert not Product.objects.published().filter(variants=None, product_set__is_service=False).exists()

    in_force = Certificate.objects.in_force(cast.TODAY)
    stars = Counter(in_force.values_list("stars", flat=True))
    assert stars[3] > stars[4] > stars[5]
    assert len(set(in_force.values_list("product", flat=True))) == in_force.count()

    assert not Product.objects.with_wrong_prices().exists()
    items = StockItem.objects.filter(on_hand__gt=0).annotate(received=Sum("movements__on_hand_change"))
    assert items.exists()
    assert not items.exclude(received=F("on_hand")).exists()

    product = Product.objects.published().first()
    assert product in Product.objects.published().search(product.name)
    words = set(SearchWord.objects.values_list("word", flat=True))
    assert refresh_all_search_text() == 0
    assert set(SearchWord.objects.values_list("word", flat=True)) == words


def test_a_size_gives_the_same_catalogue_each_time():
    load_units(provinces=["da-nang"])
    made = []
    for _ in range(2):
        with transaction.atomic():
            make_catalogue()
            made.append(list(Product.objects.values_list("slug", "producer__slug", "price_from").order_by("slug")))
            transaction.set_rollback(True)
    assert made[0] == made[1]
    assert len(made[0]) == SIZE
