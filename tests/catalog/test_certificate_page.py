"""The verification page at /xac-minh/<code>/."""

from __future__ import annotations

import datetime

import pytest

from catalog.enums import DatePrecision, ProducerStatus, ProductStatus
from catalog.models import Certificate, Producer, Product
from tests import cast

QUERY_BUDGET = 6


@pytest.fixture
def certificate(fish_sauce):
    """The certificate in force of the fish sauce: K34ACDE79."""
    certificate = fish_sauce.certificates.get()
    certificate.public_code = "K34ACDE79"
    certificate.issuing_authority = "UBND tỉnh An Giang"
    certificate.score = 92.5
    certificate.save()
    return certificate


def page(client, code, *, status=200, language="en"):
    prefix = "/en" if language == "en" else ""
    answer = client.get(f"{prefix}/xac-minh/{code}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_it_says_who_recognised_what_and_until_when(stranger, certificate):
    text = page(stranger, "K34ACDE79")
    for words in (
        "Nước mắm Bà Sáu 40 độ đạm",
        "Hợp tác xã Nước mắm Bà Sáu",
        "đặc khu Phú Quốc, An Giang",
        "In force until 01/06/2028.",
        "01/06/2025 – 01/06/2028",
        "12/QĐ-UBND",
        "UBND tỉnh An Giang",
        "92,5 of 100 points",
        "K34ACDE79",
        "OCOP 5 stars",
        "As of 21/11/2026.",
    ):
        assert words in text
    assert "/en/san-pham/nuoc-mam-ba-sau-40-do-dam/" in text
    assert "example" not in text


@pytest.mark.parametrize("typed", ["k34acde79", "K34-ACD-E79", "k34 acd e79"])
def test_a_code_in_any_spelling_leads_to_the_page(stranger, certificate, typed):
    answer = stranger.get(f"/xac-minh/{typed}/")
    assert (answer.status_code, answer["Location"]) == (301, "/xac-minh/K34ACDE79/")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"valid_from": "2020-01-01", "valid_until": "2023-01-01"}, "it ran out on 01/01/2023."),
        (
            {
                "valid_from": "2020-01-01",
                "valid_until": "2023-01-01",
                "valid_from_precision": DatePrecision.YEAR,
                "valid_until_precision": DatePrecision.YEAR,
            },
            "it ran out in 2023.",
        ),
        ({"revoked_on": "2026-03-01", "revoked_reason": "Không đánh giá lại"}, "it was revoked on 01/03/2026."),
        ({"superseded_on": "2026-02-01"}, "a newer certificate replaced it on 01/02/2026."),
        ({"valid_from": "2027-01-01", "valid_until": "2030-01-01"}, "it starts on 01/01/2027."),
        ({"valid_from": None, "valid_until": None}, "The date of this certificate is not known"),
    ],
)
def test_it_says_what_the_certificate_is_today(stranger, certificate, fields, words):
    Certificate.objects.update(**fields)
    text = page(stranger, "K34ACDE79")
    assert words in text
    assert "In force until" not in text
    assert "OCOP 5 stars" not in text
    assert fields.get("revoked_reason", "") in text


def test_an_example_is_marked_as_one_and_shows_no_decision(stranger, certificate):
    Certificate.objects.update(is_illustrative=True, decision_number="")
    text = page(stranger, "K34ACDE79")
    assert "there is no such decision" in text
    assert "not known" in text


def test_it_tells_the_history_of_the_products_stars(stranger, certificate, fish_sauce):
    old = cast.make_certificate(
        product=fish_sauce, stars=3, valid_from=datetime.date(2021, 5, 1), valid_until=datetime.date(2024, 5, 1)
    )
    text = page(stranger, "K34ACDE79")
    assert f"/xac-minh/{old.public_code}/" in text
    assert "01/05/2021 – 01/05/2024" in text
    assert "it ran out on 01/05/2024" in text


def test_what_has_no_page_of_its_own_any_more_is_named_without_a_link(stranger, certificate, fish_sauce):
    Product.objects.update(status=ProductStatus.SUSPENDED)
    Producer.objects.update(status=ProducerStatus.LEFT)
    text = page(stranger, "K34ACDE79")
    assert fish_sauce.name in text
    assert "/san-pham/nuoc-mam" not in text
    assert "/chu-the/hop-tac-xa" not in text


@pytest.mark.parametrize("code", ["XXXXXXXXX", "K34ACDE7", "%3Cscript%3E", "a" * 500, "n%C6%B0%E1%BB%9Bc", "%25"])
def test_an_unknown_code_is_asked_for_again(stranger, certificate, code):
    text = page(stranger, code, status=404)
    assert "There is no certificate with this code" in text
    assert 'name="ma"' in text
    assert "<script>" not in text
    assert "noindex" in text


def test_the_page_speaks_vietnamese_by_default(stranger, certificate):
    assert 'lang="vi"' in page(stranger, "K34ACDE79", language="vi")


def test_the_budget_holds_however_long_the_history(stranger, certificate, fish_sauce, django_assert_max_num_queries):
    for year in range(2000, 2022, 4):
        cast.make_certificate(
            product=fish_sauce, valid_from=datetime.date(year, 1, 1), valid_until=datetime.date(year + 3, 1, 1)
        )
    with django_assert_max_num_queries(QUERY_BUDGET):
        page(stranger, "K34ACDE79")


def test_the_form_leads_to_the_certificate(stranger, certificate):
    assert stranger.get("/xac-minh/").status_code == 200
    answer = stranger.get("/xac-minh/", {"ma": " k34-acde79 "})
    assert (answer.status_code, answer["Location"]) == (302, "/xac-minh/K34ACDE79/")


@pytest.mark.parametrize("typed", ["", "???", "a" * 41, "a" * 13])
def test_what_cannot_be_a_code_is_refused_at_the_field(stranger, db, typed):
    answer = stranger.get("/en/xac-minh/", {"ma": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_only_reading_is_allowed(stranger, certificate):
    assert stranger.post("/xac-minh/K34ACDE79/").status_code == 405
    assert stranger.head("/xac-minh/K34ACDE79/").status_code == 200
