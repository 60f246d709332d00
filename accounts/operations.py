"""Operations on users: signing up, confirming an address or number, name and role, API tokens."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import TokenScope
from accounts.models import ApiToken, User
from accounts.querysets import digest_of

# What scanners for leaked secrets, and people, know a token of ours by.
TOKEN_PREFIX = "saoque_"  # noqa: S105  no password
TOKEN_BYTES = 32
SHOWN_BEGINNING = len(TOKEN_PREFIX) + 8
MAX_TOKENS = 50
# Writing down each use would make every question a change.
USE_NOTED_EVERY = datetime.timedelta(hours=1)


class ContactTakenError(Exception):
    """Another user already signs in with this e-mail address or phone number."""

    def __str__(self) -> str:
        return _("Another account already uses this e-mail address or phone number.")


class OwnRoleError(Exception):
    """Operators cannot close their own account or give up their own role: the last one would lock the desk."""

    def __str__(self) -> str:
        return _("You cannot take away your own rights; another operator can.")


class TooManyTokensError(Exception):
    """A user has MAX_TOKENS API tokens in use already."""

    def __str__(self) -> str:
        return _("You have %(most)s access codes already. Revoke one that is no longer used.") % {"most": MAX_TOKENS}


class NoScopeError(Exception):
    """A token was asked for that may do nothing."""

    def __str__(self) -> str:
        return _("Choose at least one thing that the access code may do.")


class ExpiredAlreadyError(Exception):
    """A token was asked for that ends before it begins."""

    def __str__(self) -> str:
        return _("The access code has to be valid beyond this moment.")


@transaction.atomic
def sign_up_user(*, user: User, email: str, phone: str, password: str, full_name: str) -> User:
    """Make a user who signs in with the given e-mail address or phone (E.164), neither confirmed yet.

    Raises ContactTakenError.
    """
    user.email = email or None
    user.phone = phone or None
    user.full_name = full_name
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise ContactTakenError from error
    return user


@transaction.atomic
def confirm_email(*, user: User, email: str) -> User:
    """Record that a user reads the mail of an address, which becomes the user's own. Raises ContactTakenError."""
    return _set_contact(user, email=email, email_verified=True)


@transaction.atomic
def confirm_phone(*, user: User, phone: str) -> User:
    """Record that a user holds a number (E.164), which becomes the user's own. Raises ContactTakenError."""
    return _set_contact(user, phone=phone, phone_verified=True)


@transaction.atomic
def confirm_contact(*, user: User, contact: str) -> User:
    """Record that a code sent to a user's own address or number (E.164) came back; anything else changes nothing."""
    if user.email and contact.lower() == user.email.lower():
        return confirm_email(user=user, email=user.email)
    if user.phone and contact == user.phone:
        return confirm_phone(user=user, phone=user.phone)
    return user


@transaction.atomic
def rename_user(*, user: User, full_name: str) -> User:
    """Give a user another name."""
    user.full_name = full_name
    user.save(update_fields=["full_name"])
    return user


@transaction.atomic
def save_user(*, user: User, by: User | None) -> User:
    """Save a new or changed user for an operator, whose word confirms the address and number.

    A new user has no password until asking for one. Raises ContactTakenError, OwnRoleError.
    """
    if by is not None and user.pk == by.pk and not user.is_operator:
        raise OwnRoleError
    if user.pk is None:
        user.set_unusable_password()
    user.email_verified = user.email is not None
    user.phone_verified = user.phone is not None
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise ContactTakenError from error
    _sync_sign_in_addresses(user)
    return user


@transaction.atomic
def create_token(
    *,
    user: User,
    name: str,
    scopes: Collection[TokenScope],
    at: datetime.datetime,
    expires_at: datetime.datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make an API token, and give it with its secret, which nothing can show again; None never expires.

    Raises NoScopeError, ExpiredAlreadyError, TooManyTokensError.
    """
    if not scopes:
        raise NoScopeError
    if expires_at is not None and expires_at <= at:
        raise ExpiredAlreadyError
    User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.usable(at).filter(user=user).count() >= MAX_TOKENS:
        raise TooManyTokensError
    secret = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        beginning=secret[:SHOWN_BEGINNING],
        scopes=[scope.value for scope in TokenScope if scope in scopes],
        created_at=at,
        expires_at=expires_at,
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, at: datetime.datetime) -> ApiToken:
    """End an API token now; one that has ended stays as it is."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
    return token


@transaction.atomic
def revoke_tokens(*, user: User, at: datetime.datetime) -> int:
    """End all API tokens of a user, whose password is another one now; how many those were."""
    return ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=at)


def note_token_used(*, token: ApiToken, at: datetime.datetime) -> None:
    """Remember that a token was used, to the hour."""
    if token.last_used_at is None or token.last_used_at <= at - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _sync_sign_in_addresses(user: User) -> None:
    """Make allauth's list of a user's addresses say what the user's row says."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email or "").delete()
    if user.email:
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": user.email_verified, "primary": True}
        )


def _set_contact(user: User, **fields: str | bool) -> User:
    for name, value in fields.items():
        setattr(user, name, value)
    try:
        with transaction.atomic():
            user.save(update_fields=list(fields))
    except IntegrityError as error:
        raise ContactTakenError from error
    return user
