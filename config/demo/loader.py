"""Loading the demo: everything that is not there yet, and nothing twice."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from catalog.enums import MemberRole
from catalog.models import Membership, Product
from config.demo import facts, goods, people, pictures, venues
from config.demo.facts import DemoProduct
from config.demo.people import DemoUser
from config.demo.recognitions import planned_recognitions

# The goods of the walk through the shop (issue 2): two makers of Phú Quốc whose fish sauces have five stars.
KHAI_HOAN_KEYS = (15, 16, 17)
THANH_QUOC_KEYS = (18, 19, 20)
WALK_KEYS = (*KHAI_HOAN_KEYS, *THANH_QUOC_KEYS)
REPORT_EVERY = 20
Report = Callable[[str], object]


@dataclass(frozen=True)
class Loaded:
    """How many rows a load added; all zero when everything was there."""

    products: int
    outlets: int
    fairs: int
    users: int


def load_demo(
    *,
    at: datetime.datetime,
    limit: int | None = None,
    with_pictures: bool = True,
    report: Report = lambda line: None,
) -> Loaded:
    """Fill the shop with the demo as of a moment; what is there already stays as it is, changed or not.

    `limit` takes only so many products, the walk's fish sauces always among them. Needs load_units before it.
    """
    on = timezone.localdate(at)
    chosen = choose_products(limit)
    products = goods.known_products(chosen)
    new_products = {demo.key for demo in chosen if demo.key not in products}
    producers = {demo.producer: products[demo.key].producer for demo in chosen if demo.key in products}
    missing = [demo for demo in chosen if demo.key in new_products]
    for number, demo in enumerate(sorted(missing, key=lambda demo: _order_of_arrival(demo, on)), start=1):
        with transaction.atomic():
            published_at = at - datetime.timedelta(seconds=number)  # the first is the newest
            products[demo.key] = goods.add_product(demo, producers=producers, on=on, at=published_at)
            if with_pictures:
                pictures.add_label(products[demo.key], demo, on=on, at=at)
        if number % REPORT_EVERY == 0 or number == len(new_products):
            report(f"products: {number} of {len(new_products)}")
    outlets, fairs, users = _load_venues_and_people(products, new_products, on=on, at=at)
    return Loaded(len(new_products), outlets, fairs, users)


def choose_products(limit: int | None = None) -> list[DemoProduct]:
    """All demo products, or the walk's and so many others from the whole breadth of the list that they are `limit`."""
    everything = list(facts.products())
    if limit is None or limit >= len(everything):
        return everything
    walk = [product for product in everything if product.key in WALK_KEYS]
    others = [product for product in everything if product.key not in WALK_KEYS]
    wanted = max(limit - len(walk), 0)
    picked = [others[number * len(others) // wanted] for number in range(wanted)]
    return sorted(walk + picked, key=lambda product: product.key)


def _order_of_arrival(demo: DemoProduct, on: datetime.date) -> tuple[bool, int]:
    """The walk's goods, then the newest certificates: pictures are made in the order in which they are looked at."""
    first_day = planned_recognitions(demo, on=on)[-1].first_day or datetime.date.min
    return demo.key not in WALK_KEYS, -first_day.toordinal()


@transaction.atomic
def _load_venues_and_people(
    products: dict[int, Product], new_products: set[int], *, on: datetime.date, at: datetime.datetime
) -> tuple[int, int, int]:
    """How many outlets, fairs and users were added."""
    outlets, new_outlets = venues.load_outlets(on=on)
    venues.load_shelves(outlets, products, new_outlets=new_outlets, new_products=new_products)
    fairs, new_fairs = venues.load_fairs(on=on, at=at)
    venues.load_participants(fairs, products, new_fairs=new_fairs, new_products=new_products)
    users = people.load_users()
    _give_roles(users, products)
    if people.OUTLET_MANAGER in users:
        venues.appoint_manager(outlets[venues.MANAGED_OUTLET], users[people.OUTLET_MANAGER])
    return len(new_outlets), len(new_fairs), len(users)


def _give_roles(users: dict[DemoUser, User], products: dict[int, Product]) -> None:
    """Make new demo users the owners of the walk's two makers."""
    for person, keys in ((people.KHAI_HOAN, KHAI_HOAN_KEYS), (people.THANH_QUOC, THANH_QUOC_KEYS)):
        if person in users:
            producer = products[keys[0]].producer
            Membership.objects.create(producer=producer, user=users[person], role=MemberRole.OWNER)
