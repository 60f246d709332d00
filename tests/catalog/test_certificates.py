"""Issuing, correcting and revoking certificates, and what one is on a day."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from catalog.codes import ALPHABET, CODE_LENGTH
from catalog.enums import CertificateState, DatePrecision, IssuingLevel
from catalog.models import CatalogueVersion, Certificate, Product
from catalog.operations import (
    CertificateNotRevocableError,
    CertificateOrderError,
    CertificateOverlapError,
    Recognition,
    correct_certificate,
    issue_certificate,
    revoke_certificate,
)
from tests import cast
from tests.cast import NOW, TODAY


def day(text):
    return datetime.date.fromisoformat(text)


def recognised(from_day, stars=4, **fields):
    return Recognition(
        stars=stars, issuing_level=IssuingLevel.PROVINCE, valid_from=from_day and day(from_day), **fields
    )


@pytest.fixture
def candy(household):
    """A product that has never been recognised."""
    return cast.make_product(producer=household, name="Kẹo dừa", stars=None)


def issue(product, from_day, *, follows=None, **fields):
    return issue_certificate(product=product, recognition=recognised(from_day, **fields), follows=follows, at=NOW)


def test_a_certificate_lasts_36_months_and_bears_a_code_without_look_alikes(candy):
    certificate = issue(candy, "2024-02-29", decision_number="12/QĐ-UBND", issuing_authority="UBND tỉnh An Giang")
    certificate.refresh_from_db()
    assert (certificate.valid_from, certificate.valid_until) == (day("2024-02-29"), day("2027-02-28"))
    assert len(certificate.public_code) == CODE_LENGTH
    assert set(certificate.public_code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("0O1IL2Z5S8B")
    assert (certificate.decision_number, certificate.created_at) == ("12/QĐ-UBND", NOW)
    assert list(Product.objects.certified(day("2027-02-28"))) == [candy]
    assert not Product.objects.certified(day("2027-03-01")).exists()


@pytest.mark.parametrize(
    ("precision", "first", "last", "words"),
    [
        (DatePrecision.YEAR, "2024-01-01", "2027-01-01", "2024"),
        (DatePrecision.MONTH, "2024-05-01", "2027-05-01", "May 2024"),
    ],
)
def test_what_is_known_roughly_counts_from_its_first_day_and_says_no_more(candy, precision, first, last, words):
    certificate = issue(candy, "2024-05-12", precision=precision)
    assert (certificate.valid_from, certificate.valid_until) == (day(first), day(last))
    with translation.override("en"):
        assert certificate.from_words == words


def test_without_a_date_it_is_shown_but_never_in_force(candy):
    certificate = issue(candy, None)
    assert certificate.state(TODAY) == CertificateState.UNDATED
    assert certificate.from_words == certificate.until_words == ""
    assert not Product.objects.certified(TODAY).exists()
    issue(candy, "2026-01-01")
    assert Certificate.objects.count() == 2


def test_a_renewal_may_start_the_day_after_the_last_one_ends(candy):
    issue(candy, "2023-01-01")
    issue(candy, "2026-01-02")
    assert Certificate.objects.in_force(day("2026-01-01")).count() == 1
    assert Certificate.objects.in_force(day("2026-01-02")).count() == 1


@pytest.mark.parametrize("from_day", ["2020-01-01", "2022-12-31", "2023-01-01", "2026-01-01"])
def test_two_certificates_of_a_product_never_overlap(candy, from_day):
    first = issue(candy, "2023-01-01")
    version = CatalogueVersion.current()
    with pytest.raises(CertificateOverlapError, match=first.public_code):
        issue(candy, from_day)
    assert list(Certificate.objects.all()) == [first]
    assert CatalogueVersion.current() == version


def test_an_upgrade_ends_its_forerunner_the_day_it_starts(candy):
    three = issue(candy, "2024-01-01", stars=3)
    four = issue(candy, "2026-06-01", stars=4, follows=three)
    three.refresh_from_db()
    assert (three.superseded_on, four.follows) == (day("2026-06-01"), three)
    assert three.state(day("2026-05-31")) == CertificateState.IN_FORCE
    assert three.state(day("2026-06-01")) == CertificateState.SUPERSEDED
    assert [row.stars for row in Product.objects.with_current_certificate(day("2026-05-31"))] == [3]
    assert [row.stars for row in Product.objects.with_current_certificate(day("2026-06-01"))] == [4]


def test_a_renewal_leaves_a_forerunner_that_has_run_out_as_it_was(candy):
    old = issue(candy, "2020-01-01")
    issue(candy, "2026-01-01", follows=old)
    old.refresh_from_db()
    assert old.superseded_on is None
    assert old.state(TODAY) == CertificateState.EXPIRED


def test_a_certificate_follows_an_older_one_of_its_own_product_and_only_one_follows(candy, fish_sauce):
    old = issue(candy, "2024-01-01")
    with pytest.raises(CertificateOrderError):
        issue(candy, "2024-01-01", follows=old)
    with pytest.raises(CertificateOrderError):
        issue(candy, "2028-01-01", follows=fish_sauce.certificates.get())
    issue(candy, "2025-01-01", follows=old)
    with pytest.raises(CertificateOrderError):
        issue(candy, "2026-01-01", follows=old)
    assert candy.certificates.count() == 2
    old.refresh_from_db()
    assert old.superseded_on == day("2025-01-01")


def test_a_refused_upgrade_leaves_its_forerunner_in_force(candy):
    old = issue(candy, "2020-01-01")
    issue(candy, "2023-06-01")
    with pytest.raises(CertificateOverlapError):
        issue(candy, "2022-06-01", follows=old)
    old.refresh_from_db()
    assert old.superseded_on is None


def test_a_revoked_certificate_bears_no_stars_from_that_day(fish_sauce):
    certificate = fish_sauce.certificates.get()
    revoke_certificate(certificate=certificate, on=TODAY, reason="Không đánh giá lại")
    certificate.refresh_from_db()
    assert certificate.state(TODAY) == CertificateState.REVOKED
    assert certificate.state(TODAY - datetime.timedelta(days=1)) == CertificateState.IN_FORCE
    assert not Product.objects.sellable(TODAY).exists()
    issue(fish_sauce, TODAY.isoformat())
    assert list(Product.objects.sellable(TODAY)) == [fish_sauce]


def test_one_revoked_before_it_starts_never_comes_into_force(candy):
    certificate = issue(candy, "2027-01-01")
    revoke_certificate(certificate=certificate, on=TODAY, reason="Nhầm")
    assert certificate.state(day("2027-01-01")) == CertificateState.REVOKED
    assert not Certificate.objects.in_force(day("2027-01-01")).exists()
    issue(candy, "2027-01-01")


def test_what_has_ended_or_has_no_date_cannot_be_revoked(candy):
    ended, undated = issue(candy, "2020-01-01"), issue(candy, None)
    revoked = revoke_certificate(certificate=issue(candy, "2025-01-01"), on=day("2025-02-01"), reason="")
    for certificate in (ended, undated, revoked):
        with pytest.raises(CertificateNotRevocableError):
            revoke_certificate(certificate=certificate, on=TODAY, reason="")
    assert Certificate.objects.filter(revoked_on=TODAY).count() == 0


def test_correcting_a_certificate_checks_the_overlap_again(candy):
    issue(candy, "2020-01-01")
    later = issue(candy, "2023-06-01")
    later.decision_number = "34/QĐ-UBND"
    correct_certificate(certificate=later)
    later.valid_from = day("2022-12-01")
    with pytest.raises(CertificateOverlapError):
        correct_certificate(certificate=later)
    later.refresh_from_db()
    assert (later.decision_number, later.valid_from) == ("34/QĐ-UBND", day("2023-06-01"))


def test_the_state_goes_by_the_first_thing_that_ends_it(candy):
    certificate = issue(candy, "2024-01-01")
    assert certificate.state(day("2023-12-31")) == CertificateState.NOT_YET
    assert certificate.ended_on == day("2027-01-02")
    certificate.revoked_on = day("2026-03-01")
    assert certificate.ended_on == day("2026-03-01")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"stars": 2}, "certificate_stars_3_to_5"),
        ({"stars": 6}, "certificate_stars_3_to_5"),
        ({"score": 101}, "certificate_score_0_to_100"),
        ({"valid_until": None}, "certificate_dates_both_in_order"),
        ({"valid_until": day("2025-05-31")}, "certificate_dates_both_in_order"),
        ({"revoked_on": day("2025-05-31")}, "certificate_revoked_after_start"),
        ({"superseded_on": day("2025-05-31")}, "certificate_superseded_after_start"),
    ],
)
def test_the_database_refuses_impossible_certificates(fish_sauce, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Certificate.objects.update(**fields)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has exclusion constraints")
def test_postgresql_itself_refuses_an_overlap(fish_sauce):
    with pytest.raises(IntegrityError, match="certificate_no_overlap"), transaction.atomic():
        cast.make_certificate(product=fish_sauce, valid_from=day("2028-06-01"), valid_until=day("2031-06-01"))
    cast.make_certificate(product=fish_sauce, valid_from=day("2028-06-02"), valid_until=day("2031-06-02"))
    cast.make_certificate(product=fish_sauce, valid_from=None, valid_until=None)
    cast.make_certificate(product=fish_sauce, valid_from=None, valid_until=None)
    assert fish_sauce.certificates.count() == 4
