"""Finding and making users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from accounts.models import User


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
