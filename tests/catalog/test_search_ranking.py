"""The best matches of a search are the same on every database: those that a plain reading of the texts gives."""

from __future__ import annotations

import itertools
import random

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.matching import words_asked
from catalog.models import Product
from catalog.search import best_rows, matching_keys
from catalog.search_index import drop_search_index, make_search_index
from tests import cast

# Few and short words, so that texts share them, begin like one another and repeat one another's.
WORDS = ["ca", "cam", "com", "nuoc", "mam", "ma", "muoi", "tra", "trang", "banh", "a", "an", "40", "xá", "ß"]
SOME_WORDS = st.lists(st.sampled_from(WORDS), max_size=4)
KEYS = 60


def search_text(name, name_en=(), maker=(), place=(), goods=()):
    sections = (name, ["|"], name_en, ["/"], maker, [";"], place, ["."], goods)
    return " " + " ".join(word for section in sections for word in section)


def misfit(text, words):
    """The control: how well a text fits, read word by word; None when it does not."""
    name, rest = text.split(" |")
    name_en, rest = rest.split(" /")
    maker, rest = rest.split(" ;")
    place, goods = rest.split(" .")
    asked = f" {' '.join(words)}"
    if asked in (name, name_en):
        return 0
    if name.startswith(asked):
        return 1
    if asked in name:
        return 2
    read: list[str] = []
    for number, section in enumerate((name, name_en, maker, place, goods), start=3):
        read += section.split()
        if all(any(word.startswith(asked) for word in read) for asked in words):
            return number
    return None


def control(text, among=lambda _key: True):
    rows = Product.objects.values_list("pk", "search_text")
    words = words_asked(text)
    fitting = [(misfit(found, words), -key) for key, found in rows if among(key)] if words else []
    return [(rank, -key) for rank, key in sorted(row for row in fitting if row[0] is not None)]


def put_in(producer, texts):
    """Products with these search texts, written in bulk."""
    product_set = cast.make_product_set(9)
    return Product.objects.bulk_create(
        Product(slug=f"mon-{number}", name="Món", producer=producer, product_set=product_set, search_text=text)
        for number, text in enumerate(texts)
    )


@pytest.fixture
def shelf(cooperative):
    """Sixty products with texts of the same few words, always the same ones."""
    chance = random.Random("sao que")

    def words(most):
        return chance.choices(WORDS, k=chance.randint(0, most))

    texts = [
        search_text(chance.choices(WORDS, k=chance.randint(1, 3)), words(2), *(words(2) for _ in "123"))
        for _ in range(KEYS)
    ]
    return put_in(cooperative, texts)


def test_a_search_finds_what_a_plain_reading_of_the_texts_finds(shelf):
    keys = [product.pk for product in shelf]

    @settings(max_examples=150, deadline=None)
    @given(asked=SOME_WORDS, offset=st.integers(0, 5), limit=st.integers(1, 70), chosen=st.sets(st.sampled_from(keys)))
    def search(asked, offset, limit, chosen):
        text = " ".join(asked)
        everything = control(text)
        some = Product.objects.filter(pk__in=chosen)
        assert best_rows(Product.objects.all(), text, limit=limit, offset=offset) == everything[offset:][:limit]
        assert best_rows(some, text, limit=limit) == control(text, chosen.__contains__)[:limit]
        assert sorted(matching_keys(text)) == sorted(key for _, key in everything)
        if text:
            assert {product.pk for product in Product.objects.search(text)} == {key for _, key in everything}

    search()


@pytest.mark.parametrize("text", ["ca", "ma", "nuoc mam", "ca nuoc", "a"])
def test_page_after_page_gives_everything_once(shelf, text):
    pages, after = [], None
    while page := best_rows(Product.objects.all(), text, limit=3, after=after):
        pages += page
        after = page[-1]
    assert pages == control(text)
    assert len(pages) > 3


def test_there_are_matches_of_every_kind(shelf):
    texts = [*WORDS, *map(" ".join, itertools.permutations(WORDS, 2))]
    assert {rank for text in texts for rank, _ in control(text)} == set(range(8))


@pytest.mark.parametrize("every", [1, 40, 400, 800])
def test_the_few_among_many_matches_are_found_however_late_they_come(cooperative, every):
    products = put_in(cooperative, [search_text(["nuoc", "mam"], goods=["mam", str(number)]) for number in range(800)])
    chosen = [product.pk for product in products if (product.pk - products[0].pk) % every == 0]
    some = Product.objects.filter(pk__in=chosen)
    assert best_rows(some, "nuoc mam", limit=3) == [(0, key) for key in sorted(chosen, reverse=True)[:3]]
    assert best_rows(some, "nuoc", limit=2, offset=1) == [(1, key) for key in sorted(chosen, reverse=True)[1:3]]
    assert best_rows(some, "mam 79", limit=9) == control("mam 79", set(chosen).__contains__)[:9]
    assert best_rows(some.none(), "nuoc", limit=3) == []


def test_one_query_finds_a_page_however_many_fit(cooperative, django_assert_num_queries):
    put_in(cooperative, [search_text(["nuoc", "mam"]) for _ in range(200)])
    with django_assert_num_queries(1):
        assert len(best_rows(Product.objects.all(), "nuoc", limit=24)) == 24
    with django_assert_num_queries(1):
        assert best_rows(Product.objects.all(), "zzz", limit=24) == []
    with django_assert_num_queries(0):
        assert best_rows(Product.objects.all(), "?!", limit=24) == matching_keys("?!") == []


def test_whatever_writes_a_search_text_is_found_at_once(cooperative):
    mam, muoi, tra = put_in(cooperative, [search_text([word]) for word in ("mam", "muoi", "tra")])
    assert matching_keys("m") == [mam.pk, muoi.pk]
    Product.objects.filter(pk=mam.pk).update(search_text=search_text(["cam"]))
    muoi.search_text = search_text(["cam", "ngot"])
    Product.objects.bulk_update([muoi], ["search_text"])
    tra.search_text = search_text(["mam"])
    tra.save()
    assert (matching_keys("m"), matching_keys("cam"), matching_keys("tra")) == ([tra.pk], [mam.pk, muoi.pk], [])
    Product.objects.filter(pk=mam.pk).delete()
    assert best_rows(Product.objects.all(), "cam", limit=9) == [(1, muoi.pk)]
    Product.objects.update(search_text="")
    assert matching_keys("cam") == []


def test_what_is_rolled_back_is_not_found(cooperative):
    [mam] = put_in(cooperative, [search_text(["mam"])])
    with transaction.atomic():
        Product.objects.filter(pk=mam.pk).delete()
        transaction.set_rollback(True)
    assert matching_keys("mam") == [mam.pk]


def test_the_index_may_be_made_anew_from_the_texts(shelf):
    before = {text: control(text) for text in ("ca", "nuoc mam")}
    connection.check_constraints()  # PostgreSQL indexes no table on which checks are still to come
    editor = connection.SchemaEditorClass(connection)
    drop_search_index(editor)
    make_search_index(editor)
    make_search_index(editor)
    assert {text: best_rows(Product.objects.all(), text, limit=KEYS) for text in before} == before
    shelf[0].delete()
    assert best_rows(Product.objects.all(), "ca", limit=KEYS) == control("ca")
