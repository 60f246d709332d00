"""Certificates, as the verification page tells them."""

from __future__ import annotations

import datetime

import graphene

from accounts.site import whole_address
from catalog.enums import CertificateState
from catalog.models import Certificate
from catalog.schema.enums import CertificateStateEnum, DatePrecisionEnum, IssuingLevelEnum
from catalog.verification import CertificateView


class CertificateType(graphene.ObjectType):
    """The recognition of one product."""

    class Meta:
        name = "Certificate"
        description = "The recognition of one product with 3 to 5 stars, issued for 36 months."

    id = graphene.ID(required=True, source="public_code", description="The public code.")
    code = graphene.String(
        required=True, source="public_code", description="The public code, as it stands beside the stars."
    )
    url = graphene.String(required=True, description="The address of the page that verifies it.")
    stars = graphene.Int(required=True, description="How many stars it was issued for: 3 to 5.")
    score = graphene.Float(description="Points of 100, where they are known.")
    decision_number = graphene.String(required=True, description="The number of the decision; empty where not known.")
    issuing_level = graphene.Field(IssuingLevelEnum, required=True, description="The level that recognised it.")
    issuing_level_words = graphene.String(required=True, description="The same in the request's language.")
    issuing_authority = graphene.String(required=True, description="Who signed; empty where not known.")
    valid_from = graphene.Date(description="The first day in force; null where no date is known.")
    valid_from_precision = graphene.Field(DatePrecisionEnum, required=True, description="How exactly that is known.")
    valid_from_words = graphene.String(
        required=True, source="from_words", description="The first day as pages say it: “năm 2024”; empty when undated."
    )
    valid_until = graphene.Date(description="The last day in force by its term; null where no date is known.")
    valid_until_precision = graphene.Field(DatePrecisionEnum, required=True, description="How exactly that is known.")
    valid_until_words = graphene.String(
        required=True, source="until_words", description="The last day as pages say it; empty when undated."
    )
    revoked_on = graphene.Date(description="The first day it was no longer in force because it was revoked.")
    revoked_on_precision = graphene.Field(
        DatePrecisionEnum, description="How exactly that is known; null if it is not."
    )
    revoked_reason = graphene.String(required=True, description="Why it was revoked; empty where nothing is said.")
    superseded_on = graphene.Date(description="The first day a newer certificate stood in its place.")
    ended_on = graphene.Date(description="The first day it bears no stars any more, whatever ends it; null if undated.")
    state = graphene.Field(CertificateStateEnum, required=True, description="What it is today.")
    state_words = graphene.String(required=True, description="The same as a sentence in the request's language.")
    is_in_force = graphene.Boolean(required=True, description="Whether it bears its stars today.")
    is_illustrative = graphene.Boolean(required=True, description="Whether it was made up for a demonstration.")
    source_url = graphene.String(required=True, description="Where it was published; empty where that is not known.")

    @staticmethod
    def resolve_url(certificate: Certificate, info: graphene.ResolveInfo) -> str:
        """With the site before it."""
        return whole_address(certificate.get_absolute_url())

    @staticmethod
    def resolve_issuing_level_words(certificate: Certificate, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return certificate.get_issuing_level_display()

    @staticmethod
    def resolve_revoked_on_precision(certificate: Certificate, info: graphene.ResolveInfo) -> str | None:
        """Of no day there is none."""
        return certificate.revoked_on_precision if certificate.revoked_on else None

    @staticmethod
    def resolve_state(certificate: Certificate, info: graphene.ResolveInfo) -> CertificateState:
        """On the day of the request."""
        return certificate.state(_day(info))

    @staticmethod
    def resolve_state_words(certificate: Certificate, info: graphene.ResolveInfo) -> str:
        """As the verification page says it."""
        return CertificateView(certificate, _day(info)).state_words

    @staticmethod
    def resolve_is_in_force(certificate: Certificate, info: graphene.ResolveInfo) -> bool:
        """On the day of the request."""
        return certificate.state(_day(info)) == CertificateState.IN_FORCE


def _day(info: graphene.ResolveInfo) -> datetime.date:
    day: datetime.date = info.context.on
    return day
