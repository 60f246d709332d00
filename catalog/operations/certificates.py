"""Issuing and revoking certificates (QĐ 148/QĐ-TTg, QĐ 1489/QĐ-TTg): 36 months, never two at a time for a product."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalog.codes import new_public_code
from catalog.dates import months_later
from catalog.enums import DatePrecision, IssuingLevel
from catalog.models import Certificate, Product
from catalog.operations.versions import raise_catalogue_version

TERM_MONTHS = 36


class CertificateOverlapError(Exception):
    """Another certificate of the product bears stars on some of these days (invariant 7)."""


class CertificateOrderError(Exception):
    """The certificate cannot follow the one it is said to follow."""


class CertificateNotRevocableError(Exception):
    """The certificate bears no stars any more on the day of its revocation."""


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """What a decision says of one product. A year counts from 1 January and a month from its first day."""

    stars: int
    issuing_level: IssuingLevel | str
    issuing_authority: str = ""
    decision_number: str = ""
    score: Decimal | None = None
    valid_from: datetime.date | None = None
    precision: DatePrecision | str = DatePrecision.DAY
    is_illustrative: bool = False
    source_url: str = ""

    @property
    def first_day(self) -> datetime.date | None:
        """The first day in force, at the cautious end of what is known."""
        if self.valid_from is None or self.precision == DatePrecision.DAY:
            return self.valid_from
        month = 1 if self.precision == DatePrecision.YEAR else self.valid_from.month
        return self.valid_from.replace(month=month, day=1)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day in force: a term of months ends with the corresponding day (Civil Code 2015, Art. 148)."""
        return None if self.first_day is None else months_later(self.first_day, TERM_MONTHS)


@transaction.atomic
def issue_certificate(
    *, product: Product, recognition: Recognition, at: datetime.datetime, follows: Certificate | None = None
) -> Certificate:
    """Record that a product was recognised; a certificate it `follows` ends on the day this one starts.

    Without a date it is shown but never in force. Raises CertificateOverlapError, CertificateOrderError.
    """
    raise_catalogue_version()
    Product.objects.select_for_update().get(pk=product.pk)
    if follows is not None:
        _end_forerunner(follows, product, recognition)
    certificate = Certificate(
        product=product,
        public_code=new_public_code(),
        stars=recognition.stars,
        score=recognition.score,
        decision_number=recognition.decision_number,
        issuing_level=recognition.issuing_level,
        issuing_authority=recognition.issuing_authority,
        valid_from=recognition.first_day,
        valid_from_precision=recognition.precision,
        valid_until=recognition.last_day,
        valid_until_precision=recognition.precision,
        follows=follows,
        is_illustrative=recognition.is_illustrative,
        source_url=recognition.source_url,
        created_at=at,
    )
    _check_overlap(certificate)
    return _saved(certificate)


@transaction.atomic
def correct_certificate(*, certificate: Certificate) -> Certificate:
    """Save what was mistyped on a certificate. Expects clean fields. Raises CertificateOverlapError."""
    raise_catalogue_version()
    Product.objects.select_for_update().get(pk=certificate.product_id)
    _check_overlap(certificate)
    certificate.save()
    return certificate


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, on: datetime.date, reason: str, precision: str = DatePrecision.DAY
) -> Certificate:
    """End a certificate on a day, its first without stars; one not yet in force then never comes into force.

    Raises CertificateNotRevocableError for one that has ended before, or has no date.
    """
    raise_catalogue_version()
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not locked.can_be_revoked(on):
        raise CertificateNotRevocableError(_("This certificate is not in force on that day."))
    certificate.revoked_on = max(on, locked.valid_from or on)
    certificate.revoked_on_precision = precision
    certificate.revoked_reason = reason
    certificate.save(update_fields=["revoked_on", "revoked_on_precision", "revoked_reason"])
    return certificate


def _end_forerunner(follows: Certificate, product: Product, recognition: Recognition) -> None:
    locked = Certificate.objects.select_for_update().get(pk=follows.pk)
    starts = recognition.first_day
    if locked.product_id != product.pk:
        raise CertificateOrderError(_("A certificate can only follow one of the same product."))
    if Certificate.objects.filter(follows=locked).exists():
        raise CertificateOrderError(_("Another certificate follows this one already."))
    if starts is None or locked.valid_from is None:
        return
    if starts <= locked.valid_from:
        raise CertificateOrderError(
            _("The new certificate must start after %(date)s, when the one it follows did.")
            % {"date": locked.from_words}
        )
    if locked.ended_on is not None and locked.ended_on > starts:
        follows.superseded_on = starts
        follows.save(update_fields=["superseded_on"])


def _check_overlap(certificate: Certificate) -> None:
    first, end = certificate.valid_from, certificate.ended_on
    if first is None or end is None or end <= first:
        return
    others = Certificate.objects.filter(product=certificate.product).exclude(pk=certificate.pk)
    other = others.overlapping(first, end - datetime.timedelta(days=1)).first()
    if other is not None:
        raise CertificateOverlapError(
            _("Certificate %(code)s of this product, from %(first)s to %(last)s, is in force on some of these days.")
            % {"code": other.public_code, "first": other.from_words, "last": other.until_words}
        )


def _saved(certificate: Certificate) -> Certificate:
    """A code that exists already, one in 10¹², is drawn again."""
    try:
        with transaction.atomic():
            certificate.save(force_insert=True)
    except IntegrityError:
        if not Certificate.objects.filter(public_code=certificate.public_code).exists():
            raise
        certificate.public_code = new_public_code()
        certificate.save(force_insert=True)
    return certificate
