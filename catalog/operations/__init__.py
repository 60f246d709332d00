"""Every way in which the catalogue changes; each raises the version that caches go by."""

from catalog.operations.certificates import (
    CertificateNotRevocableError,
    CertificateOrderError,
    CertificateOverlapError,
    Recognition,
    correct_certificate,
    issue_certificate,
    revoke_certificate,
)
from catalog.operations.images import add_image, describe_image, order_images, remove_image
from catalog.operations.producers import ProducerStatusError, save_producer, set_producer_status
from catalog.operations.products import (
    ProductNotReadyError,
    ProductStatusError,
    publish_product,
    return_product,
    save_product,
    save_variant,
    submit_product,
    suspend_product,
)
from catalog.operations.searching import refresh_all_search_text, refresh_search_text
from catalog.operations.versions import catalogue_version, raise_catalogue_version

__all__ = [
    "CertificateNotRevocableError",
    "CertificateOrderError",
    "CertificateOverlapError",
    "ProducerStatusError",
    "ProductNotReadyError",
    "ProductStatusError",
    "Recognition",
    "add_image",
    "catalogue_version",
    "correct_certificate",
    "describe_image",
    "issue_certificate",
    "order_images",
    "publish_product",
    "raise_catalogue_version",
    "refresh_all_search_text",
    "refresh_search_text",
    "remove_image",
    "return_product",
    "revoke_certificate",
    "save_producer",
    "save_product",
    "save_variant",
    "set_producer_status",
    "submit_product",
    "suspend_product",
]
