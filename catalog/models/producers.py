"""Producers and the users who work for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from catalog.enums import MemberRole, ProducerKind, ProducerStatus
from catalog.querysets import ProducerQuerySet
from catalog.validators import validate_registration_number, validate_tax_number
from geography.models import Place

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import User


class Producer(Place):
    """A producer (chủ thể): the seller of its goods, named on every page and paper."""

    slug = models.SlugField(max_length=120, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("kind of entity"), max_length=20, choices=ProducerKind)
    status = models.CharField(_("status"), max_length=10, choices=ProducerStatus, default=ProducerStatus.ACTIVE)
    registration_number = models.CharField(
        _("business registration number"), max_length=30, blank=True, validators=[validate_registration_number]
    )
    tax_number = models.CharField(_("tax number"), max_length=14, blank=True, validators=[validate_tax_number])
    phone = models.CharField(_("phone"), max_length=16, blank=True, help_text=_("E.164, or a 1900/1800 hotline"))
    email = models.EmailField(_("e-mail"), blank=True)
    story = models.TextField(_("story"), blank=True)
    story_en = models.TextField(_("story in English"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    members: models.ManyToManyField[User, Membership] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="producers"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProducerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("producer")
        verbose_name_plural = _("producers")
        indexes = [models.Index(fields=["province", "status"], name="producer_province_status")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The producer's public page."""
        return reverse("producer", args=[self.slug])

    @property
    def is_active(self) -> bool:
        """Whether its goods may be offered and it has a public page."""
        return self.status == ProducerStatus.ACTIVE

    def role_of(self, actor: Actor) -> Role:
        """What an actor is to this producer."""
        if actor.user is None:
            return Role.STRANGER
        if actor.is_operator:
            return Role.OPERATOR
        if actor.is_officer and actor.officer_province_id in (None, self.province_id):
            return Role.OFFICER
        membership = self.memberships.filter(user=actor.user).first()
        if membership is None:
            return Role.BUYER
        return Role.MAKER_OWNER if membership.role == MemberRole.OWNER else Role.MAKER_STAFF


class Membership(models.Model):
    """That a user works for a producer."""

    producer = models.ForeignKey(Producer, models.CASCADE, related_name="memberships", verbose_name=_("producer"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=8, choices=MemberRole, default=MemberRole.STAFF)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(fields=["producer", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.producer}"
