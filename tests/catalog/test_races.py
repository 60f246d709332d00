"""Certificates and addresses when several officers save at once, on PostgreSQL and SQLite alike.

That the harness catches a plain read and write is shown in tests/points_of_sale/test_races.py.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from catalog.models import Certificate, Product
from catalog.operations import CertificateOverlapError, Recognition, issue_certificate, save_product
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

OFFICERS = 6
PATIENCE = 20.0  # seconds until a thread that waits is taken for lost


def at_once(task: Callable[[int], object]) -> list[object]:
    """Let every officer do the same at the same time; gives what each returned or raised."""
    start = threading.Barrier(OFFICERS)
    outcomes: list[object] = [None] * OFFICERS

    def run(number: int) -> None:
        try:
            start.wait(PATIENCE)
            outcomes[number] = task(number)
        except Exception as error:  # noqa: BLE001  the test looks at it
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(OFFICERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return outcomes


def test_of_certificates_that_overlap_one_is_issued(household):
    candy = cast.make_product(producer=household, name="Kẹo dừa", stars=None)

    def issue(number: int) -> Certificate:
        recognition = Recognition(
            stars=4, issuing_level="province", valid_from=datetime.date(2026, 1, 1) + datetime.timedelta(days=number)
        )
        return issue_certificate(product=candy, recognition=recognition, at=cast.NOW)

    outcomes = at_once(issue)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Certificate",
        *[CertificateOverlapError.__name__] * (OFFICERS - 1),
    ]
    assert Certificate.objects.count() == 1


def test_products_of_one_name_get_addresses_of_their_own(household):
    product_set = cast.make_product_set(5)

    def save(number: int) -> Product:
        return save_product(product=Product(producer=household, product_set=product_set, name="Kẹo dừa"), at=cast.NOW)

    outcomes = at_once(save)

    slugs = {product.slug for product in outcomes if isinstance(product, Product)}
    assert slugs == {"keo-dua", "keo-dua-da-nang", *(f"keo-dua-{number}" for number in range(2, OFFICERS))}
