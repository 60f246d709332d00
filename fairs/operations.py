"""Announcing, postponing, cancelling and closing fairs, and who takes part; each change of status leaves an event."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.enums import ProducerStatus
from catalog.operations import raise_catalogue_version
from fairs.enums import FairStatus
from fairs.models import Fair, FairEvent, Participation

if TYPE_CHECKING:
    from accounts.models import User
    from catalog.models import Producer


class FairError(Exception):
    """Why a fair was left as it was; as text it is a sentence in the reader's language."""


class WrongStatusError(FairError):
    """The fair's status does not allow this."""

    def __init__(self, fair: Fair, wanted: str = "") -> None:
        """Keep the fair as it is, and the status it was to get if any."""
        super().__init__(fair, wanted)
        self.fair = fair
        self.wanted = wanted

    def __str__(self) -> str:
        return _("This cannot be done: the fair is %(status)s.") % {"status": self.fair.get_status_display()}


class NotOverError(FairError):
    """The fair was to be closed before its last day had gone by."""

    def __init__(self, fair: Fair) -> None:
        """Keep the fair."""
        super().__init__(fair)
        self.fair = fair

    def __str__(self) -> str:
        return _("The fair is not over yet.")


class InactiveProducerError(FairError):
    """A producer that is suspended or has left cannot take part."""

    def __init__(self, producer: Producer) -> None:
        """Keep the producer."""
        super().__init__(producer)
        self.producer = producer

    def __str__(self) -> str:
        return _("%(producer)s is not active.") % {"producer": self.producer}


class AlreadyTakingPartError(FairError):
    """The producer takes part already."""

    def __init__(self, participation: Participation) -> None:
        """Keep the participation there is."""
        super().__init__(participation)
        self.participation = participation

    def __str__(self) -> str:
        return _("%(producer)s takes part already.") % {"producer": self.participation.producer}


@transaction.atomic
def announce_fair(*, fair: Fair, at: datetime.datetime, actor: User | None = None) -> Fair:
    """Make a draft public, or a postponed fair's new dates; raises WrongStatusError for any other fair."""
    raise_catalogue_version()
    fair = _locked(fair, to=FairStatus.ANNOUNCED)
    fair.announced_at = fair.announced_at or at
    return _change_status(fair, FairStatus.ANNOUNCED, at=at, actor=actor)


@transaction.atomic
def postpone_fair(*, fair: Fair, at: datetime.datetime, actor: User | None = None, note: str = "") -> Fair:
    """Say that an announced fair's dates no longer hold; raises WrongStatusError for any other fair."""
    raise_catalogue_version()
    fair = _locked(fair, to=FairStatus.POSTPONED)
    return _change_status(fair, FairStatus.POSTPONED, at=at, actor=actor, note=note)


@transaction.atomic
def cancel_fair(*, fair: Fair, at: datetime.datetime, actor: User | None = None, note: str = "") -> Fair:
    """Say that an announced or postponed fair will not be; raises WrongStatusError for any other fair."""
    raise_catalogue_version()
    fair = _locked(fair, to=FairStatus.CANCELLED)
    return _change_status(fair, FairStatus.CANCELLED, at=at, actor=actor, note=note)


@transaction.atomic
def close_fair(*, fair: Fair, at: datetime.datetime, actor: User | None = None) -> Fair:
    """Put an announced fair among the past ones; raises WrongStatusError, and NotOverError before its last day is over.

    A fair without dates can be closed at any time.
    """
    raise_catalogue_version()
    fair = _locked(fair, to=FairStatus.CLOSED)
    if fair.starts_on is not None and not fair.dates.are_over(timezone.localdate(at)):
        raise NotOverError(fair)
    return _change_status(fair, FairStatus.CLOSED, at=at, actor=actor)


@transaction.atomic
def add_participant(*, fair: Fair, producer: Producer, booth: str = "") -> Participation:
    """Say that a producer takes part, at a booth if it is known; several may share one.

    Raises WrongStatusError for a cancelled fair, InactiveProducerError, and AlreadyTakingPartError.
    """
    raise_catalogue_version()
    if fair.status == FairStatus.CANCELLED:
        raise WrongStatusError(fair)
    if producer.status != ProducerStatus.ACTIVE:
        raise InactiveProducerError(producer)
    participation, is_new = Participation.objects.get_or_create(
        fair=fair, producer=producer, defaults={"booth": " ".join(booth.split())}
    )
    if not is_new:
        raise AlreadyTakingPartError(participation)
    return participation


def _locked(fair: Fair, *, to: FairStatus) -> Fair:
    locked = Fair.objects.select_for_update(of=("self",)).get(pk=fair.pk)
    if not FairStatus(locked.status).may_become(to):
        raise WrongStatusError(locked, to)
    return locked


def _change_status(
    fair: Fair, status: FairStatus, *, at: datetime.datetime, actor: User | None, note: str = ""
) -> Fair:
    FairEvent.objects.create(fair=fair, from_status=fair.status, to_status=status, actor=actor, note=note, at=at)
    fair.status = status
    fair.save(update_fields=["status", "announced_at", "updated_at"])
    return fair
