"""Jobs of the catalogue: making and removing the files of pictures."""

from __future__ import annotations

from django.utils import timezone

from accounts.jobs import retrying_task
from catalog.images import delete_files, make_renditions
from catalog.models import ProductImage
from catalog.operations import raise_catalogue_version

BEHIND_MESSAGES = -10  # a buyer waits for a mail; a picture can


@retrying_task(priority=BEHIND_MESSAGES)
def render_image(*, image_id: int) -> None:
    """Make the renditions of a picture; one that has them, or that is gone by now, is left alone."""
    image = ProductImage.objects.waiting().filter(pk=image_id).first()
    if image is None:
        return
    make_renditions(image)
    if ProductImage.objects.filter(pk=image_id).update(rendered_at=timezone.now()):
        raise_catalogue_version()
    else:
        delete_files(image)  # removed meanwhile


@retrying_task(priority=BEHIND_MESSAGES)
def delete_image_files(*, key: str, width: int) -> None:
    """Remove the files of a picture whose row is gone; its width says which renditions there were."""
    delete_files(ProductImage(key=key, width=width))
