"""Products at the officers' desk, with their packs and pictures."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import BaseInlineFormSet, BaseModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.desk import DeskAdmin, DeskInline, actor_of
from accounts.desk_steps import ReasonForm, Step
from accounts.display import day, money
from accounts.permissions import Action
from catalog.enums import CertificateState, ProductStatus
from catalog.forms import ImageForm, VariantForm
from catalog.images import UnusablePictureError
from catalog.models import Certificate, Product, ProductImage, Variant
from catalog.operations import (
    ProductNotReadyError,
    ProductStatusError,
    add_image,
    describe_image,
    publish_product,
    remove_image,
    return_product,
    save_product,
    save_variant,
    submit_product,
    suspend_product,
)


def _may_become(status: ProductStatus) -> Callable[[Product], bool]:
    return lambda product: ProductStatus(product.status).may_become(status)


class VariantInline(DeskInline):
    """A product's packs; one that is no longer made is taken off offer, for orders point to it."""

    model = Variant
    form = VariantForm
    fields = ("pack", "sku", "content_quantity", "content_unit", "shipping_weight_grams", "price", "gtin", "is_active")
    view_action = add_action = change_action = Action.EDIT_PRODUCT
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Variant]:
        """With the product, which names each."""
        rows: models.QuerySet[Variant] = super().get_queryset(request).select_related("product")
        return rows


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
    list_display = ("name", "producer", "province", "product_set", "stars", "status_shown", "changed")
    list_filter = (
        "status",
        "listing_basis",
        ("producer__province", admin.RelatedOnlyFieldListFilter),
        "product_set__group",
    )
    list_select_related = ("producer__province", "product_set")
    search_fields = ("name",)
    folded_fields = ("search_text",)
    ordering = ("name", "pk")
    autocomplete_fields = ("producer",)
    readonly_fields = ("status", "published_at")
    inlines = (VariantInline, ImageInline)
    refusals = {UnusablePictureError: None}
    fieldsets = (
        (None, {"fields": (("name", "name_en"), ("producer", "product_set"), ("status", "listing_basis"))}),
        (_("Selling"), {"fields": (("vat_rate", "shelf_life_days"), "travel_limit_km")}),
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
            _may_become(ProductStatus.IN_REVIEW),
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
            _may_become(ProductStatus.PUBLISHED),
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
            _may_become(ProductStatus.DRAFT),
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
            _may_become(ProductStatus.SUSPENDED),
            lambda product, request, cleaned: suspend_product(
                product=product, note=cleaned["note"], at=timezone.now(), by=actor_of(request).user
            ),
            form=ReasonForm,
            refusals=(ProductStatusError,),
            is_grave=True,
        ),
    )

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Also by producer, from its page."""
        return lookup == "producer__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Product]:
        """With the certificates that the stars come from."""
        rows: models.QuerySet[Product] = super().get_queryset(request)
        return rows.prefetch_related("certificates")

    def get_readonly_fields(self, request: HttpRequest, obj: Product | None = None) -> tuple[str, ...]:
        """A product stays with its producer: stock and orders do."""
        return self.readonly_fields if obj is None else (*self.readonly_fields, "producer")

    @display(description=_("Province"), ordering="producer__province__folded_name")
    def province(self, obj: Product) -> str:
        """Where it comes from."""
        return obj.producer.province.name

    @display(description=_("Last change"), ordering="updated_at")
    def changed(self, obj: Product) -> str:
        """The day."""
        return day(obj.updated_at)

    @display(description=_("Stars"))
    def stars(self, obj: Product) -> str:
        """Those of the certificate in force today."""
        today = timezone.localdate()
        return next(
            (f"{row.stars} ★" for row in obj.certificates.all() if row.state(today) == CertificateState.IN_FORCE), "–"
        )

    @display(
        description=_("Status"),
        ordering="status",
        label={"published": "success", "in_review": "warning", "suspended": "danger", "draft": "info"},
    )
    def status_shown(self, obj: Product) -> tuple[str, str]:
        """With its colour."""
        return obj.status, obj.get_status_display()

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        """Save through the operation, which keeps addresses and search text right."""
        save_product(product=obj, at=timezone.now())

    def save_formset(
        self,
        request: HttpRequest,
        form: BaseModelForm[Product],
        formset: BaseInlineFormSet[Any, Any, Any],
        change: bool,
    ) -> None:
        """Save packs and pictures through their operations."""
        formset.save(commit=False)
        if formset.model is Variant:
            for variant in [*formset.new_objects, *(row for row, _fields in formset.changed_objects)]:
                save_variant(variant=variant, at=timezone.now())
        else:
            _save_images(form.instance, formset, timezone.now())

    def related_links(self, request: HttpRequest, obj: Product) -> Iterable[tuple[str, str]]:
        """Its certificates, and the form for a new one."""
        return (
            (str(_("Certificates")), self.list_url(Certificate, product__id__exact=obj.pk)),
            (str(_("Record a certificate")), self.add_url(Certificate, product=obj.pk)),
        )


def _save_images(product: Product, formset: BaseInlineFormSet[Any, Any, Any], at: datetime.datetime) -> None:
    for image in formset.deleted_objects:
        remove_image(image=image)
    for row in formset.extra_forms:
        if row.has_changed() and row not in formset.deleted_forms:
            said = row.cleaned_data
            image = add_image(product=product, file=said["file"], alt=said["alt"], at=at)
            if said["alt_en"]:
                describe_image(image=image, alt=image.alt, alt_en=said["alt_en"])
    for image, _fields in formset.changed_objects:
        image.save(update_fields=["position"])
        describe_image(image=image, alt=image.alt, alt_en=image.alt_en)


class VariantAdmin(DeskAdmin):
    """Packs, only for pickers and links: they are changed on their product's page."""

    view_action = Action.EDIT_PRODUCT
    list_display = ("product", "pack", "sku", "price_shown", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("product",)
    search_fields = ("sku", "product__name")
    folded_fields = ("product__search_text",)
    ordering = ("product__name", "position", "pk")
    fields = ("product", "pack", "sku", "price", "is_active")
    readonly_fields = fields
    has_public_page = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Variant]:
        """Packs of the products this actor may see."""
        products = Product.objects.visible_to(actor_of(request))
        return Variant.objects.filter(product__in=products).order_by(*self.ordering)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not in the menu."""
        return False

    @display(description=_("Price"), ordering="price")
    def price_shown(self, obj: Variant) -> str:
        """In đồng."""
        return money(obj.price)
