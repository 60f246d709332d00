"""Cleaning uploaded pictures and making their renditions; nothing of an upload is kept but its pixels.

A phone's photograph carries where it was taken. Every upload is therefore decoded, turned upright, brought to sRGB and
written anew before it is stored anywhere, the private original included.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from catalog.models import ProductImage

MAX_BYTES = 10_000_000
MAX_PIXELS = 50_000_000
MIN_SIDE = 100
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
# At these settings 1280 px wide is about 70 KB and 120 ms as AVIF, which at speed 6 would take 500 ms.
RENDITIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 80, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "optimize": True, "progressive": True}),
}
_ORIGINAL = {"quality": 95, "subsampling": 0}
# What Pillow raises for files that are cut off, forged or too large to be a picture of anything.
_BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
)


class UnusablePictureError(Exception):
    """The file is no picture that can be shown; as text a sentence in the reader's language."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture without anything but its pixels, as a JPEG of high quality."""

    content: bytes
    width: int
    height: int


def clean_picture(file: IO[bytes]) -> CleanPicture:
    """Read an upload and write its pixels anew. Raises UnusablePictureError."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnusablePictureError(_("The picture is larger than 10 MB. Please make it smaller."))
    picture = _decoded(data)
    out = io.BytesIO()
    picture.save(out, "JPEG", **_ORIGINAL)
    return CleanPicture(out.getvalue(), picture.width, picture.height)


def new_key() -> str:
    """A random start for a picture's file names, never used again."""
    return secrets.token_hex(12)


def store_original(image: ProductImage, picture: CleanPicture) -> None:
    """Put the cleaned original into the private storage."""
    _write(storages["private"], image.original_name, picture.content)


def make_renditions(image: ProductImage) -> None:
    """Write every rendition of a picture from its original, over any that a broken-off run has left."""
    with storages["private"].open(image.original_name) as file, Image.open(file, formats=("JPEG",)) as original:
        for width in image.widths:
            height = max(1, round(image.height * width / image.width))
            resized = original.resize((width, height), Image.Resampling.LANCZOS)
            for suffix, content in _encoded(resized):
                _write(default_storage, image.rendition_name(width, suffix), content)


def delete_files(image: ProductImage) -> None:
    """Remove the original and every rendition; what is not there is no error."""
    storages["private"].delete(image.original_name)
    for width in image.widths:
        for suffix in RENDITIONS:
            default_storage.delete(image.rendition_name(width, suffix))


def _decoded(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            _check_size(*opened.size)
            # The decoder may go by the file's own, other numbers, so the turned picture is what counts.
            return _plain(ImageOps.exif_transpose(opened))
    except _BROKEN as error:
        raise UnusablePictureError(
            _("This file is no picture we can read. Please choose a JPEG, PNG, WebP or AVIF.")
        ) from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnusablePictureError(_("The picture has more than 50 million pixels. Please make it smaller."))
    if min(width, height) < MIN_SIDE:
        raise UnusablePictureError(_("The picture is too small: it needs 100 pixels or more each way."))


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in sRGB on white, without profile or any other information."""
    if picture.has_transparency_data:
        with_alpha = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, with_alpha)
    plain = _in_srgb(picture).convert("RGB")
    plain.info.clear()
    return plain


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK", "L"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture  # a profile that does not fit its picture: the colours are taken as they are
    return turned or picture


def _encoded(picture: Image.Image) -> Iterator[tuple[str, bytes]]:
    for suffix, (format_name, options) in RENDITIONS.items():
        out = io.BytesIO()
        picture.save(out, format_name, **options)
        yield suffix, out.getvalue()


def _write(storage: Storage, name: str, content: bytes) -> None:
    # A storage gives a second file of one name another name, which nobody would find.
    storage.delete(name)
    storage.save(name, ContentFile(content))
