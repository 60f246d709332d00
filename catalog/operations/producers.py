"""Saving producers, and taking them out of the shop and back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.enums import ProducerStatus
from catalog.models import Producer
from catalog.operations.addresses import free_producer_slug, move
from catalog.operations.searching import refresh_search_text
from catalog.operations.versions import raise_catalogue_version


class ProducerStatusError(Exception):
    """The producer is not in a status from which this step leads."""


@transaction.atomic
def save_producer(*, producer: Producer, at: datetime.datetime) -> Producer:
    """Save a new or changed producer; with a new name it gets a new address, and the old one redirects.

    Its products are found by its new name and place at once. Expects clean fields (a form's, or after `full_clean()`).
    """
    raise_catalogue_version()
    if producer.pk is None:
        producer.slug = producer.slug or free_producer_slug(producer)
        producer.created_at = at
    else:
        before = Producer.objects.select_for_update().get(pk=producer.pk)
        producer.slug, producer.status = before.slug, before.status
        if producer.name != before.name:
            move(producer, slug=free_producer_slug(producer))
    producer.updated_at = at
    producer.save()
    refresh_search_text(producers=[producer])
    return producer


@transaction.atomic
def set_producer_status(*, producer: Producer, status: ProducerStatus, at: datetime.datetime) -> Producer:
    """Suspend a producer, take it back, or note that it has left; its products are offered only while it is active.

    Raises ProducerStatusError.
    """
    raise_catalogue_version()
    locked = Producer.objects.select_for_update(of=("self",)).get(pk=producer.pk)
    if not ProducerStatus(locked.status).may_become(status):
        raise ProducerStatusError(_("This producer is %(status)s already.") % {"status": locked.get_status_display()})
    producer.status = status
    producer.updated_at = at
    producer.save(update_fields=["status", "updated_at"])
    return producer
