"""The catalogue's part of the officers' desk."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.desk_counts import DeskCount
from catalog.admin.certificates import CertificateAdmin, expiring
from catalog.admin.producers import ProducerAdmin
from catalog.admin.products import ProductAdmin, VariantAdmin
from catalog.models import Certificate, Producer, Product, Variant

DESK = {Producer: ProducerAdmin, Product: ProductAdmin, Variant: VariantAdmin, Certificate: CertificateAdmin}

__all__ = ["DESK", "ProducerAdmin", "counts"]


def counts(actor: Actor, on: datetime.date) -> list[DeskCount]:
    """Products waiting for a look, certificates running out, and how much there is."""
    products = Product.objects.visible_to(actor)
    product_list = reverse("admin:catalog_product_changelist")
    certificate_list = reverse("admin:catalog_certificate_changelist")
    in_review = products.in_review().count()
    run_out = expiring(Certificate.objects.visible_to(actor), on).count()
    return [
        DeskCount(_("Products to review"), in_review, f"{product_list}?status__exact=in_review", wants_work=True),
        DeskCount(_("Certificates running out"), run_out, f"{certificate_list}?tinh-trang=sap-het", wants_work=True),
        DeskCount(_("Published products"), products.published().count(), f"{product_list}?status__exact=published"),
        DeskCount(
            _("Producers"),
            Producer.objects.visible_to(actor).active().count(),
            reverse("admin:catalog_producer_changelist"),
        ),
    ]
