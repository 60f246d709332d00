"""Every address × every role of the cast → one answer. An address without a row here fails.

The table says what GET answers; POSTS says the same of POST for the addresses that take it, and every other refuses it.
The desk's rows are in tests/test_permissions_desk.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import ApiToken, User
from catalog.models import Product, Variant
from fairs.models import Fair
from points_of_sale.models import Outlet
from shop.models import Cart, CartLine, Order
from tests import cast

BUYERS = ("lan", "minh")
MAKERS = ("sau", "tu")
OFFICERS = ("officer_an_giang", "officer_da_nang", "officer_ministry")
ROLES = ("stranger", *BUYERS, *MAKERS, "outlet_manager", *OFFICERS, "operator")
MOVED, REFUSED, MISSING, NOT_THIS_WAY, NO_FORM, WRONG = 302, 403, 404, 405, 415, 422
Statuses = dict[str, int]


@dataclass
class World:
    """One of everything: Lan has a cart and an order of Bà Sáu's fish sauce; Ông Tư has no part in either."""

    fish_sauce: Product
    bottle: Variant
    outlet: Outlet
    fair: Fair
    cart: Cart
    order: Order
    token: ApiToken
    units: cast.Units


@dataclass(frozen=True)
class Door:
    """Who gets which status at an address whose parts are `args`, when sending `data`."""

    statuses: Statuses
    args: Callable[[World], list[Any]] = lambda world: []
    data: Callable[[World], dict[str, Any]] = lambda world: {}


def everybody(status: int = 200) -> Statuses:
    """The same answer for all."""
    return dict.fromkeys(ROLES, status)


def signed_in(status: int = 200, *, stranger: int = MOVED) -> Statuses:
    """One answer for whoever is signed in; strangers are sent to sign in."""
    return everybody(status) | {"stranger": stranger}


def only(*roles: str, status: int = 200, others: int, stranger: int) -> Statuses:
    """An answer for some roles, and the refusals for everybody else."""
    return everybody(others) | {"stranger": stranger} | dict.fromkeys(roles, status)


def slug_of_order(world: World) -> list[Any]:
    """The parts of an order's address."""
    return [world.order.code]


FOR_MACHINES = {
    "healthz": Door(everybody()),
    "readyz": Door(everybody()),
    "robots": Door(everybody()),
    "sitemap_index": Door(everybody()),
    "sitemap(section)": Door(everybody(), lambda world: ["san-pham"]),
    "favicon": Door(everybody(MOVED)),
    "media(path)": Door(everybody(MISSING), lambda world: ["missing.webp"]),
    # GraphiQL; queries come as JSON, and are tested in tests/config/test_graphql_*.py.
    "graphql": Door(only(*OFFICERS, "operator", others=NOT_THIS_WAY, stranger=NOT_THIS_WAY)),
    "fair_calendar": Door(everybody()),
    "fair_calendar(slug)": Door(everybody(), lambda world: [world.fair.slug]),
}
FOR_EVERYBODY = {
    "home": Door(everybody()),
    "product_list": Door(everybody()),
    "product(slug)": Door(everybody(), lambda world: [world.fish_sauce.slug]),
    "producer_list": Door(everybody()),
    "producer(slug)": Door(everybody(), lambda world: [world.fish_sauce.producer.slug]),
    "province(slug)": Door(everybody(), lambda world: [world.units.an_giang.slug]),
    "commune(slug)": Door(everybody(), lambda world: [world.units.phu_quoc.slug]),
    "outlet_list": Door(everybody()),
    "outlet(slug)": Door(everybody(), lambda world: [world.outlet.slug]),
    "fair_list": Door(everybody()),
    "fair(slug)": Door(everybody(), lambda world: [world.fair.slug]),
    "certificate_lookup": Door(everybody()),
    "certificate(code)": Door(everybody(), lambda world: [world.fish_sauce.certificates.get().public_code]),
    "policy(slug)": Door(everybody(), lambda world: ["bao-mat"]),
}
SHOPPING = {
    "cart": Door(everybody()),
    "cart_add": Door(everybody(NOT_THIS_WAY)),
    "cart_prices": Door(everybody(NOT_THIS_WAY)),
    "cart_line(line_id)": Door(everybody(NOT_THIS_WAY), lambda world: [world.cart.lines.get().pk]),
    # Whoever has nothing in the cart is sent back to it.
    "checkout": Door(only("lan", others=MOVED, stranger=MOVED)),
    "order_lookup": Door(everybody()),
    # Nobody but the buyer and the operator learns that there is such an order; makers and officers see their parts.
    "order(code)": Door(only("lan", "operator", others=MISSING, stranger=MISSING), slug_of_order),
    "maker_orders": Door(only(*MAKERS, others=REFUSED, stranger=MOVED)),
    "maker_order(code,number)": Door(
        only("sau", others=REFUSED, stranger=MOVED) | {"tu": MISSING}, lambda world: [world.order.code, 1]
    ),
}
# One's own account: a step of a walk that was not begun leads back to its beginning.
ACCOUNT = {
    "account": Door(signed_in()),
    "account_tokens": Door(signed_in()),
    "account_token_revoke(beginning)": Door(signed_in(NOT_THIS_WAY), lambda world: [world.token.beginning]),
    "account_login": Door(signed_in(MOVED, stranger=200)),
    "account_signup": Door(signed_in(MOVED, stranger=200)),
    "account_logout": Door(signed_in()),
    "account_inactive": Door(everybody()),
    "account_reauthenticate": Door(signed_in()),
    "account_email": Door(signed_in()),
    "account_email_verification_sent": Door(everybody(MOVED)),
    "account_change_phone": Door(signed_in()),
    "account_verify_phone": Door(everybody(MOVED)),
    "account_change_password": Door(signed_in()),
    "account_set_password": Door(everybody(MOVED)),
    "account_reset_password": Door(everybody()),
    "account_confirm_password_reset_code": Door(everybody(MOVED)),
    "account_complete_password_reset": Door(everybody(MOVED)),
    "account_password_reset_completed": Door(everybody()),
}
DOORS: dict[str, Door] = FOR_MACHINES | FOR_EVERYBODY | SHOPPING | ACCOUNT

# Forms are sent as they should be where that harms nobody, and empty otherwise.
POSTS: dict[str, Door] = {
    "graphql": Door(everybody(NO_FORM)),
    "account_tokens": Door(signed_in()),
    "account_token_revoke(beginning)": Door(
        only("lan", status=MOVED, others=MISSING, stranger=MOVED), lambda world: [world.token.beginning]
    ),
    "cart_add": Door(everybody(MOVED), data=lambda world: {"variant": world.bottle.pk, "quantity": 1}),
    "cart_prices": Door(everybody(MOVED)),
    "cart_line(line_id)": Door(
        everybody(MOVED), lambda world: [world.cart.lines.get().pk], lambda world: {"quantity": 3}
    ),
    "checkout": Door(only("lan", status=WRONG, others=MOVED, stranger=MOVED)),
    "order_lookup": Door(everybody(WRONG)),
    "account": Door(signed_in()),
    "account_login": Door(signed_in(MOVED, stranger=WRONG)),
    "account_signup": Door(signed_in(MOVED, stranger=WRONG)),
    "account_logout": Door(everybody(MOVED)),
    "account_reauthenticate": Door(signed_in(WRONG)),
    "account_email": Door(everybody(MOVED)),
    "account_email_verification_sent": Door(everybody(MOVED)),
    "account_change_phone": Door(signed_in(WRONG)),
    "account_verify_phone": Door(everybody(MOVED)),
    "account_change_password": Door(signed_in(WRONG)),
    "account_set_password": Door(everybody(MOVED)),
    "account_reset_password": Door(everybody(WRONG)),
    "account_confirm_password_reset_code": Door(everybody(MOVED)),
    "account_complete_password_reset": Door(everybody(MOVED)),
}


@pytest.fixture
def world(units, lan, outlet, fish_sauce, sesame_candy, bottle) -> World:
    """One of everything."""
    cast.make_delivery_rates()
    return World(
        fish_sauce=fish_sauce,
        bottle=bottle,
        outlet=outlet,
        fair=cast.make_fair(name="Hội chợ OCOP An Giang", commune=units.long_xuyen, starts_on=cast.TODAY),
        cart=cast.make_cart(lines={bottle: 1}, user=lan),
        order=cast.make_order(lines={bottle: 2}, commune=units.hoi_an, user=lan),
        token=cast.make_token(user=lan)[0],
        units=units,
    )


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User | None]:
    """The cast by role; nobody for the stranger."""
    return {role: None if role == "stranger" else request.getfixturevalue(role) for role in ROLES}


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Every address as "name(part,part)"; where one has no name, its place in the code."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace)
        else:
            parts = ",".join(pattern.pattern.converters)
            name = f"{namespace}:{pattern.name}" if namespace else str(pattern.name or pattern.lookup_str)
            yield f"{name}({parts})" if parts else name


ADDRESSES = sorted(address for address in set(addresses(get_resolver().url_patterns)) if "admin:" not in address)


def answers(people: dict[str, User | None], method: str, address: str, door: Door, world: World) -> Statuses:
    """What each role is answered; nothing of it stays."""
    found = {}
    path = reverse(address.partition("(")[0], args=door.args(world))
    for role, user in people.items():
        with transaction.atomic():
            client = Client()
            if user is not None:
                client.force_login(user)
            found[role] = getattr(client, method)(path, door.data(world)).status_code
            transaction.set_rollback(True)
    return found


def test_every_address_has_a_row():
    assert set(ADDRESSES) - set(DOORS) == set()
    assert (set(DOORS) | set(POSTS)) - set(ADDRESSES) == set()


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_role_gets_its_answer_to_a_look(address, world, people):
    door = DOORS[address]
    assert answers(people, "get", address, door, world) == door.statuses


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_role_gets_its_answer_to_a_form(address, world, people):
    door = POSTS.get(address) or Door(everybody(NOT_THIS_WAY), DOORS[address].args)
    assert answers(people, "post", address, door, world) == door.statuses


@pytest.mark.parametrize("role", [role for role in ROLES if role != "lan"])
def test_nobody_else_changes_a_buyer_s_cart(role, world, people, stranger):
    line = world.cart.lines.get()
    client = stranger
    if people[role] is not None:
        client.force_login(people[role])
    client.post(reverse("cart_line", args=[line.pk]), {"quantity": 3})
    client.post(reverse("cart_line", args=[line.pk]), {"remove": "1"})
    assert [(kept.pk, kept.quantity) for kept in CartLine.objects.filter(cart=world.cart)] == [(line.pk, 1)]


def test_the_buyer_changes_the_cart(world, lan, sign_in):
    line = world.cart.lines.get()
    sign_in(lan).post(reverse("cart_line", args=[line.pk]), {"quantity": 3})
    assert CartLine.objects.get(cart=world.cart).quantity == 3


def test_the_secret_of_an_order_opens_that_order_and_no_other(world, units, box, stranger):
    other = cast.make_order(lines={box: 1}, commune=units.sai_gon)
    assert stranger.get(world.order.get_secret_url()).status_code == 200
    wrong = world.order.get_secret_url().replace(world.order.code, other.code)
    assert stranger.get(wrong).status_code == MISSING
