"""From an upload to renditions: what is refused, what is removed, what the files are."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageCms

from catalog import images, tasks
from catalog.images import UnusablePictureError
from catalog.models import ProductImage
from catalog.operations import add_image, describe_image, order_images, remove_image
from tests.cast import NOW

GPS_INFO = 0x8825
ORIENTATION = 0x0112


def upload(picture=None, format_name="JPEG", *, size=(900, 600), **options):
    picture = picture or Image.new("RGB", size, (180, 60, 40))
    out = io.BytesIO()
    picture.save(out, format_name, **options)
    return SimpleUploadedFile("anh.jpg", out.getvalue())


def photograph(size=(900, 600)):
    """A picture lying on its side with a place and a camera in it, its left third green."""
    picture = Image.new("RGB", size, (180, 60, 40))
    picture.paste((20, 120, 40), (0, 0, size[0] // 3, size[1]))
    exif = picture.getexif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Camera of Bà Sáu"
    exif.get_ifd(GPS_INFO)[2] = (10.0, 13.0, 38.0)
    return upload(picture, exif=exif, comment=b"secret")


def render_waiting():
    for row in DBTaskResult.objects.filter(task_path="catalog.tasks.render_image"):
        tasks.render_image.call(**row.args_kwargs["kwargs"])


def stored(storage, name):
    with storage.open(name) as file:
        return file.read()


def names_of(image):
    return [image.rendition_name(width, suffix) for width in image.widths for suffix in images.RENDITIONS]


@pytest.fixture
def image(fish_sauce):
    """A picture of the fish sauce, 900 × 600, rendered."""
    image = add_image(product=fish_sauce, file=upload(), alt="Chai nước mắm", at=NOW)
    render_waiting()
    image.refresh_from_db()
    return image


def test_an_upload_keeps_nothing_but_its_pixels_upright(fish_sauce):
    image = add_image(product=fish_sauce, file=photograph(), at=NOW)
    assert (image.width, image.height) == (600, 900)
    original = stored(storages["private"], image.original_name)
    for secret in (b"Camera", b"Exif", b"secret", b"ICC"):
        assert secret not in original
    with Image.open(io.BytesIO(original)) as kept:
        assert not kept.getexif()
        assert (kept.format, kept.size, kept.mode) == ("JPEG", (600, 900), "RGB")
        top, bottom = kept.getpixel((300, 100)), kept.getpixel((300, 800))
        assert top[1] > top[0]
        assert bottom[0] > bottom[1]
    assert not default_storage.exists(image.original_name)


def test_nothing_is_shown_until_the_job_has_run(fish_sauce):
    image = add_image(product=fish_sauce, file=upload(), at=NOW)
    assert (image.is_ready, image.url, image.large_url, image.avif_srcset, image.jpeg_srcset) == (
        False,
        "",
        "",
        "",
        "",
    )
    assert fish_sauce.card_image is None
    assert DBTaskResult.objects.filter(task_path="catalog.tasks.render_image").count() == 1


def test_renditions_are_made_at_fixed_widths_and_never_wider_than_the_original(image):
    assert image.is_ready
    assert image.widths == [320, 640, 900]
    for width in image.widths:
        for suffix, format_name in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
            content = stored(default_storage, image.rendition_name(width, suffix))
            with Image.open(io.BytesIO(content)) as made:
                assert (made.format, made.width, made.height) == (format_name, width, round(width * 2 / 3))
                assert not made.getexif()
                assert "icc_profile" not in made.info


def test_addresses_for_templates(image):
    base = f"/media/public/products/{image.key}"
    assert image.url == f"{base}-640.jpg"
    assert image.large_url == f"{base}-900.jpg"
    assert image.url_at(100, "webp") == f"{base}-320.webp"
    assert image.avif_srcset == f"{base}-320.avif 320w, {base}-640.avif 640w, {base}-900.avif 900w"
    assert image.webp_srcset.startswith(f"{base}-320.webp 320w")
    assert image.jpeg_srcset.endswith(f"{base}-900.jpg 900w")


def test_the_renditions_are_served_to_anybody_and_the_original_to_nobody(image, stranger):
    assert stranger.get(f"/media/public/{image.original_name}").status_code == 404
    assert stranger.get(f"/media/private/{image.original_name}").status_code == 404
    answer = stranger.get(image.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")


def test_a_small_picture_has_one_rendition(fish_sauce):
    image = add_image(product=fish_sauce, file=upload(size=(200, 300)), at=NOW)
    render_waiting()
    image.refresh_from_db()
    assert image.widths == [200]
    assert image.jpeg_srcset == f"{image.url} 200w"


def test_rendering_again_changes_nothing(image):
    before, rendered_at = {name: stored(default_storage, name) for name in names_of(image)}, image.rendered_at
    render_waiting()
    image.refresh_from_db()
    assert image.rendered_at == rendered_at
    assert {name: stored(default_storage, name) for name in names_of(image)} == before


def test_a_broken_off_run_is_finished_by_the_next(fish_sauce):
    image = add_image(product=fish_sauce, file=upload(), at=NOW)
    default_storage.save(image.rendition_name(320, "avif"), SimpleUploadedFile("half", b"half a file"))
    render_waiting()
    image.refresh_from_db()
    with Image.open(io.BytesIO(stored(default_storage, image.rendition_name(320, "avif")))) as made:
        assert made.width == 320


@pytest.mark.parametrize("format_name", ["PNG", "WEBP", "AVIF"])
def test_transparent_pictures_stand_on_white(fish_sauce, format_name):
    clear = Image.new("RGBA", (300, 300), (255, 0, 0, 0))
    image = add_image(product=fish_sauce, file=upload(clear, format_name), at=NOW)
    with Image.open(io.BytesIO(stored(storages["private"], image.original_name))) as kept:
        assert min(kept.getpixel((150, 150))) > 250


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA", "I;16"])
def test_pictures_of_every_colour_mode_are_read(fish_sauce, mode):
    format_name = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (200, 200))
    assert add_image(product=fish_sauce, file=upload(picture, format_name), at=NOW).width == 200


def test_colours_of_another_profile_are_brought_to_srgb_and_a_broken_profile_is_no_error(fish_sauce):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    for icc in (profile.tobytes(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"nonsense"):
        assert add_image(product=fish_sauce, file=upload(icc_profile=icc), at=NOW).width == 900


def a_gif():
    return upload(Image.new("P", (200, 200)), "GIF").read()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 500, "no picture"),
        (a_gif(), "no picture"),
        (upload(size=(800, 800)).read()[:400], "no picture"),
        (upload(Image.new("1", (8_000, 8_000)), "PNG").read(), "50 million"),
        (upload(Image.new("1", (12_000, 12_000)), "PNG").read(), "no picture"),
        (upload(size=(99, 900)).read(), "too small"),
        (b"\x00" * (images.MAX_BYTES + 1), "10 MB"),
    ],
    ids=["empty", "svg", "forged", "gif", "cut off", "64 million", "bomb", "tiny", "heavy"],
)
def test_what_is_no_usable_picture_is_refused_in_words_and_leaves_nothing(fish_sauce, content, words, english):
    with pytest.raises(UnusablePictureError, match=words):
        add_image(product=fish_sauce, file=SimpleUploadedFile("anh.jpg", content), at=NOW)
    assert not ProductImage.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_new_pictures_come_last_until_they_are_put_in_order(fish_sauce, sesame_candy):
    first, second = (add_image(product=fish_sauce, file=upload(), at=NOW) for _ in range(2))
    foreign = add_image(product=sesame_candy, file=upload(), at=NOW)
    assert list(fish_sauce.images.all()) == [first, second]
    order_images(product=fish_sauce, images=[foreign, second, first])
    assert list(fish_sauce.images.all()) == [second, first]
    foreign.refresh_from_db()
    assert foreign.position == 0


def test_a_picture_is_described_in_words(image):
    describe_image(image=image, alt="Chai 500 ml", alt_en="A bottle of 500 ml")
    image.refresh_from_db()
    assert (image.alt, image.alt_en) == ("Chai 500 ml", "A bottle of 500 ml")


def test_removing_a_picture_removes_its_files_by_a_job(image):
    names, original = names_of(image), image.original_name
    remove_image(image=image)
    assert not ProductImage.objects.exists()
    assert default_storage.exists(names[0])
    row = DBTaskResult.objects.get(task_path="catalog.tasks.delete_image_files")
    for _ in range(2):
        tasks.delete_image_files.call(**row.args_kwargs["kwargs"])
    assert not any(default_storage.exists(name) for name in names)
    assert not storages["private"].exists(original)


def test_rendering_a_picture_that_is_gone_is_no_error(image):
    remove_image(image=image)
    render_waiting()
    assert not ProductImage.objects.exists()
