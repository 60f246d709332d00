"""Finding and making users; the words for choosing API tokens."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import ApiToken, User


class UserManager(BaseUserManager["User"]):
    """Users, found by e-mail in any spelling or by phone."""

    def create_user(
        self, *, email: str | None = None, phone: str | None = None, password: str | None = None, **fields: Any
    ) -> User:
        """Make a user who signs in with the given e-mail or phone (E.164)."""
        user = self.model(email=email.strip().lower() if email else None, phone=phone or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user who signs in with this e-mail or phone."""
        field = "email__iexact" if username and "@" in username else "phone"
        return self.get(**{field: username})


def digest_of(secret: str) -> str:
    """What is stored of a token: SHA-256 is enough for 256 random bits, which nobody guesses."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """API tokens by state and by whose they are."""

    def usable(self, at: datetime.datetime) -> ApiTokenQuerySet:
        """Neither revoked nor expired at a moment, and of a user who may sign in."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=at), revoked_at__isnull=True, user__is_active=True
        )

    def of_secret(self, secret: str) -> ApiTokenQuerySet:
        """The token that a program sent, with its user."""
        return self.filter(digest=digest_of(secret)).select_related("user")

    def visible_to(self, actor: Actor) -> ApiTokenQuerySet:
        """The actor's own."""
        return self.none() if actor.user is None else self.filter(user=actor.user)

    def newest_first(self) -> ApiTokenQuerySet:
        """As lists show them."""
        return self.order_by("-created_at", "-pk")
