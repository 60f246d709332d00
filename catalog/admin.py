"""The catalogue at the officers' desk: producers, products with packs and pictures, certificates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Prefetch
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.actors import Actor
from accounts.desk import DeskAdmin, DeskInline, actor_of, rows_of
from accounts.desk_counts import DeskCount
from accounts.desk_filters import ChoiceListFilter
from accounts.desk_steps import DayAndReasonForm, ReasonForm, Step
from accounts.permissions import Action
from accounts.templatetags.display import money
from catalog.enums import CertificateState, ProducerStatus, ProductStatus
from catalog.forms import CertificateForm, ImageForm, MembershipForm, ProducerForm, VariantForm
from catalog.images import UnusablePictureError
from catalog.models import Certificate, Membership, Producer, Product, ProductImage, Variant
from catalog.operations import (
    CertificateNotRevocableError,
    CertificateOrderError,
    CertificateOverlapError,
    ProductNotReadyError,
    ProductStatusError,
    Recognition,
    add_image,
    correct_certificate,
    describe_image,
    issue_certificate,
    publish_product,
    remove_image,
    return_product,
    revoke_certificate,
    save_producer,
    save_product,
    save_variant,
    set_producer_status,
    submit_product,
    suspend_product,
)

EXPIRES_SOON = datetime.timedelta(days=90)
PRODUCT_STATUS_COLOURS = {
    ProductStatus.PUBLISHED: "success",
    ProductStatus.IN_REVIEW: "warning",
    ProductStatus.SUSPENDED: "danger",
}
STATE_COLOURS = {
    CertificateState.IN_FORCE: "success",
    CertificateState.NOT_YET: "info",
    CertificateState.EXPIRED: "warning",
    CertificateState.REVOKED: "danger",
}


class MembershipInline(DeskInline):
    """Who works for a producer."""

    model = Membership
    form = MembershipForm
    fields = ("contact", "role")
    view_action = add_action = change_action = delete_action = Action.MANAGE_MEMBERS

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        """With the accounts, in one query."""
        rows: models.QuerySet[Membership] = super().get_queryset(request).select_related("user")
        return rows


def _change_status(status: ProducerStatus) -> Any:
    return lambda producer, request, cleaned: set_producer_status(producer=producer, status=status, at=timezone.now())


class ProducerAdmin(DeskAdmin):
    """Producers: whose goods are sold."""

    view_action = add_action = change_action = Action.EDIT_PRODUCER
    form = ProducerForm
    list_display = ("name", "kind", "commune", "province", "status_shown", "phone")
    list_filter = ("status", "kind", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("commune", "province")
    search_fields = ("name", "registration_number", "tax_number", "phone")
    folded_fields = ("slug",)
    ordering = ("name", "pk")
    autocomplete_fields = ("commune", "former_unit")
    readonly_fields = ("status",)
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": (("name", "name_en"), ("kind", "status"), ("phone", "email"))}),
        (_("Address"), {"fields": ("street", ("province", "commune"), "former_unit")}),
        (_("Papers"), {"fields": (("registration_number", "tax_number"), "source_url")}),
        (_("Story"), {"fields": ("story", "story_en"), "classes": ("collapse",)}),
    )
    steps = (
        Step(
            "tam-ngung",
            _("Suspend"),
            _("Its goods leave the shop at once; orders already placed go on."),
            Action.EDIT_PRODUCER,
            lambda producer: producer.is_active,
            _change_status(ProducerStatus.SUSPENDED),
            is_grave=True,
        ),
        Step(
            "roi-di",
            _("Has left the programme"),
            _("Its goods leave the shop; its pages say so."),
            Action.EDIT_PRODUCER,
            lambda producer: producer.status != ProducerStatus.LEFT,
            _change_status(ProducerStatus.LEFT),
            is_grave=True,
        ),
        Step(
            "mo-lai",
            _("Make active again"),
            _("Its published goods come back into the shop."),
            Action.EDIT_PRODUCER,
            lambda producer: not producer.is_active,
            _change_status(ProducerStatus.ACTIVE),
        ),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An officer's own province."""
        return {"province": actor_of(request).officer_province_id, **super().get_changeform_initial_data(request)}

    @display(
        description=_("Status"), ordering="status", label={"active": "success", "suspended": "danger", "left": "info"}
    )
    def status_shown(self, obj: Producer) -> tuple[str, str]:
        """With its colour."""
        return obj.status, obj.get_status_display()

    def save_model(self, request: HttpRequest, obj: Producer, form: Any, change: bool) -> None:
        """Save through the operation, which keeps addresses and search text right."""
        save_producer(producer=obj, at=timezone.now())

    def related_links(self, request: HttpRequest, obj: Producer) -> Iterable[tuple[str, str]]:
        """Its products and certificates."""
        return (
            (str(_("Products")), self.list_url(Product, producer__id__exact=obj.pk)),
            (str(_("Certificates")), self.list_url(Certificate, product__producer__id__exact=obj.pk)),
            (str(_("Add a product")), self.add_url(Product, producer=obj.pk)),
        )


class VariantInline(DeskInline):
    """A product's packs; one that is no longer made is taken off offer, for orders point to it."""

    model = Variant
    form = VariantForm
    fields = (
        "pack", "sku", "content_quantity", "content_unit", "shipping_weight_grams", "price", "gtin", "position",
        "is_active",
    )  # fmt: skip
    view_action = add_action = change_action = Action.EDIT_PRODUCT
    can_delete = False


class ImageInline(DeskInline):
    """A product's pictures."""

    model = ProductImage
    form = ImageForm
    fields = ("preview", "file", "alt", "alt_en", "position")
    readonly_fields = ("preview",)
    view_action = add_action = change_action = delete_action = Action.EDIT_PRODUCT

    @display(description=_("Picture"))
    def preview(self, obj: ProductImage) -> SafeString | str:
        """The smallest rendition, once there is one."""
        return format_html('<img src="{}" alt="" width="80">', obj.url_at(320)) if obj.is_ready else "–"


class ProductAdmin(DeskAdmin):
    """Products: what is sold."""

    view_action = add_action = change_action = Action.EDIT_PRODUCT
    list_display = ("name", "producer", "province", "product_set", "stars", "status_shown", "updated_at")
    list_filter = (
        "status",
        "listing_basis",
        ("producer__province", admin.RelatedOnlyFieldListFilter),
        "product_set__group",
    )
    list_select_related = ("producer__province", "product_set")
    search_fields = ("name", "variants__sku")
    folded_fields = ("search_text",)
    ordering = ("name", "pk")
    autocomplete_fields = ("producer",)
    readonly_fields = ("status", "published_at")
    inlines = (VariantInline, ImageInline)
    refusals = {UnusablePictureError: None}
    fieldsets = (
        (None, {"fields": (("name", "name_en"), ("producer", "product_set"), ("status", "listing_basis"))}),
        (_("Selling"), {"fields": (("vat_rate", "travel_limit_km", "shelf_life_days"),)}),
        (_("Words"), {"fields": ("description", "story", "ingredients", "usage", "storage")}),
        (
            _("Words in English"),
            {
                "fields": ("description_en", "story_en", "ingredients_en", "usage_en", "storage_en"),
                "classes": ("collapse",),
            },
        ),
        (_("Origin of the facts"), {"fields": ("source_url", "is_illustrative"), "classes": ("collapse",)}),
    )
    steps = (
        Step(
            "gui-duyet",
            _("Hand in for review"),
            _("It waits for an officer's look."),
            Action.EDIT_PRODUCT,
            lambda product: product.status == ProductStatus.DRAFT,
            lambda product, request, cleaned: submit_product(
                product=product, at=timezone.now(), by=actor_of(request).user
            ),
            refusals=(ProductStatusError, ProductNotReadyError),
        ),
        Step(
            "dang-ban",
            _("Publish"),
            _("It stands in the shop; it can be ordered while a certificate is in force."),
            Action.REVIEW_PRODUCT,
            lambda product: product.status != ProductStatus.PUBLISHED,
            lambda product, request, cleaned: publish_product(
                product=product, at=timezone.now(), by=actor_of(request).user
            ),
            refusals=(ProductStatusError, ProductNotReadyError),
        ),
        Step(
            "tra-lai",
            _("Give back to the maker"),
            _("It becomes a draft again; say what is missing."),
            Action.REVIEW_PRODUCT,
            lambda product: product.status == ProductStatus.IN_REVIEW,
            lambda product, request, cleaned: return_product(
                product=product, note=cleaned["note"], at=timezone.now(), by=actor_of(request).user
            ),
            form=ReasonForm,
            refusals=(ProductStatusError,),
        ),
        Step(
            "tam-ngung",
            _("Suspend"),
            _("It leaves the shop at once; orders already placed go on."),
            Action.REVIEW_PRODUCT,
            lambda product: product.status == ProductStatus.PUBLISHED,
            lambda product, request, cleaned: suspend_product(
                product=product, note=cleaned["note"], at=timezone.now(), by=actor_of(request).user
            ),
            form=ReasonForm,
            refusals=(ProductStatusError,),
            is_grave=True,
        ),
    )
