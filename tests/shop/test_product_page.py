"""The product page: stars, certificate, seller, price, packs, where it is found, and what machines read."""

from __future__ import annotations

import datetime
import json
import re

import pytest

from catalog.models import FormerSlug, Producer, ProductImage
from fairs.models import Participation
from points_of_sale.models import Carried
from tests import cast

pytestmark = pytest.mark.django_db

PRODUCT_BUDGET = 12


def body(client, product, query=""):
    response = client.get(f"/en/san-pham/{product.slug}/{query}")
    assert response.status_code == 200
    return response.text


def machine_data(page):
    """The JSON-LD blocks of a page, by type."""
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {block["@type"]: block for block in map(json.loads, scripts)}


@pytest.fixture
def rates(db):
    return cast.make_delivery_rates()


def test_it_shows_stars_maker_place_price_and_button(stranger, fish_sauce):
    page = body(stranger, fish_sauce)

    assert "OCOP 5 stars" in page
    assert "Hợp tác xã Nước mắm Bà Sáu" in page
    assert "đặc khu Phú Quốc" in page
    assert "120.000\xa0₫" in page
    assert "Certificate in force until 01/06/2028" in page
    assert 'action="/en/gio-hang/them/"' in page
    assert f'name="variant" value="{fish_sauce.variants.get().pk}"' in page


def test_it_writes_the_old_place_beside_the_new_one(stranger, fish_sauce, units):
    producer = fish_sauce.producer
    producer.former_unit = units.old_duong_dong
    producer.save()

    assert "before 7/2025: phường Dương Đông, Phú Quốc, Kiên Giang" in body(stranger, fish_sauce)


def test_it_names_the_seller_as_consumer_law_asks(stranger, fish_sauce, rates):
    producer = fish_sauce.producer
    producer.tax_number, producer.phone = "1700000000", "+842970000001"
    producer.save()
    fish_sauce.ingredients, fish_sauce.shelf_life_days = "Cá cơm, muối", 730
    fish_sauce.storage = "Nơi khô mát"
    fish_sauce.save()

    page = body(stranger, fish_sauce)

    for fact in (
        "Khu phố 2, đặc khu Phú Quốc, An Giang",
        "0297\xa0000\xa00001",
        "Tax number 1700000000",
        "Business registration 0000000001",
        "500 ml",
        "Cá cơm, muối",
        "Nơi khô mát",
        "24 months from production",
        "8 % VAT, included in the price",
        "20.000\xa0₫ – 35.000\xa0₫",
        "2 – 5 days",
        "Cash on delivery",
        "/en/quy-dinh/giao-hang-doi-tra/",
    ):
        assert fact in page


def test_the_pack_asked_for_is_the_one_in_the_form(stranger, fish_sauce):
    can = cast.make_variant(product=fish_sauce, pack="can 5 lít", price=900_000, sku="CAN-5", position=1)

    page = stranger.get(f"/san-pham/{fish_sauce.slug}/?goi=CAN-5")
    unknown = stranger.get(f"/san-pham/{fish_sauce.slug}/?goi=nothing%27")

    assert page.context["page"].pack.variant == can
    assert f'name="variant" value="{can.pk}"' in page.text
    assert unknown.context["page"].pack.variant != can


def test_a_sold_out_pack_gives_way_to_one_that_is_there(stranger, fish_sauce, household):
    product = cast.make_product(producer=household, name="Kẹo dừa", on_hand=0)
    there = cast.make_variant(product=product, pack="hộp to", on_hand=3, position=1)

    assert stranger.get(f"/san-pham/{product.slug}/").context["page"].pack.variant == there


def test_a_sold_out_product_names_the_nearest_outlet_instead_of_a_button(stranger, units, household, outlet):
    product = cast.make_product(producer=household, name="Kẹo dừa", on_hand=0)
    near = cast.make_outlet(name="Chợ Hàn", commune=units.hai_chau)
    for place in (outlet, near):
        Carried.objects.create(outlet=place, product=product)

    page = body(stranger, product)

    assert "Sold out." in page
    assert "Ask at Chợ Hàn" in page
    assert "/gio-hang/them/" not in page


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (
            {"valid_from": datetime.date(2023, 11, 21), "valid_until": datetime.date(2026, 11, 20)},
            "ran out on 20/11/2026",
        ),
        ({"revoked_on": datetime.date(2026, 10, 1)}, "revoked on 01/10/2026"),
        (
            {"valid_from": datetime.date(2026, 12, 1), "valid_until": datetime.date(2029, 11, 30)},
            "comes into force on 01/12/2026",
        ),
        ({"valid_from": None, "valid_until": None}, "date of the certificate is not known"),
    ],
)
def test_without_a_certificate_in_force_it_says_why_and_is_not_sold(stranger, household, dates, words):
    product = cast.make_product(producer=household, name="Kẹo dừa", stars=None)
    cast.make_certificate(product=product, **dates)

    page = body(stranger, product)

    assert words in page
    assert "it had 4 stars" in page.lower()
    assert "Not for sale now." in page
    assert "/gio-hang/them/" not in page
    assert "OCOP 4 stars" not in page
    assert "offers" not in machine_data(page)["Product"]


def test_a_made_up_certificate_says_so(stranger, household):
    product = cast.make_product(producer=household, name="Kẹo dừa", stars=None)
    cast.make_certificate(product=product, is_illustrative=True, decision_number="")
    assert '<span class="badge badge-warn">example</span>' in body(stranger, product)


def test_a_local_speciality_bears_no_stars_and_is_sold(stranger, household):
    product = cast.make_product(producer=household, name="Mắm nêm", stars=None, listing_basis="local_speciality")

    page = body(stranger, product)

    assert "Local speciality" in page
    assert "OCOP" not in re.search(r"<main.*</main>", page, re.DOTALL).group()
    assert "/gio-hang/them/" in page


def test_it_says_where_it_is_sold_and_at_which_fairs_its_maker_is(stranger, units, fish_sauce, outlet):
    Carried.objects.create(outlet=outlet, product=fish_sauce)
    fair = cast.make_fair(name="Hội chợ Tết", commune=units.hai_chau, starts_on=datetime.date(2026, 12, 5))
    Participation.objects.create(fair=fair, producer=fish_sauce.producer)

    page = body(stranger, fish_sauce)

    assert f'<a href="/en/diem-ban/{outlet.slug}/">Cửa hàng OCOP Long Xuyên</a>' in page
    assert "Hội chợ Tết" in page
    assert "05 – 08/12/2026" in page


def test_machines_read_name_seller_offer_and_stars(stranger, fish_sauce):
    data = machine_data(body(stranger, fish_sauce))

    product = data["Product"]
    assert product["name"] == "Nước mắm Bà Sáu 40 độ đạm"
    assert product["award"] == "OCOP 5 stars"
    assert product["url"] == f"http://testserver/en/san-pham/{fish_sauce.slug}/"
    assert product["offers"] == [
        {
            "@type": "Offer",
            "name": "chai 500 ml",
            "sku": fish_sauce.variants.get().sku,
            "price": "120000",
            "priceCurrency": "VND",
            "availability": "https://schema.org/InStock",
            "itemCondition": "https://schema.org/NewCondition",
            "seller": {"@type": "Organization", "name": "Hợp tác xã Nước mắm Bà Sáu"},
        }
    ]
    assert [item["position"] for item in data["BreadcrumbList"]["itemListElement"]] == [1, 2, 3, 4]


def test_machines_read_the_award_and_the_maker_in_the_page_s_language(stranger, fish_sauce, cooperative):
    Producer.objects.filter(pk=cooperative.pk).update(name_en="Bà Sáu Cooperative")
    english = machine_data(body(stranger, fish_sauce))["Product"]
    vietnamese = machine_data(stranger.get(f"/san-pham/{fish_sauce.slug}/").text)["Product"]

    for product, award, maker in (
        (english, "OCOP 5 stars", "Bà Sáu Cooperative"),
        (vietnamese, "OCOP 5 sao", "Hợp tác xã Nước mắm Bà Sáu"),
    ):
        assert product["award"] == award
        assert product["brand"]["name"] == product["manufacturer"]["name"] == maker
        assert product["offers"][0]["seller"]["name"] == maker


def test_other_sites_are_given_the_whole_address_of_the_picture(stranger, fish_sauce):
    assert "og:image" not in body(stranger, fish_sauce)
    image = ProductImage.objects.create(product=fish_sauce, key="nuoc-mam", width=800, height=600, rendered_at=cast.NOW)

    page = body(stranger, fish_sauce)

    assert f'<meta property="og:image" content="http://testserver{image.large_url}">' in page
    assert machine_data(page)["Product"]["image"] == [f"http://testserver{image.large_url}"]


def test_a_name_cannot_break_out_of_the_page_or_the_data(stranger, household):
    product = cast.make_product(producer=household, name="</script><script>alert(1)</script>", slug="keo-la")

    page = body(stranger, product)

    assert "<script>alert" not in page
    assert machine_data(page)["Product"]["name"] == "</script><script>alert(1)</script>"


def test_an_old_address_leads_to_the_new_one(stranger, fish_sauce):
    FormerSlug.objects.create(slug="nuoc-mam-cu", product=fish_sauce)

    response = stranger.get("/san-pham/nuoc-mam-cu/")

    assert response.status_code == 301
    assert response.headers["location"] == f"/san-pham/{fish_sauce.slug}/"


@pytest.mark.parametrize("fields", [{"status": "draft", "published_at": None}, {"status": "suspended"}])
def test_a_product_that_is_not_published_is_not_there(stranger, household, fields):
    product = cast.make_product(producer=household, name="Kẹo nháp", **fields)
    response = stranger.get(f"/en/san-pham/{product.slug}/", headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "We know no such product" in response.text


@pytest.mark.parametrize("others", [3, 30])
def test_it_takes_the_same_few_queries_for_any_number_of_packs_outlets_and_fairs(
    stranger, units, fish_sauce, rates, others, django_assert_max_num_queries
):
    for number in range(others):
        cast.make_variant(product=fish_sauce, pack=f"chai {number}", position=number)
        cast.make_product(producer=fish_sauce.producer, name=f"Nước mắm {number}")
        outlet = cast.make_outlet(name=f"Cửa hàng {number}", commune=units.hai_chau)
        Carried.objects.create(outlet=outlet, product=fish_sauce)
        fair = cast.make_fair(name=f"Hội chợ {number}", commune=units.hai_chau, starts_on=datetime.date(2026, 12, 1))
        Participation.objects.create(fair=fair, producer=fish_sauce.producer)

    with django_assert_max_num_queries(PRODUCT_BUDGET - 1):
        assert stranger.get(f"/san-pham/{fish_sauce.slug}/").status_code == 200


def test_it_stays_in_its_budget_for_a_guest_with_a_cart(
    stranger, fish_sauce, bottle, rates, django_assert_max_num_queries
):
    stranger.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": 1})

    with django_assert_max_num_queries(PRODUCT_BUDGET):
        page = stranger.get(f"/san-pham/{fish_sauce.slug}/").text

    assert '<span class="count">1</span>' in page


def test_it_says_that_a_province_stands_in_for_a_makers_unknown_commune(stranger, fish_sauce, bottle, rates):
    note = "khoảng cách tính từ trung tâm"
    assert note not in stranger.get(f"/san-pham/{fish_sauce.slug}/").text
    Producer.objects.filter(pk=fish_sauce.producer_id).update(commune=None, former_unit=None)

    assert note in stranger.get(f"/san-pham/{fish_sauce.slug}/").text
    assert note in stranger.get(f"/chu-the/{fish_sauce.producer.slug}/").text
