"""Users, their API tokens, the counters of throttles, and the log of messages sent."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import StaffRole, TokenScope
from accounts.querysets import ApiTokenQuerySet, UserManager
from geography.enums import UnitLevel
from geography.models import Unit


class User(AbstractBaseUser):
    """Somebody who signs in with an e-mail address or a phone number."""

    email = models.EmailField(_("e-mail"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=16, null=True, blank=True, help_text=_("E.164: +84901234567"))
    email_verified = models.BooleanField(_("e-mail confirmed"), default=False)
    phone_verified = models.BooleanField(_("phone confirmed"), default=False)
    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    staff_role = models.CharField(_("role"), max_length=8, choices=StaffRole, default=StaffRole.NONE)
    province = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        limit_choices_to={"level": UnitLevel.PROVINCE},
        help_text=_("an officer's province; empty for an officer of the ministry, who sees all"),
        verbose_name=_("province"),
    )
    joined_at = models.DateTimeField(_("since"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once", violation_error_message=_("Already used.")),
            models.UniqueConstraint(fields=["phone"], name="user_phone_once"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False), name="user_has_email_or_phone"
            ),
            models.CheckConstraint(
                condition=Q(staff_role=StaffRole.OFFICER) | Q(province__isnull=True), name="user_province_only_officers"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or self.phone or f"#{self.pk}"

    def get_full_name(self) -> str:
        """How the desk's frame calls somebody."""
        return str(self)

    @property
    def awaits_confirmation(self) -> bool:
        """Whether a code has to come back, from the address or the number, before the first sign-in."""
        return bool((self.email and not self.email_verified) or (self.phone and not self.phone_verified))

    @property
    def is_staff(self) -> bool:
        """Whether the officers' desk opens at all; what is seen there is decided by role and province."""
        return self.is_officer or self.is_operator

    @property
    def is_officer(self) -> bool:
        """Whether this is an officer of a province or of the ministry."""
        return self.is_active and self.staff_role == StaffRole.OFFICER

    @property
    def is_operator(self) -> bool:
        """Whether this is an operator of the platform."""
        return self.is_active and self.staff_role == StaffRole.OPERATOR

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permission names are not used: the desk asks accounts.permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Whether an app shows in the desk's menu; its pages ask accounts.permissions themselves."""
        return self.is_staff


class ApiToken(models.Model):
    """What a program sends to act for a user; only a digest of it is stored, so it can be shown just once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64)
    beginning = models.CharField(_("begins with"), max_length=16)
    scopes = models.JSONField(_("rights"), default=list)
    created_at = models.DateTimeField(_("made"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access code")
        verbose_name_plural = _("access codes")
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="api_token_digest_once"),
            # By its beginning its user names a token.
            models.UniqueConstraint(fields=["user", "beginning"], name="api_token_beginning_once"),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("created_at")),
                name="api_token_expires_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    def is_usable(self, at: datetime.datetime) -> bool:
        """Whether it may be used at a moment."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in words."""
        return [str(TokenScope(scope).label) for scope in self.scopes]


class ThrottleCounter(models.Model):
    """How often something was tried within one window of time (a table: LocMem is per process)."""

    key = models.CharField(max_length=200)
    window_starts_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_starts_at"], name="throttle_window_once")]
        indexes = [models.Index(fields=["window_starts_at"], name="throttle_window_starts")]


class SentMessage(models.Model):
    """A message that went out, or is going out; its key makes the task that sends it idempotent."""

    key = models.CharField(max_length=200, unique=True)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.key} → {self.recipient}"
