"""Operations on users: signing up, confirming an address or number, name and role."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User


class ContactTakenError(Exception):
    """Another user already signs in with this e-mail address or phone number."""

    def __str__(self) -> str:
        return _("Another account already uses this e-mail address or phone number.")


class OwnRoleError(Exception):
    """Operators cannot close their own account or give up their own role: the last one would lock the desk."""

    def __str__(self) -> str:
        return _("You cannot take away your own rights; another operator can.")


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
