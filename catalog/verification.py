"""What the verification page says of a certificate on a day, in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.dates import when_words
from catalog.enums import CertificateState
from catalog.models import Certificate

_KINDS = {
    CertificateState.IN_FORCE: "good",
    CertificateState.NOT_YET: "warn",
    CertificateState.UNDATED: "warn",
}


@dataclass(frozen=True)
class CertificateView:
    """A certificate as a page shows it on a day."""

    certificate: Certificate
    on: datetime.date

    @property
    def state(self) -> CertificateState:
        """What the certificate is on the day."""
        return self.certificate.state(self.on)

    @property
    def is_in_force(self) -> bool:
        """Whether it bears its stars on the day."""
        return self.state == CertificateState.IN_FORCE

    @property
    def kind(self) -> str:
        """Good, warn or bad, as badges and notices know them."""
        return _KINDS.get(self.state, "bad")

    @property
    def state_words(self) -> str:
        """The state in one sentence with its day."""
        certificate = self.certificate
        until = when_words(certificate.valid_until, certificate.valid_until_precision)
        match self.state:
            case CertificateState.IN_FORCE:
                return _("In force until %(date)s.") % {"date": certificate.until_words}
            case CertificateState.NOT_YET:
                when = when_words(certificate.valid_from, certificate.valid_from_precision)
                return _("Not in force yet: it starts %(when)s.") % {"when": when}
            case CertificateState.EXPIRED:
                return _("No longer in force: it ran out %(when)s.") % {"when": until}
            case CertificateState.REVOKED:
                when = when_words(certificate.revoked_on, certificate.revoked_on_precision)
                return _("No longer in force: it was revoked %(when)s.") % {"when": when}
            case CertificateState.SUPERSEDED:
                when = when_words(certificate.superseded_on)
                return _("No longer in force: a newer certificate replaced it %(when)s.") % {"when": when}
        return _("The date of this certificate is not known, so it is not counted as in force.")

    @property
    def period_words(self) -> str:
        """The days it was issued for: "12/05/2023 – 12/05/2026"; empty when undated."""
        certificate = self.certificate
        return f"{certificate.from_words} – {certificate.until_words}" if certificate.valid_from else ""
