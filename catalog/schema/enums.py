"""The enums of the catalogue in GraphQL."""

from __future__ import annotations

from catalog.enums import CertificateState, ContentUnit, DatePrecision, Hindrance, IssuingLevel, ProducerKind
from geography.graph import choices_enum, described_enum

ProducerKindEnum = choices_enum(
    ProducerKind,
    "ProducerKind",
    "The kind of entity behind a product (chủ thể).",
    COOPERATIVE="A cooperative (hợp tác xã).",
    COMPANY="A company.",
    HOUSEHOLD="A household business (hộ kinh doanh).",
    COOPERATIVE_GROUP="A cooperative group (tổ hợp tác).",
    WORKSHOP="A production workshop.",
    OTHER="Anything else.",
)
ContentUnitEnum = choices_enum(
    ContentUnit,
    "ContentUnit",
    "What the content of a pack is counted in.",
    GRAM="Grams.",
    MILLILITRE="Millilitres.",
    PIECE="Pieces.",
)
IssuingLevelEnum = choices_enum(
    IssuingLevel,
    "IssuingLevel",
    "Who recognised the stars; independent of how many there are.",
    DISTRICT="A district, until July 2025.",
    PROVINCE="A province.",
    MINISTRY="The ministry.",
)
DatePrecisionEnum = choices_enum(
    DatePrecision,
    "DatePrecision",
    "How exactly a date is known.",
    DAY="To the day.",
    MONTH="To the month: the date is its first day.",
    YEAR="To the year: the date is its 1 January.",
)
CertificateStateEnum = choices_enum(
    CertificateState,
    "CertificateState",
    "What a certificate is today.",
    UNDATED="No date is known, so it is not counted as in force.",
    NOT_YET="It has not come into force yet.",
    IN_FORCE="It bears its stars.",
    SUPERSEDED="A newer certificate has replaced it.",
    REVOKED="It was revoked.",
    EXPIRED="It has run out.",
)
HindranceEnum = choices_enum(
    Hindrance,
    "Hindrance",
    "Why a product is not for sale.",
    NOT_PUBLISHED="It is not listed at the moment.",
    PRODUCER_INACTIVE="The maker does not sell here at the moment.",
    SERVICE="It is a service, to be booked with the maker.",
    NO_CERTIFICATE="No certificate of it is known.",
    CERTIFICATE_UNDATED="The date of its certificate is not known.",
    CERTIFICATE_NOT_YET="Its certificate is not in force yet.",
    CERTIFICATE_EXPIRED="Its certificate has run out.",
    CERTIFICATE_REVOKED="Its certificate was revoked.",
)
ImageFormatEnum = described_enum(
    "ImageFormat",
    "The file format of a picture.",
    AVIF="AVIF, the smallest.",
    WEBP="WebP.",
    JPEG="JPEG, which everything reads.",
)
