"""Saving products, packs and producers, and a listing's way into the shop."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from catalog.enums import ListingBasis, ProducerKind, ProducerStatus, ProductEventKind, ProductStatus
from catalog.models import CatalogueVersion, FormerSlug, Producer, Product, SearchWord, Variant
from catalog.operations import (
    ProducerStatusError,
    ProductNotReadyError,
    ProductStatusError,
    publish_product,
    return_product,
    save_producer,
    save_product,
    save_variant,
    set_producer_status,
    submit_product,
    suspend_product,
)
from tests import cast
from tests.cast import NOW, TODAY

LATER = NOW + datetime.timedelta(days=1)


def new_product(producer, name, **fields):
    product = Product(producer=producer, product_set=cast.make_product_set(7), name=name, **fields)
    return save_product(product=product, at=NOW)


@pytest.fixture
def draft(household):
    """The household's draft with one pack."""
    product = new_product(household, "Mứt gừng dẻo")
    save_variant(variant=a_pack(product), at=NOW)
    return product


def a_pack(product, **fields):
    fields = {"pack": "gói 250 g", "content_quantity": 250, "shipping_weight_grams": 300, "price": 60_000} | fields
    return Variant(product=product, **fields)


def test_a_new_product_gets_an_address_and_can_be_found(household):
    product = new_product(household, "Mứt Gừng Dẻo – Đà Nẵng")
    assert (product.slug, product.status, product.created_at) == ("mut-gung-deo-da-nang", ProductStatus.DRAFT, NOW)
    assert list(Product.objects.search("mứt gừng")) == [product]
    assert SearchWord.objects.filter(word="gung", initial="g", length=4).exists()


def test_two_products_of_one_name_have_two_addresses(household, cooperative):
    slugs = [new_product(maker, "Kem đậu xanh").slug for maker in (household, cooperative, cooperative)]
    assert slugs == ["kem-dau-xanh", "kem-dau-xanh-an-giang", "kem-dau-xanh-2"]


@pytest.mark.parametrize("name", ["!!!", "中文"])
def test_a_name_without_latin_letters_has_an_address_too(household, name):
    assert new_product(household, name).slug == "san-pham"


def test_a_long_name_is_cut_at_a_word(household):
    slug = new_product(household, "nước mắm " * 22).slug
    assert len(slug) <= 120
    assert slug.endswith(("nuoc", "mam"))


def test_a_renamed_product_moves_and_its_old_address_stays_its_own(draft, household):
    draft.name, draft.name_en = "Mứt gừng sợi", "Candied ginger"
    save_product(product=draft, at=LATER)
    draft.refresh_from_db()
    assert (draft.slug, draft.updated_at) == ("mut-gung-soi", LATER)
    assert Product.objects.formerly_at("mut-gung-deo").get() == draft
    assert list(Product.objects.search("candied")) == [draft]
    assert new_product(household, "Mứt gừng dẻo").slug == "mut-gung-deo-da-nang"
    draft.name, draft.name_en = "Mứt gừng dẻo", ""
    save_product(product=draft, at=LATER)
    assert draft.slug == "mut-gung-deo"
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["mut-gung-soi"]


def test_saving_without_a_new_name_keeps_address_and_status(draft):
    other = Product.objects.get(pk=draft.pk)
    publish_product(product=draft, at=NOW)
    other.description = "Cay dịu"
    save_product(product=other, at=LATER)
    other.refresh_from_db()
    assert (other.slug, other.status, other.description) == ("mut-gung-deo", ProductStatus.PUBLISHED, "Cay dịu")
    assert not FormerSlug.objects.exists()


def test_a_renamed_producer_moves_and_its_products_are_found_by_the_new_name(fish_sauce, cooperative):
    cooperative.name = "Hợp tác xã Cô Bảy"
    save_producer(producer=cooperative, at=LATER)
    assert cooperative.slug == "hop-tac-xa-co-bay"
    assert Producer.objects.formerly_at("hop-tac-xa-nuoc-mam-ba-sau").get() == cooperative
    assert list(Product.objects.search("cô bảy")) == [fish_sauce]


def test_a_new_producer_gets_an_address_and_of_two_of_one_name_the_second_says_where(units):
    def new_producer(commune):
        producer = Producer(
            name="HTX Đại Thành", kind=ProducerKind.COOPERATIVE, commune=commune, province=commune.parent
        )
        return save_producer(producer=producer, at=NOW)

    assert new_producer(units.phu_quoc).slug == "htx-dai-thanh"
    assert new_producer(units.hai_chau).slug == "htx-dai-thanh-da-nang"
    assert new_producer(units.hai_chau).slug == "htx-dai-thanh-2"


def test_a_suspended_producers_goods_are_not_offered(fish_sauce, cooperative):
    set_producer_status(producer=cooperative, status=ProducerStatus.SUSPENDED, at=LATER)
    assert not Product.objects.sellable(TODAY).exists()
    set_producer_status(producer=cooperative, status=ProducerStatus.ACTIVE, at=LATER)
    assert list(Product.objects.sellable(TODAY)) == [fish_sauce]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ProducerStatus.ACTIVE, ProducerStatus.ACTIVE),
        (ProducerStatus.SUSPENDED, ProducerStatus.SUSPENDED),
        (ProducerStatus.LEFT, ProducerStatus.SUSPENDED),
    ],
)
def test_a_producers_status_changes_only_along_known_ways(cooperative, before, after):
    Producer.objects.filter(pk=cooperative.pk).update(status=before)

    with pytest.raises(ProducerStatusError):
        set_producer_status(producer=cooperative, status=after, at=LATER)

    cooperative.refresh_from_db()
    assert cooperative.status == before


def test_a_pack_without_a_sku_gets_one_and_an_empty_gtin_is_none(draft):
    pack = save_variant(variant=a_pack(draft, gtin=""), at=LATER)
    pack.refresh_from_db()
    assert pack.sku.startswith("SQ-")
    assert pack.gtin is None
    assert len({variant.sku for variant in draft.variants.all()}) == 2


def test_a_listing_goes_from_draft_through_review_to_the_shop_and_back(draft, tu, officer_da_nang):
    submit_product(product=draft, at=NOW, by=tu)
    assert draft.status == ProductStatus.IN_REVIEW
    return_product(product=draft, note="Thiếu thành phần", at=NOW, by=officer_da_nang)
    assert draft.status == ProductStatus.DRAFT
    submit_product(product=draft, at=NOW, by=tu)
    publish_product(product=draft, at=LATER, by=officer_da_nang)
    suspend_product(product=draft, note="Khiếu nại", at=LATER, by=officer_da_nang)
    publish_product(product=draft, at=LATER + datetime.timedelta(days=1), by=officer_da_nang)
    draft.refresh_from_db()
    assert (draft.status, draft.published_at) == (ProductStatus.PUBLISHED, LATER)
    kinds = [event.kind for event in draft.events.order_by("pk")]
    assert kinds == ["submitted", "returned", "submitted", "published", "suspended", "published"]
    returned = draft.events.get(kind=ProductEventKind.RETURNED)
    assert (returned.note, returned.by, returned.at) == ("Thiếu thành phần", officer_da_nang, NOW)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (ProductStatus.PUBLISHED, submit_product),
        (ProductStatus.IN_REVIEW, submit_product),
        (ProductStatus.PUBLISHED, publish_product),
    ],
)
def test_a_step_from_the_wrong_state_is_refused_and_changes_nothing(draft, status, step):
    Product.objects.update(status=status, published_at=NOW)
    version = CatalogueVersion.current()
    with pytest.raises(ProductStatusError):
        step(product=draft, at=LATER)
    assert Product.objects.get().status == status
    assert not draft.events.exists()
    assert CatalogueVersion.current() == version


def test_only_a_published_product_is_suspended_and_only_one_in_review_returned(draft):
    for step in (suspend_product, return_product):
        with pytest.raises(ProductStatusError):
            step(product=draft, note="", at=NOW)
    assert Product.objects.get().status == ProductStatus.DRAFT


def test_goods_need_a_pack_on_offer_to_be_published_services_do_not(household):
    bare = new_product(household, "Bánh khô mè")
    for step in (submit_product, publish_product):
        with pytest.raises(ProductNotReadyError):
            step(product=bare, at=NOW)
    save_variant(variant=a_pack(bare, is_active=False), at=NOW)
    with pytest.raises(ProductNotReadyError):
        publish_product(product=bare, at=NOW)
    tour = Product(producer=household, product_set=cast.make_product_set(26), name="Một ngày ở Hải Châu")
    publish_product(product=save_product(product=tour, at=NOW), at=NOW)
    assert list(Product.objects.published()) == [tour]


def test_a_published_product_is_sold_once_it_has_stars_or_an_officers_mark(draft):
    publish_product(product=draft, at=NOW)
    assert not Product.objects.sellable(TODAY).exists()
    draft.listing_basis = ListingBasis.LOCAL_SPECIALITY
    save_product(product=draft, at=LATER)
    assert list(Product.objects.sellable(TODAY)) == [draft]


def test_whatever_changes_the_catalogue_raises_its_version(draft):
    before = CatalogueVersion.current()
    publish_product(product=draft, at=NOW)
    assert CatalogueVersion.current() > before


def test_the_version_starts_where_the_row_is_missing(db):
    CatalogueVersion.objects.all().delete()
    assert CatalogueVersion.current() == 0


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"price": 0}, "variant_price_positive"),
        ({"content_quantity": 0}, "variant_content_positive"),
        ({"shipping_weight_grams": 0}, "variant_weight_positive"),
    ],
)
def test_the_database_refuses_packs_of_nothing(bottle, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Variant.objects.update(**fields)


def test_the_database_refuses_unknown_vat_and_published_products_without_a_time(fish_sauce):
    with pytest.raises(IntegrityError, match="product_vat_rate_known"), transaction.atomic():
        Product.objects.update(vat_rate=7)
    with pytest.raises(IntegrityError, match="product_published_has_time"), transaction.atomic():
        Product.objects.update(published_at=None)


def test_saving_a_pack_keeps_the_products_prices_in_step_and_saving_the_product_leaves_them(draft):
    stale = Product.objects.get(pk=draft.pk)
    large = save_variant(variant=a_pack(draft, price=300_000), at=NOW)
    prices = Product.objects.values_list("price_from", "price_to")
    lowest = min(draft.variants.values_list("price", flat=True))
    assert prices.get(pk=draft.pk) == (lowest, 300_000)
    save_product(product=stale, at=LATER)
    assert prices.get(pk=draft.pk) == (lowest, 300_000)
    large.is_active = False
    save_variant(variant=large, at=LATER)
    assert prices.get(pk=draft.pk) == (lowest, lowest)
