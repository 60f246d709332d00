"""Certificates through the GraphQL door: what the verification page says."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.enums import DatePrecision, ProducerStatus
from catalog.models import Certificate, Producer, Product
from tests import cast
from tests.graph import ask, data_of

CERTIFICATE = """query ($code: String!) { certificate(code: $code) {
  id code stars score decisionNumber issuingLevel issuingAuthority
  validFrom validFromPrecision validFromWords validUntil validUntilWords
  revokedOn revokedOnPrecision revokedReason supersededOn endedOn
  state stateWords isInForce isIllustrative sourceUrl
  productName producerName productSet { number } product { slug } producer { slug }
  otherCertificates { code state }
} }"""
STATE = "query ($code: String!) { certificate(code: $code) { state stateWords isInForce } }"


@pytest.fixture
def certificate(fish_sauce: Product) -> Certificate:
    """The certificate in force of the fish sauce: K34ACDE79."""
    certificate = fish_sauce.certificates.get()
    certificate.public_code = "K34ACDE79"
    certificate.issuing_authority = "UBND tỉnh An Giang"
    certificate.score = 92.5
    certificate.save()
    return certificate


def test_a_certificate_says_what_its_page_says(stranger: Client, certificate: Certificate):
    assert data_of(stranger, CERTIFICATE, code="K34ACDE79")["certificate"] == {
        "id": "K34ACDE79",
        "code": "K34ACDE79",
        "stars": 5,
        "score": 92.5,
        "decisionNumber": "12/QĐ-UBND",
        "issuingLevel": "MINISTRY",
        "issuingAuthority": "UBND tỉnh An Giang",
        "validFrom": "2025-06-01",
        "validFromPrecision": "DAY",
        "validFromWords": "01/06/2025",
        "validUntil": "2028-06-01",
        "validUntilWords": "01/06/2028",
        "revokedOn": None,
        "revokedOnPrecision": None,
        "revokedReason": "",
        "supersededOn": None,
        "endedOn": "2028-06-02",
        "state": "IN_FORCE",
        "stateWords": "In force until 01/06/2028.",
        "isInForce": True,
        "isIllustrative": False,
        "sourceUrl": "",
        "productName": "Nước mắm Bà Sáu 40 độ đạm",
        "producerName": "Hợp tác xã Nước mắm Bà Sáu",
        "productSet": {"number": 9},
        "product": {"slug": "nuoc-mam-ba-sau-40-do-dam"},
        "producer": {"slug": "hop-tac-xa-nuoc-mam-ba-sau"},
        "otherCertificates": [],
    }


@pytest.mark.parametrize("typed", ["k34acde79", " K34-ACD-E79 ", "k34 acd e79"])
def test_a_code_is_understood_in_any_spelling(stranger: Client, certificate: Certificate, typed: str):
    assert data_of(stranger, "query ($c: String!) { certificate(code: $c) { stars } }", c=typed) == {
        "certificate": {"stars": 5}
    }


@pytest.mark.parametrize("code", ["", "-", "KHONGCO", "12/QĐ-UBND", "đ" * 40])
def test_a_code_of_none_is_null(stranger: Client, certificate: Certificate, code: str):
    assert data_of(stranger, STATE, code=code) == {"certificate": None}


@pytest.mark.parametrize(
    ("fields", "state", "words"),
    [
        ({"valid_until": datetime.date(2026, 11, 20)}, "EXPIRED", "No longer in force: it ran out on 20/11/2026."),
        ({"revoked_on": datetime.date(2026, 3, 1), "revoked_on_precision": DatePrecision.MONTH}, "REVOKED", "March"),
        ({"superseded_on": datetime.date(2026, 3, 1)}, "SUPERSEDED", "a newer certificate replaced it on 01/03/2026"),
        ({"valid_from": datetime.date(2027, 1, 1)}, "NOT_YET", "Not in force yet: it starts on 01/01/2027."),
        ({"valid_from": None, "valid_until": None}, "UNDATED", "The date of this certificate is not known"),
    ],
)
def test_its_state_is_told_with_the_pages_words(
    stranger: Client, certificate: Certificate, fields: dict, state: str, words: str
):
    Certificate.objects.filter(pk=certificate.pk).update(**fields)
    found = data_of(stranger, STATE, code="K34ACDE79")["certificate"]
    assert (found["state"], found["isInForce"]) == (state, False)
    assert words in found["stateWords"]


def test_the_words_follow_the_readers_language(stranger: Client, certificate: Certificate):
    answer = ask(stranger, STATE, language="vi", code="K34ACDE79")
    assert answer["data"]["certificate"]["stateWords"] == "Còn hiệu lực đến 01/06/2028."


def test_of_a_maker_who_left_only_the_name_is_told(stranger: Client, certificate: Certificate):
    Producer.objects.update(status=ProducerStatus.LEFT)
    found = data_of(stranger, CERTIFICATE, code="K34ACDE79")["certificate"]
    assert (found["product"], found["producer"]) == (None, None)
    assert found["producerName"] == "Hợp tác xã Nước mắm Bà Sáu"


def test_other_certificates_of_the_product_come_newest_first(
    stranger: Client, certificate: Certificate, fish_sauce: Product
):
    for year in (2019, 2022):
        first = datetime.date(year, 1, 1)
        until = datetime.date(year + 2, 12, 31)
        cast.make_certificate(product=fish_sauce, public_code=f"OLD{year}", valid_from=first, valid_until=until)
    found = data_of(stranger, CERTIFICATE, code="K34ACDE79")["certificate"]
    assert found["otherCertificates"] == [
        {"code": "OLD2022", "state": "EXPIRED"},
        {"code": "OLD2019", "state": "EXPIRED"},
    ]


def test_verifying_keeps_its_budget(stranger: Client, certificate: Certificate, fish_sauce: Product):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            data_of(stranger, CERTIFICATE, code="K34ACDE79")
        return len(queries)

    few = counted()
    for year in range(2018, 2023):
        first = datetime.date(year, 1, 1)
        cast.make_certificate(product=fish_sauce, valid_from=first, valid_until=first.replace(month=2))
    assert counted() == few <= 3
