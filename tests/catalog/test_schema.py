"""Products and makers through the GraphQL door: what their pages say, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalog.enums import ListingBasis, ProducerStatus, ProductStatus
from catalog.models import FormerSlug, Producer, Product, ProductImage, Variant
from tests import cast
from tests.graph import ask, data_of

PRODUCT = """query ($slug: String!) { product(slug: $slug) {
  id slug name nameEn displayName description ingredients usage storage shelfLifeDays vatRate travelLimitKm
  isLocalSpeciality isSellable isIllustrative stars priceFrom priceTo
  productSet { slug number displayName isAlcohol isService group { number } }
  producer { slug displayName kind }
  packs { sku displayName contentQuantity contentUnit shippingWeightGrams gtin price }
  certificate { code state } certificates { code state stars }
  notSellable { reason words certificate { code } }
} }"""
WHOLE = """query ($slug: String!) { product(slug: $slug) {
  name stars isSellable priceFrom images { url } image { url }
  packs { sku price } certificates { code state product { name } otherCertificates { code } } certificate { code }
  notSellable { words } productSet { name group { name sets { name } } }
  producer { name productCount place { now before commune { name } province { name } } }
} }"""


@pytest.fixture
def described(fish_sauce: Product) -> Product:
    """The fish sauce with words in both languages."""
    words = {
        "name_en": "Bà Sáu fish sauce",
        "description": "Ủ chượp 12 tháng.",
        "description_en": "Aged for 12 months.",
        "ingredients": "Cá cơm, muối",
        "usage": "Chấm",
        "storage": "Nơi khô mát",
        "shelf_life_days": 720,
        "travel_limit_km": 1_500,
    }
    Product.objects.filter(pk=fish_sauce.pk).update(**words)
    fish_sauce.refresh_from_db()
    return fish_sauce


def product_of(client: Client, slug: str, **asked: Any) -> dict:
    return data_of(client, PRODUCT, slug=slug, **asked)["product"]


def test_a_product_says_what_its_page_says(stranger: Client, described: Product, bottle: Variant):
    certificate = described.certificates.get()
    assert product_of(stranger, described.slug) == {
        "id": described.slug,
        "slug": described.slug,
        "name": "Nước mắm Bà Sáu 40 độ đạm",
        "nameEn": "Bà Sáu fish sauce",
        "displayName": "Bà Sáu fish sauce",
        "description": "Aged for 12 months.",
        "ingredients": "Cá cơm, muối",
        "usage": "Chấm",
        "storage": "Nơi khô mát",
        "shelfLifeDays": 720,
        "vatRate": 8,
        "travelLimitKm": 1_500,
        "isLocalSpeciality": False,
        "isSellable": True,
        "isIllustrative": False,
        "stars": 5,
        "priceFrom": 120_000,
        "priceTo": 120_000,
        "productSet": {
            "slug": described.product_set.slug,
            "number": 9,
            "displayName": described.product_set.name_en,
            "isAlcohol": False,
            "isService": False,
            "group": {"number": 1},
        },
        "producer": {
            "slug": "hop-tac-xa-nuoc-mam-ba-sau",
            "displayName": "Hợp tác xã Nước mắm Bà Sáu",
            "kind": "COOPERATIVE",
        },
        "packs": [
            {
                "sku": bottle.sku,
                "displayName": "chai 500 ml",
                "contentQuantity": 500,
                "contentUnit": "MILLILITRE",
                "shippingWeightGrams": 800,
                "gtin": None,
                "price": 120_000,
            }
        ],
        "certificate": {"code": certificate.public_code, "state": "IN_FORCE"},
        "certificates": [{"code": certificate.public_code, "state": "IN_FORCE", "stars": 5}],
        "notSellable": None,
    }


def test_words_are_in_the_readers_language(stranger: Client, described: Product):
    query = "query ($slug: String!) { product(slug: $slug) { displayName description } }"
    answer = ask(stranger, query, language="vi", slug=described.slug)
    assert answer["data"]["product"] == {"displayName": described.name, "description": "Ủ chượp 12 tháng."}


def test_an_old_slug_is_answered_with_the_present_product(stranger: Client, fish_sauce: Product):
    FormerSlug.objects.create(slug="nuoc-mam-cu", product=fish_sauce)
    assert product_of(stranger, "nuoc-mam-cu")["slug"] == fish_sauce.slug


@pytest.mark.parametrize("slug", ["", "khong-co", "Nước mắm", "1"])
@pytest.mark.parametrize("field", ["product", "producer"])
def test_an_unknown_slug_is_null(stranger: Client, fish_sauce: Product, field: str, slug: str):
    query = f"query ($slug: String!) {{ {field}(slug: $slug) {{ name }} }}"
    assert data_of(stranger, query, slug=slug) == {field: None}


@pytest.mark.parametrize("text", ["a\0b", "x" * 10_000], ids=["nul", "long"])
@pytest.mark.parametrize("field", ["product(slug: $text)", "producer(slug: $text)", "certificate(code: $text)"])
def test_a_name_nobody_can_mean_is_refused(stranger: Client, db: None, field: str, text: str):
    response = stranger.post(
        "/graphql/",
        {"query": f"query ($text: String!) {{ {field} {{ id }} }}", "variables": {"text": text}},
        content_type="application/json",
    )
    assert response.json()["errors"][0]["extensions"]["code"] in {"BAD_INPUT", "TOO_LONG"}


@pytest.mark.parametrize("status", [ProductStatus.DRAFT, ProductStatus.IN_REVIEW, ProductStatus.SUSPENDED])
def test_nobody_sees_what_is_not_published(
    sign_in: Callable[[User], Client],
    stranger: Client,
    fish_sauce: Product,
    sau: User,
    officer_an_giang: User,
    operator: User,
    status: ProductStatus,
):
    code = fish_sauce.certificates.get().public_code
    Product.objects.filter(pk=fish_sauce.pk).update(status=status, published_at=None)
    query = """query ($slug: String!, $code: String!) {
      product(slug: $slug) { name } certificate(code: $code) { productName product { name } } }"""
    for client in (stranger, sign_in(sau), sign_in(officer_an_giang), sign_in(operator)):
        assert data_of(client, query, slug=fish_sauce.slug, code=code) == {
            "product": None,
            "certificate": {"productName": fish_sauce.name, "product": None},
        }


def test_a_maker_who_does_not_sell_has_neither_goods_nor_page(stranger: Client, fish_sauce: Product):
    Producer.objects.update(status=ProducerStatus.SUSPENDED)
    query = (
        """query ($slug: String!, $maker: String!) { product(slug: $slug) { name } producer(slug: $maker) { name } }"""
    )
    data = data_of(stranger, query, slug=fish_sauce.slug, maker=fish_sauce.producer.slug)
    assert data == {"product": None, "producer": None}


def test_an_expired_certificate_hinders_the_sale_with_its_words(stranger: Client, cooperative: Producer):
    product = cast.make_product(producer=cooperative, name="Hết hạn", stars=None)
    certificate = cast.make_certificate(
        product=product, valid_from=datetime.date(2023, 1, 1), valid_until=datetime.date(2026, 1, 1)
    )
    found = product_of(stranger, product.slug)
    assert (found["stars"], found["certificate"], found["isSellable"]) == (None, None, False)
    assert found["certificates"] == [{"code": certificate.public_code, "state": "EXPIRED", "stars": 4}]
    assert found["notSellable"] == {
        "reason": "CERTIFICATE_EXPIRED",
        "words": "The certificate ran out on 01/01/2026.",
        "certificate": {"code": certificate.public_code},
    }


def test_a_local_speciality_is_sold_without_stars(stranger: Client, cooperative: Producer):
    basis = ListingBasis.LOCAL_SPECIALITY
    product = cast.make_product(producer=cooperative, name="Đặc sản", stars=None, listing_basis=basis)
    found = product_of(stranger, product.slug)
    assert (found["stars"], found["isLocalSpeciality"], found["isSellable"]) == (None, True, True)


def test_a_service_is_not_sold(stranger: Client, cooperative: Producer):
    product = cast.make_product(producer=cooperative, name="Du lịch cộng đồng", set_number=26)
    found = product_of(stranger, product.slug)
    assert (found["stars"], found["isSellable"], found["notSellable"]["reason"]) == (4, False, "SERVICE")


def test_packs_withdrawn_from_offer_are_not_told(stranger: Client, fish_sauce: Product, bottle: Variant):
    cast.make_variant(product=fish_sauce, price=230_000, pack="can 1 l", is_active=False)
    assert [pack["sku"] for pack in product_of(stranger, fish_sauce.slug)["packs"]] == [bottle.sku]


def test_pictures_are_told_when_they_are_ready_with_whole_addresses(
    stranger: Client, fish_sauce: Product, settings: Any
):
    settings.SITE_URL = "https://saoque.example"
    made = {"product": fish_sauce, "width": 1000, "height": 500}
    ProductImage.objects.create(key="k1", alt="Chai", alt_en="A bottle", rendered_at=cast.NOW, **made)
    ProductImage.objects.create(key="k2", position=1, **made)
    query = """query ($slug: String!) { product(slug: $slug) {
      image { id }
      images { id alt width height url largeUrl avifSrcset renditions(format: WEBP) { width height url format } }
    } }"""
    product = data_of(stranger, query, slug=fish_sauce.slug)["product"]
    base = "https://saoque.example/media/public/products/k1"
    assert product["image"] == {"id": "k1"}
    assert product["images"] == [
        {
            "id": "k1",
            "alt": "A bottle",
            "width": 1000,
            "height": 500,
            "url": f"{base}-640.jpg",
            "largeUrl": f"{base}-1000.jpg",
            "avifSrcset": f"{base}-320.avif 320w, {base}-640.avif 640w, {base}-1000.avif 1000w",
            "renditions": [
                {"width": 320, "height": 160, "url": f"{base}-320.webp", "format": "WEBP"},
                {"width": 640, "height": 320, "url": f"{base}-640.webp", "format": "WEBP"},
                {"width": 1000, "height": 500, "url": f"{base}-1000.webp", "format": "WEBP"},
            ],
        }
    ]


def test_a_producer_says_what_its_page_says(stranger: Client, fish_sauce: Product, units: cast.Units):
    Producer.objects.update(former_unit=units.old_duong_dong, name_en="Bà Sáu cooperative", story_en="Since 1980.")
    query = """query ($slug: String!) { producer(slug: $slug) {
      id name displayName kind phone taxNumber registrationNumber story productCount url
      place { street now before inShort address isCentreExact centreNote centre { latitude longitude }
              commune { code } province { code } formerUnit { code } }
    } }"""
    found = data_of(stranger, query, slug=fish_sauce.producer.slug)["producer"]
    assert found.pop("url").endswith("/en/chu-the/hop-tac-xa-nuoc-mam-ba-sau/")
    assert found == {
        "id": "hop-tac-xa-nuoc-mam-ba-sau",
        "name": "Hợp tác xã Nước mắm Bà Sáu",
        "displayName": "Bà Sáu cooperative",
        "kind": "COOPERATIVE",
        "phone": "+842900000001",
        "taxNumber": "",
        "registrationNumber": "0000000001",
        "story": "Since 1980.",
        "productCount": 1,
        "place": {
            "street": "Khu phố 2",
            "now": "đặc khu Phú Quốc, An Giang",
            "before": "phường Dương Đông, Phú Quốc, Kiên Giang",
            "inShort": "Phú Quốc · An Giang",
            "address": (
                "Khu phố 2, đặc khu Phú Quốc, An Giang (before 7/2025: phường Dương Đông, Phú Quốc, Kiên Giang)"
            ),
            "isCentreExact": True,
            "centreNote": "",
            "centre": {"latitude": 10.2274, "longitude": 103.9637},
            "commune": {"code": "31078"},
            "province": {"code": "91"},
            "formerUnit": {"code": "31078"},
        },
    }


@pytest.mark.parametrize("field", ["email", "members { id }", "memberships { id }", "sourceUrl", "status"])
def test_what_the_maker_page_does_not_show_is_no_field(stranger: Client, fish_sauce: Product, field: str):
    query = f'{{ producer(slug: "{fish_sauce.producer.slug}") {{ {field} }} }}'
    answer = stranger.post("/graphql/", {"query": query}, content_type="application/json").json()
    assert "Cannot query field" in answer["errors"][0]["message"]


def test_groups_and_sets_are_told_in_order(stranger: Client, db: None, django_assert_num_queries: Any):
    for number in (26, 9, 14):
        cast.make_product_set(number)
    with django_assert_num_queries(3):
        data = data_of(
            stranger, "{ productGroups { number sets { number } } productSets { number isAlcohol group { number } } }"
        )
    assert [row["number"] for row in data["productGroups"]] == [1, 2, 3, 4, 5, 6]
    assert [row["number"] for group in data["productGroups"] for row in group["sets"]] == list(range(1, 27))
    assert data["productSets"][13] == {"number": 14, "isAlcohol": True, "group": {"number": 2}}


def test_a_whole_product_keeps_its_budget(stranger: Client, fish_sauce: Product):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            data_of(stranger, WHOLE, slug=fish_sauce.slug)
        return len(queries)

    few = counted()
    for number in range(5):
        cast.make_variant(product=fish_sauce, price=100_000 + number)
        first = datetime.date(2019 + number, 1, 1)
        cast.make_certificate(product=fish_sauce, valid_from=first, valid_until=first.replace(month=6))
        cast.make_product(producer=fish_sauce.producer, name=f"Mắm {number}")
    assert counted() == few <= 8
