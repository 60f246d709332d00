"""Every address of the desk × every role; the other addresses are in tests/test_permissions_matrix.py.

The rows asked for are An Giang's. Which rows of which province somebody sees, changes and steps is in test_access.py.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.test_permissions_matrix import addresses

OUTSIDERS = ("lan", "sau", "outlet_manager")
STAFF = ("officer_an_giang", "officer_da_nang", "officer_ministry", "operator")
# Answers to those four.
ALL, NONE, OPERATOR = (200, 200, 200, 200), (403, 403, 403, 403), (403, 403, 403, 200)
# Another province's row is answered like one that never was: back to the desk.
OWN = (200, 302, 200, 200)
AWAY, NO_SUCH_STEP = (302, 302, 302, 302), (404, 404, 404, 404)
PAGES = ("changelist", "add", "change", "history", "delete")
KINDS: dict[str, tuple[tuple[int, ...], ...]] = {
    # kind: list, add, change, history, delete
    "catalog_producer": (ALL, ALL, OWN, OWN, NONE),
    "catalog_product": (ALL, ALL, OWN, OWN, NONE),
    "catalog_variant": (ALL, NONE, OWN, OWN, NONE),
    "catalog_certificate": (ALL, ALL, OWN, OWN, NONE),
    "points_of_sale_outlet": (ALL, ALL, OWN, OWN, NONE),
    "points_of_sale_carried": (ALL, ALL, OWN, OWN, OWN),
    "points_of_sale_stockitem": (ALL, ALL, OWN, OWN, NONE),
    "fairs_fair": (ALL, ALL, OWN, OWN, NONE),
    "fairs_participation": (ALL, ALL, OWN, OWN, OWN),
    "shop_consignment": (ALL, NONE, OWN, OWN, NONE),
    # A whole order is the operator's; officers see no row of it, so there is none to open.
    "shop_order": (OPERATOR, NONE, OPERATOR, (302, 302, 302, 200), NONE),
    "shop_deliveryrate": (OPERATOR, OPERATOR, OPERATOR, OPERATOR, OPERATOR),
    "accounts_user": (OPERATOR, OPERATOR, OPERATOR, OPERATOR, NONE),
    "geography_unit": (ALL, NONE, ALL, ALL, NONE),
}
OTHERS = {
    "index": ALL,
    "app_list": ALL,
    "search": ALL,
    "jsi18n": ALL,
    "login": AWAY,
    "logout": AWAY,
    "autocomplete": NONE,  # without saying of which field
}
# Django's last resorts: a path that is none of the above, and the address of a row without what to do with it.
UNNAMED = {"admin:None", "admin:None(object_id)"}
ADDRESSES = sorted(
    address for address in set(addresses(get_resolver().url_patterns)) - UNNAMED if address.startswith("admin:")
)


@pytest.fixture
def browsers(request: pytest.FixtureRequest, stranger: Client) -> dict[str, Client]:
    """The browsers of the cast by role, signed in."""
    found = {"stranger": stranger}
    for role in (*OUTSIDERS, *STAFF):
        found[role] = Client()
        found[role].force_login(request.getfixturevalue(role))
    return found


@pytest.fixture
def ids(rows, lan, units) -> dict[str, int]:
    """A row of each kind in An Giang."""
    mine = rows.an_giang
    found = {
        "catalog_producer": mine.producer,
        "catalog_product": mine.product,
        "catalog_variant": mine.variant,
        "catalog_certificate": mine.certificate,
        "points_of_sale_outlet": mine.outlet,
        "points_of_sale_carried": mine.carried,
        "points_of_sale_stockitem": mine.stock,
        "fairs_fair": mine.fair,
        "fairs_participation": mine.participation,
        "shop_consignment": mine.consignment,
        "shop_order": rows.order,
        "shop_deliveryrate": rows.rate,
        "accounts_user": lan,
        "geography_unit": units.phu_quoc,
    }
    return {kind: row.pk for kind, row in found.items()}


def path_of(address: str, ids: dict[str, int]) -> str:
    """The path of "admin:kind_page(parts)"."""
    name, _, parts = address.partition("(")
    if name == "admin:app_list":
        return reverse(name, kwargs={"app_label": "catalog"})
    arguments: list[Any] = [ids[name.removeprefix("admin:").rpartition("_")[0]]] if "object_id" in parts else []
    return reverse(name, args=[*arguments, "khong-co-buoc-nay"] if "name" in parts else arguments)


def status_of(method: str, path: str, browser: Client) -> int:
    """What somebody is answered; nothing of it stays."""
    with transaction.atomic():
        status = getattr(browser, method)(path).status_code
        transaction.set_rollback(True)
    return int(status)


def expected_of(address: str) -> tuple[int, ...] | None:
    """What the tables above say to staff; None where they say nothing."""
    name = address.partition("(")[0].removeprefix("admin:")
    kind, _, page = name.rpartition("_")
    if page == "step":
        return NO_SUCH_STEP if kind in KINDS else None
    return KINDS[kind][PAGES.index(page)] if kind in KINDS and page in PAGES else OTHERS.get(name)


def test_every_address_of_the_desk_has_a_row():
    assert [address for address in ADDRESSES if expected_of(address) is None] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_desk_opens_to_others(ids, browsers, method):
    for address in ADDRESSES:
        path = path_of(address, ids)
        assert status_of(method, path, browsers["stranger"]) == 302, address
        for role in OUTSIDERS:
            assert status_of(method, path, browsers[role]) == 403, (address, role)


def test_every_address_of_the_desk_opens_to_the_staff_it_is_for(ids, browsers):
    found = {
        address: tuple(status_of("get", path_of(address, ids), browsers[role]) for role in STAFF)
        for address in ADDRESSES
    }
    assert found == {address: expected_of(address) for address in ADDRESSES}
