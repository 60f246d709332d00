"""Why a product is not for sale, in agreement with `sellable`."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from catalog.enums import DatePrecision, Hindrance, ListingBasis, ProducerStatus, ProductStatus
from catalog.models import Certificate, Producer, Product
from tests import cast
from tests.cast import TODAY

PAST = {"valid_from": datetime.date(2023, 5, 12), "valid_until": datetime.date(2026, 5, 12)}


@pytest.fixture
def jar(household):
    """A published product without certificates."""
    return cast.make_product(producer=household, name="Mắm nêm", stars=None)


def said(product):
    """The reason and its English words on TODAY, after making sure that `sellable` agrees."""
    product = Product.objects.get(pk=product.pk)
    why = product.why_not_sellable(TODAY)
    assert (why is None) == Product.objects.sellable(TODAY).filter(pk=product.pk).exists()
    with translation.override("en"):
        return why and (why.reason, why.words)


def test_nothing_stands_in_the_way_of_a_product_with_stars(fish_sauce):
    assert said(fish_sauce) is None


def test_nor_of_a_local_speciality(jar):
    Product.objects.update(listing_basis=ListingBasis.LOCAL_SPECIALITY)
    assert said(jar) is None


def test_a_product_off_the_shop_and_a_maker_who_left(fish_sauce):
    Producer.objects.update(status=ProducerStatus.LEFT)
    assert said(fish_sauce) == (Hindrance.PRODUCER_INACTIVE, "The maker does not sell here at the moment.")
    Product.objects.update(status=ProductStatus.SUSPENDED)
    assert said(fish_sauce) == (Hindrance.NOT_PUBLISHED, "This product is not listed at the moment.")


def test_a_service_is_not_sold_as_goods(household):
    tour = cast.make_product(producer=household, name="Một ngày làm ngư dân", set_number=26)
    assert said(tour)[0] == Hindrance.SERVICE


def test_a_product_never_recognised(jar):
    assert said(jar) == (Hindrance.NO_CERTIFICATE, "No certificate of this product is known.")


def test_a_certificate_without_a_date(jar):
    cast.make_certificate(product=jar, valid_from=None, valid_until=None)
    assert said(jar) == (Hindrance.CERTIFICATE_UNDATED, "The date of the certificate is not known.")


def test_a_certificate_that_has_run_out_says_when(jar):
    cast.make_certificate(product=jar, valid_from=None, valid_until=None)
    certificate = cast.make_certificate(product=jar, **PAST)
    assert said(jar) == (Hindrance.CERTIFICATE_EXPIRED, "The certificate ran out on 12/05/2026.")
    Certificate.objects.filter(pk=certificate.pk).update(valid_until_precision=DatePrecision.YEAR)
    assert said(jar)[1] == "The certificate ran out in 2026."


def test_the_last_of_several_certificates_is_the_one_that_counts(jar):
    first = cast.make_certificate(
        product=jar, valid_from=datetime.date(2020, 1, 1), valid_until=datetime.date(2023, 1, 1)
    )
    cast.make_certificate(product=jar, **PAST, revoked_on=datetime.date(2025, 3, 1))
    Certificate.objects.filter(pk=first.pk).update(superseded_on=datetime.date(2022, 1, 1))
    assert said(jar) == (Hindrance.CERTIFICATE_REVOKED, "The certificate was revoked on 01/03/2025.")


def test_a_coming_certificate_says_when_it_starts(jar):
    cast.make_certificate(product=jar, **PAST)
    cast.make_certificate(product=jar, valid_from=datetime.date(2027, 1, 1), valid_until=datetime.date(2030, 1, 1))
    assert said(jar) == (Hindrance.CERTIFICATE_NOT_YET, "The certificate comes into force on 01/01/2027.")
