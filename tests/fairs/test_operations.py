"""Announcing, postponing, cancelling and closing fairs, and taking part in them."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from catalog.enums import ProducerStatus
from fairs.enums import FairStatus
from fairs.models import Fair, FairEvent, Participation
from fairs.operations import (
    AlreadyTakingPartError,
    InactiveProducerError,
    NotOverError,
    WrongStatusError,
    add_participant,
    announce_fair,
    cancel_fair,
    close_fair,
    postpone_fair,
)
from tests import cast

pytestmark = pytest.mark.django_db

OPERATIONS = {
    FairStatus.ANNOUNCED: announce_fair,
    FairStatus.POSTPONED: postpone_fair,
    FairStatus.CANCELLED: cancel_fair,
    FairStatus.CLOSED: close_fair,
}
ALLOWED = {
    (FairStatus.DRAFT, FairStatus.ANNOUNCED),
    (FairStatus.POSTPONED, FairStatus.ANNOUNCED),
    (FairStatus.ANNOUNCED, FairStatus.POSTPONED),
    (FairStatus.ANNOUNCED, FairStatus.CANCELLED),
    (FairStatus.POSTPONED, FairStatus.CANCELLED),
    (FairStatus.ANNOUNCED, FairStatus.CLOSED),
}


def make_fair(units: cast.Units, **fields: object) -> Fair:
    fields = {"name": "Tuần hàng OCOP", "starts_on": datetime.date(2026, 11, 1), **fields}
    return cast.make_fair(commune=units.hai_chau, **fields)


@pytest.mark.parametrize("before", FairStatus)
@pytest.mark.parametrize("after", OPERATIONS)
def test_a_status_changes_only_along_the_known_ways(units, officer_da_nang, before, after):
    fair = make_fair(units, status=before)

    if (before, after) in ALLOWED:
        OPERATIONS[after](fair=fair, at=cast.NOW, actor=officer_da_nang)

        event = FairEvent.objects.get()
        assert (event.from_status, event.to_status, event.actor, event.at) == (
            before,
            after,
            officer_da_nang,
            cast.NOW,
        )
        assert Fair.objects.get().status == after
    else:
        with pytest.raises(WrongStatusError) as refusal:
            OPERATIONS[after](fair=fair, at=cast.NOW)

        assert (refusal.value.fair, refusal.value.wanted) == (fair, after)
        assert Fair.objects.get().status == before
        assert not FairEvent.objects.exists()


def test_the_first_announcement_is_the_one_remembered(units):
    fair = make_fair(units, status=FairStatus.DRAFT, announced_at=None)
    later = cast.NOW + datetime.timedelta(days=3)

    announce_fair(fair=fair, at=cast.NOW)
    postpone_fair(fair=fair, at=later, note="Bão số 12")
    announce_fair(fair=fair, at=later)

    assert Fair.objects.get().announced_at == cast.NOW
    assert FairEvent.objects.get(to_status=FairStatus.POSTPONED).note == "Bão số 12"


def test_the_status_in_the_database_counts_and_not_the_callers(units):
    fair = make_fair(units)
    cancel_fair(fair=Fair.objects.get(pk=fair.pk), at=cast.NOW)

    with pytest.raises(WrongStatusError):
        postpone_fair(fair=fair, at=cast.NOW)

    assert Fair.objects.get().status == FairStatus.CANCELLED


def test_a_fair_is_not_closed_before_its_last_day_is_over(units):
    fair = make_fair(units, starts_on=cast.TODAY, ends_on=cast.TODAY)

    with pytest.raises(NotOverError):
        close_fair(fair=fair, at=cast.NOW)
    assert Fair.objects.get().status == FairStatus.ANNOUNCED

    close_fair(fair=fair, at=cast.NOW + datetime.timedelta(days=1))
    assert Fair.objects.get().status == FairStatus.CLOSED


def test_a_fair_without_dates_can_be_closed(units):
    close_fair(fair=make_fair(units, starts_on=None), at=cast.NOW)

    assert Fair.objects.get().status == FairStatus.CLOSED


def test_the_database_refuses_an_end_before_the_start_or_without_one(units):
    for starts_on in (datetime.date(2026, 11, 2), None):
        with pytest.raises(IntegrityError, match="fair_ends_after_start"), transaction.atomic():
            make_fair(units, starts_on=starts_on, ends_on=datetime.date(2026, 11, 1))


def test_a_producer_takes_part_at_a_booth(units, cooperative):
    fair = make_fair(units)

    participation = add_participant(fair=fair, producer=cooperative, booth="  A 12 ")

    assert (participation.fair, participation.producer, participation.booth) == (fair, cooperative, "A 12")


def test_a_producer_takes_part_once(units, cooperative):
    fair = make_fair(units)
    first = add_participant(fair=fair, producer=cooperative, booth="A12")

    with pytest.raises(AlreadyTakingPartError) as refusal:
        add_participant(fair=fair, producer=cooperative, booth="B1")

    assert refusal.value.participation == first
    assert Participation.objects.get().booth == "A12"


def test_nobody_takes_part_in_a_cancelled_fair(units, cooperative):
    with pytest.raises(WrongStatusError):
        add_participant(fair=make_fair(units, status=FairStatus.CANCELLED), producer=cooperative)

    assert not Participation.objects.exists()


@pytest.mark.parametrize("status", [ProducerStatus.SUSPENDED, ProducerStatus.LEFT])
def test_a_producer_who_is_not_active_does_not_take_part(units, cooperative, status):
    cooperative.status = status

    with pytest.raises(InactiveProducerError):
        add_participant(fair=make_fair(units), producer=cooperative)

    assert not Participation.objects.exists()
