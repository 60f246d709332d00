"""The demo's outlets and fairs: as incomplete as their sources leave them, with illustrative shelves and booths."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from accounts.models import User
from catalog.codes import slugify
from catalog.enums import DatePrecision
from catalog.models import Product
from config.demo.facts import WrittenPlace, parse_day, parse_hours, place_of, rows_of
from config.demo.places import find_place
from fairs.enums import FairDatePrecision, FairKind, FairStatus
from fairs.models import Fair, Participation
from fairs.operations import add_participant, announce_fair, close_fair
from points_of_sale.enums import OutletKind, OutletStatus
from points_of_sale.models import Carried, OpeningHours, Outlet, OutletManager

MANAGED_OUTLET = "7"
SLUG_LENGTH = 120


def load_outlets(*, on: datetime.date) -> tuple[dict[str, Outlet], set[str]]:
    """All demo outlets by their number in the source, and the numbers of those made just now."""
    outlets: dict[str, Outlet] = {}
    made = set()
    for row in rows_of("outlets.csv"):
        slug = _slug(row)
        outlet = Outlet.objects.filter(slug=slug).first()
        if outlet is None:
            outlet = _make_outlet(row, slug, on)
            made.add(row["outlet"])
        outlets[row["outlet"]] = outlet
    return outlets, made


def load_shelves(
    outlets: dict[str, Outlet], products: dict[int, Product], *, new_outlets: Collection[str], new_products: set[int]
) -> int:
    """Say which outlet carries what, where either is new; gives how many rows were added."""
    rows = [
        Carried(outlet=outlets[row["outlet"]], product=products[int(row["product"])], is_illustrative=True)
        for row in rows_of("carried.csv")
        if int(row["product"]) in products and (row["outlet"] in new_outlets or int(row["product"]) in new_products)
    ]
    return len(Carried.objects.bulk_create(rows, ignore_conflicts=True))


def appoint_manager(outlet: Outlet, user: User) -> None:
    """Let a demo user run an outlet."""
    OutletManager.objects.get_or_create(outlet=outlet, user=user)


def load_fairs(*, on: datetime.date, at: datetime.datetime) -> tuple[dict[str, Fair], set[str]]:
    """All demo fairs by their key in the data, and the keys of those made just now."""
    fairs: dict[str, Fair] = {}
    made = set()
    for row in rows_of("fairs.csv"):
        slug = _slug(row)
        fair = Fair.objects.filter(slug=slug).first()
        if fair is None:
            fair = _make_fair(row, slug, on, at)
            made.add(row["fair"])
        fairs[row["fair"]] = fair
    return fairs, made


def load_participants(
    fairs: dict[str, Fair], products: dict[int, Product], *, new_fairs: Collection[str], new_products: set[int]
) -> int:
    """Say which makers take part in the illustrative fairs, where either is new; gives how many rows were added."""
    added = 0
    for row in rows_of("participants.csv"):
        key = int(row["product"])
        if key not in products or not (row["fair"] in new_fairs or key in new_products):
            continue
        fair, producer = fairs[row["fair"]], products[key].producer
        if not Participation.objects.filter(fair=fair, producer=producer).exists():
            add_participant(fair=fair, producer=producer, booth=row["booth"])
            added += 1
    return added


def _slug(row: dict[str, str]) -> str:
    """The same on every load, so that a second load finds what the first one made."""
    return slugify(row["name"], max_length=SLUG_LENGTH, otherwise="demo")


def _make_outlet(row: dict[str, str], slug: str, on: datetime.date) -> Outlet:
    place = find_place(place_of(row, "old_province"), on=on)
    outlet = Outlet.objects.create(
        slug=slug,
        name=row["name"],
        kind=OutletKind(row["kind"]),
        status=OutletStatus(row["status"]),
        operator_name=row["operator"],
        street=row["street"],
        commune=place.commune,
        province=place.province,
        former_unit=place.former_unit,
        opened_on=parse_day(row["opened_on"]),
        opened_on_precision=DatePrecision(row["opened_on_precision"] or DatePrecision.DAY),
        hours_note=row["hours_note"],
        note=row["note"],
        source_url=row["source_url"],
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(outlet=outlet, weekday=weekday, opens_at=hours.opens_at, closes_at=hours.closes_at)
        for hours in parse_hours(row["hours"])
        for weekday in hours.weekdays
    )
    return outlet


def _make_fair(row: dict[str, str], slug: str, on: datetime.date, at: datetime.datetime) -> Fair:
    place = find_place(WrittenPlace(row["province"], row["district"], row["commune"]), on=on)
    fair = Fair.objects.create(
        slug=slug,
        name=row["name"],
        name_en=row["name_en"],
        kind=FairKind(row["kind"]),
        starts_on=parse_day(row["starts_on"]),
        ends_on=parse_day(row["ends_on"]),
        date_precision=FairDatePrecision(row["date_precision"]),
        date_note=row["date_note"],
        venue=row["venue"],
        commune=place.commune,
        province=place.province,
        former_unit=place.former_unit,
        organiser=row["organiser"],
        booth_count=int(row["booth_count"]) if row["booth_count"] else None,
        description=row["description"],
        description_en=row["description_en"],
        is_illustrative=row["is_illustrative"] == "yes",
        source_url=row["source_url"],
    )
    fair = announce_fair(fair=fair, at=at)
    return close_fair(fair=fair, at=at) if row["status"] == FairStatus.CLOSED else fair
