"""The words for choosing fairs, and what a fair is on a day."""

from __future__ import annotations

import datetime

import pytest

from accounts.actors import Actor
from fairs.enums import FairDatePrecision, FairState, FairStatus
from fairs.models import Fair, Participation
from tests import cast

pytestmark = pytest.mark.django_db

TODAY = cast.TODAY
ONE_DAY = datetime.timedelta(days=1)
MONTH = FairDatePrecision.MONTH
EXPECTED = FairDatePrecision.EXPECTED


@pytest.fixture
def fairs(units: cast.Units) -> dict[str, Fair]:
    """One fair of each sort around TODAY, 21/11/2026, by the name that its test calls it."""

    def fair(name: str, starts_on: datetime.date | None, **fields: object) -> Fair:
        return cast.make_fair(name=name, commune=units.hai_chau, starts_on=starts_on, **fields)

    made = [
        fair("ended yesterday", TODAY - 4 * ONE_DAY),
        fair("ends today", TODAY - 3 * ONE_DAY),
        fair("starts tomorrow", TODAY + ONE_DAY),
        fair("began without an end", TODAY - ONE_DAY, ends_on=None),
        fair("begins today without an end", TODAY, ends_on=None),
        fair("this month", TODAY.replace(day=1), ends_on=None, date_precision=MONTH),
        fair("last month", datetime.date(2026, 10, 1), ends_on=None, date_precision=MONTH),
        fair("expected now", TODAY - ONE_DAY, date_precision=EXPECTED),
        fair("undated", None),
        fair("undated and closed", None, status=FairStatus.CLOSED),
        fair("closed early", TODAY + 9 * ONE_DAY, status=FairStatus.CLOSED),
        fair("postponed", TODAY + 2 * ONE_DAY, status=FairStatus.POSTPONED),
        fair("cancelled", TODAY + 3 * ONE_DAY, status=FairStatus.CANCELLED),
        fair("cancelled long ago", TODAY - 300 * ONE_DAY, status=FairStatus.CANCELLED),
        fair("draft", TODAY + ONE_DAY, status=FairStatus.DRAFT),
    ]
    return {made_one.name: made_one for made_one in made}


def names(fairs) -> list[str]:
    return [fair.name for fair in fairs]


def test_drafts_are_what_only_the_desk_sees(fairs):
    assert names(Fair.objects.drafts()) == ["draft"]
    assert "draft" not in names(Fair.objects.public())


def test_coming_fairs_are_announced_and_not_over_the_next_one_first(fairs):
    assert names(Fair.objects.coming(TODAY)) == [
        "this month",
        "ends today",
        "expected now",
        "begins today without an end",
        "starts tomorrow",
        "undated",
    ]


def test_ahead_also_tells_of_what_will_not_be(fairs):
    ahead = names(Fair.objects.ahead(TODAY))

    assert set(ahead) - set(names(Fair.objects.coming(TODAY))) == {"postponed", "cancelled"}
    assert ahead[-3:] == ["postponed", "cancelled", "undated"]


def test_past_fairs_are_over_or_closed_the_last_one_first(fairs):
    assert names(Fair.objects.past(TODAY)) == [
        "closed early",
        "began without an end",
        "ended yesterday",
        "last month",
        "cancelled long ago",
        "undated and closed",
    ]


def test_every_public_fair_is_either_ahead_or_past(fairs):
    ahead, past = set(names(Fair.objects.ahead(TODAY))), set(names(Fair.objects.past(TODAY)))

    assert not ahead & past
    assert ahead | past == set(names(Fair.objects.public())) == set(fairs) - {"draft"}


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("ended yesterday", FairState.PAST),
        ("ends today", FairState.RUNNING),
        ("starts tomorrow", FairState.COMING),
        ("began without an end", FairState.PAST),
        ("begins today without an end", FairState.RUNNING),
        ("this month", FairState.EXPECTED),
        ("last month", FairState.PAST),
        ("expected now", FairState.EXPECTED),
        ("undated", FairState.UNDATED),
        ("undated and closed", FairState.PAST),
        ("closed early", FairState.PAST),
        ("postponed", FairState.POSTPONED),
        ("cancelled", FairState.CANCELLED),
        ("cancelled long ago", FairState.CANCELLED),
    ],
)
def test_what_a_fair_is_on_a_day_follows_from_status_and_dates(fairs, name, state):
    assert fairs[name].state(TODAY) == state


def test_a_month_has_the_fairs_that_may_be_on_some_day_of_it(fairs, units):
    cast.make_fair(
        name="over new year",
        commune=units.hai_chau,
        starts_on=datetime.date(2026, 12, 30),
        ends_on=datetime.date(2027, 1, 2),
    )

    assert names(Fair.objects.in_month(datetime.date(2027, 1, 15))) == ["over new year"]
    assert names(Fair.objects.in_month(datetime.date(2026, 10, 31))) == ["last month"]
    assert "this month" in names(Fair.objects.in_month(datetime.date(2026, 11, 30)))
    assert not Fair.objects.in_month(datetime.date(2027, 2, 1)).exists()


def test_a_province_and_a_commune_have_their_own_fairs(fairs, units):
    cast.make_fair(name="in Phú Quốc", commune=units.phu_quoc, starts_on=TODAY)

    assert names(Fair.objects.in_province(units.an_giang)) == ["in Phú Quốc"]
    assert names(Fair.objects.in_commune(units.phu_quoc)) == ["in Phú Quốc"]
    assert not Fair.objects.in_commune(units.hoi_an).exists()


def test_producers_have_the_fairs_they_take_part_in(fairs, cooperative, household):
    for producer in (cooperative, household):
        Participation.objects.create(fair=fairs["starts tomorrow"], producer=producer)
    Participation.objects.create(fair=fairs["undated"], producer=household)

    assert names(Fair.objects.of_producers([cooperative])) == ["starts tomorrow"]
    both = Fair.objects.coming(TODAY).of_producers([cooperative, household])
    assert names(both) == ["starts tomorrow", "undated"]
    assert not Fair.objects.of_producers([]).exists()


def test_a_place_concerns_its_fairs_and_then_those_its_active_makers_go_to(fairs, units, cooperative):
    cast.make_fair(name="in Phú Quốc", commune=units.phu_quoc, starts_on=TODAY + 5 * ONE_DAY)
    gone = cast.make_producer(name="Cơ sở đã nghỉ", commune=units.long_xuyen, status="left")
    second = cast.make_producer(name="Cơ sở thứ hai", commune=units.phu_quoc)
    for producer in (cooperative, second):
        Participation.objects.create(fair=fairs["starts tomorrow"], producer=producer)
    Participation.objects.create(fair=fairs["undated"], producer=gone)

    coming = Fair.objects.coming(TODAY)

    assert names(coming.concerning(units.an_giang)) == ["in Phú Quốc", "starts tomorrow"]
    assert names(coming.concerning(units.phu_quoc)) == ["in Phú Quốc", "starts tomorrow"]
    assert not coming.concerning(units.long_xuyen).exists()


def test_officers_edit_the_fairs_of_their_province_only(
    fairs, units, officer_da_nang, officer_an_giang, officer_ministry, operator, lan
):
    assert Fair.objects.visible_to(Actor(user=officer_da_nang)).count() == len(fairs)
    assert Fair.objects.visible_to(Actor(user=officer_ministry)).count() == len(fairs)
    assert Fair.objects.visible_to(Actor(user=operator)).count() == len(fairs)
    for actor in (Actor(user=officer_an_giang), Actor(user=lan), Actor()):
        assert not Fair.objects.visible_to(actor).exists()
