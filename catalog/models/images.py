"""Pictures of products."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.products import Product
from catalog.querysets import ProductImageQuerySet

# Never a size from an address: renditions exist at these widths, or at the original's where it is narrower.
WIDTHS = (320, 640, 1280)
USUAL_WIDTH = 640
FOLDER = "products/"


class Renditions:
    """The addresses of a picture's public renditions, from its key and the width of its original."""

    key: Any
    width: Any

    __slots__ = ()

    @property
    def is_ready(self) -> bool:
        """Whether there are renditions to show."""
        raise NotImplementedError

    @property
    def widths(self) -> list[int]:
        """The widths in pixels at which the picture exists, smallest first; never wider than the original."""
        return [*(width for width in WIDTHS[:-1] if width < self.width), min(self.width, WIDTHS[-1])]

    @property
    def avif_srcset(self) -> str:
        """For `<source type="image/avif">`; empty until ready."""
        return self._srcset("avif")

    @property
    def webp_srcset(self) -> str:
        """For `<source type="image/webp">`; empty until ready."""
        return self._srcset("webp")

    @property
    def jpeg_srcset(self) -> str:
        """For `<img srcset>`; empty until ready."""
        return self._srcset("jpg")

    @property
    def url(self) -> str:
        """The JPEG of the usual width, for `<img src>`; empty until ready."""
        return self.url_at(USUAL_WIDTH)

    @property
    def large_url(self) -> str:
        """The widest JPEG, for other sites' previews and JSON-LD; empty until ready."""
        return self.url_at(WIDTHS[-1])

    def url_at(self, width: int, suffix: str = "jpg") -> str:
        """The smallest rendition at least `width` pixels wide, or the widest there is; empty until ready."""
        if not self.is_ready:
            return ""
        fitting = next((made for made in self.widths if made >= width), self.widths[-1])
        return self._address(fitting, suffix)

    def rendition_name(self, width: int, suffix: str) -> str:
        """The name of one rendition in the public storage."""
        return f"{FOLDER}{self.key}-{width}.{suffix}"

    def _srcset(self, suffix: str) -> str:
        if not self.is_ready:
            return ""
        return ", ".join(f"{self._address(width, suffix)} {width}w" for width in self.widths)

    def _address(self, width: int, suffix: str) -> str:
        return f"{_folder_address()}{self.key}-{width}.{suffix}"


@cache
def _folder_address() -> str:
    """Where the renditions lie; they are public, so an address is the folder's with the name behind it."""
    return default_storage.url(FOLDER)


class ProductImage(Renditions, models.Model):
    """A picture of a product: the cleaned original is private, renditions at fixed widths are public.

    Until the job has made the renditions (`is_ready`) there is nothing to show.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="images", verbose_name=_("product"))
    key = models.CharField(max_length=40, unique=True, editable=False, help_text=_("random start of every file name"))
    alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    alt_en = models.CharField(_("the same in English"), max_length=200, blank=True)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    rendered_at = models.DateTimeField(null=True, blank=True, editable=False, help_text=_("when renditions were made"))
    is_illustrative = models.BooleanField(
        _("an example"), default=False, help_text=_("a drawn label, not a photograph")
    )

    objects = ProductImageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [models.Index(fields=["product", "position"], name="image_product_position")]

    def __str__(self) -> str:
        return self.alt or self.key

    @property
    def is_ready(self) -> bool:
        """Whether there are renditions to show."""
        return self.rendered_at is not None

    @property
    def original_name(self) -> str:
        """The cleaned original in the private storage."""
        return f"{FOLDER}{self.key}.jpg"
