"""Pictures of products at the sizes that exist."""

from __future__ import annotations

import graphene

from accounts.display import in_language
from accounts.site import whole_address
from catalog.models import ProductImage
from catalog.schema.enums import ImageFormatEnum

_SUFFIXES = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg"}


class RenditionType(graphene.ObjectType):
    """One file of a picture."""

    class Meta:
        name = "Rendition"
        description = "One file of a picture."

    format = graphene.Field(ImageFormatEnum, required=True, description="The file format.")
    width = graphene.Int(required=True, description="The width in pixels.")
    height = graphene.Int(required=True, description="The height in pixels.")
    url = graphene.String(required=True, description="Its address; it never changes its content.")


class ImageType(graphene.ObjectType):
    """A picture of a product."""

    class Meta:
        name = "Image"
        description = "A picture of a product, in fixed sizes and three formats."

    id = graphene.ID(required=True, source="key", description="The beginning of the names of its files.")
    alt = graphene.String(
        required=True, description="What it shows, in the request's language; empty where nobody has said."
    )
    width = graphene.Int(required=True, description="The width of the original in pixels.")
    height = graphene.Int(required=True, description="The height of the original in pixels.")
    url = graphene.String(required=True, description="The JPEG of the usual width, 640 pixels or the original's.")
    large_url = graphene.String(required=True, description="The widest JPEG.")
    avif_srcset = graphene.String(required=True, description='For <source type="image/avif" srcset>.')
    webp_srcset = graphene.String(required=True, description='For <source type="image/webp" srcset>.')
    jpeg_srcset = graphene.String(required=True, description="For <img srcset>.")
    renditions = graphene.List(
        graphene.NonNull(RenditionType),
        required=True,
        format=graphene.Argument(ImageFormatEnum, description="Only of this format."),
        description="All its files, the narrowest first.",
    )
    is_illustrative = graphene.Boolean(required=True, description="Whether it is a drawn label and no photograph.")

    @staticmethod
    def resolve_alt(image: ProductImage, info: graphene.ResolveInfo) -> str:
        """As the page says it."""
        return in_language(image, "alt")

    @staticmethod
    def resolve_url(image: ProductImage, info: graphene.ResolveInfo) -> str:
        """With the site before it."""
        return whole_address(image.url)

    @staticmethod
    def resolve_large_url(image: ProductImage, info: graphene.ResolveInfo) -> str:
        """With the site before it."""
        return whole_address(image.large_url)

    @staticmethod
    def resolve_avif_srcset(image: ProductImage, info: graphene.ResolveInfo) -> str:
        """With the site before each address."""
        return _srcset(image, "AVIF")

    @staticmethod
    def resolve_webp_srcset(image: ProductImage, info: graphene.ResolveInfo) -> str:
        """With the site before each address."""
        return _srcset(image, "WEBP")

    @staticmethod
    def resolve_jpeg_srcset(image: ProductImage, info: graphene.ResolveInfo) -> str:
        """With the site before each address."""
        return _srcset(image, "JPEG")

    @staticmethod
    def resolve_renditions(
        image: ProductImage,
        info: graphene.ResolveInfo,
        *,
        format: object = None,
    ) -> list[RenditionType]:
        """One for each width and format."""
        names = [name for name in _SUFFIXES if format is None or getattr(format, "value", format) == name]
        return [
            RenditionType(
                format=name,
                width=width,
                height=max(1, round(image.height * width / image.width)),
                url=_address(image, width, name),
            )
            for width in image.widths
            for name in names
        ]


def _address(image: ProductImage, width: int, name: str) -> str:
    return whole_address(image.url_at(width, _SUFFIXES[name]))


def _srcset(image: ProductImage, name: str) -> str:
    return ", ".join(f"{_address(image, width, name)} {width}w" for width in image.widths)
