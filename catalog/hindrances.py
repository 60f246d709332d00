"""Why a product is not for sale on a day, in words for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from catalog.dates import when_words
from catalog.enums import CertificateState, Hindrance

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from catalog.models import Certificate


@dataclass(frozen=True)
class NotSellable:
    """What stands between a product and the cart; `certificate` is the one that speaks against it, if one does."""

    reason: Hindrance
    certificate: Certificate | None = None

    @property
    def words(self) -> str:
        """A sentence for the buyer: "The certificate ran out on 12/05/2026.\""""
        certificate = self.certificate
        if certificate is not None and self.reason == Hindrance.CERTIFICATE_EXPIRED:
            when = when_words(certificate.valid_until, certificate.valid_until_precision)
            return _("The certificate ran out %(when)s.") % {"when": when}
        if certificate is not None and self.reason == Hindrance.CERTIFICATE_REVOKED:
            when = when_words(certificate.revoked_on, certificate.revoked_on_precision)
            return _("The certificate was revoked %(when)s.") % {"when": when}
        if certificate is not None and self.reason == Hindrance.CERTIFICATE_NOT_YET:
            when = when_words(certificate.valid_from, certificate.valid_from_precision)
            return _("The certificate comes into force %(when)s.") % {"when": when}
        return str(self.reason.label)


def without_stars(certificates: Sequence[Certificate], on: datetime.date) -> NotSellable | None:
    """Why none of a product's certificates bears stars on a day; None when one does.

    A coming certificate says more than one that has ended, and of the ended ones the last.
    """
    states = {certificate: certificate.state(on) for certificate in certificates}
    if CertificateState.IN_FORCE in states.values():
        return None
    coming = [certificate for certificate in certificates if states[certificate] == CertificateState.NOT_YET]
    if coming:
        first = min(coming, key=lambda certificate: str(certificate.valid_from))
        return NotSellable(Hindrance.CERTIFICATE_NOT_YET, first)
    ended = [certificate for certificate in certificates if certificate.ended_on is not None]
    if ended:
        last = max(ended, key=lambda certificate: str(certificate.ended_on))
        is_revoked = states[last] == CertificateState.REVOKED
        reason = Hindrance.CERTIFICATE_REVOKED if is_revoked else Hindrance.CERTIFICATE_EXPIRED
        return NotSellable(reason, last)
    return NotSellable(Hindrance.CERTIFICATE_UNDATED if certificates else Hindrance.NO_CERTIFICATE)
