"""The drawn labels."""

import io

import pytest
from PIL import Image

from config.demo import facts
from config.demo.labels import LOOKS, RICE, draw_label


def label(name: str = "Nước mắm Phú Quốc Khải Hoàn 43 độ đạm", **changes) -> Image.Image:
    fields = {"set_number": 9, "commune": "Phú Quốc", "stars": 5, "size": 640, **changes}
    return Image.open(io.BytesIO(draw_label(name, **fields))).convert("RGB")


def golden_pixels(image: Image.Image) -> int:
    """How many pixels look like a star's."""
    wanted = tuple(int(RICE[start : start + 2], 16) for start in (1, 3, 5))
    data = image.crop((0, image.height // 2, image.width, image.height * 2 // 3)).get_flattened_data()
    return sum(all(abs(a - b) < 12 for a, b in zip(pixel, wanted, strict=True)) for pixel in data)


def test_it_is_ten_wide_and_eleven_high():
    assert label(size=1280).size == (1164, 1280)
    assert label(size=550).size == (500, 550)


def test_it_draws_the_same_bytes_for_the_same_product():
    draw = {"set_number": 11, "commune": "Tân Cương", "stars": 4, "size": 640}
    assert draw_label("Chè đinh", **draw) == draw_label("Chè đinh", **draw)


def test_it_draws_as_many_stars_as_there_are():
    one_star = golden_pixels(label(stars=5)) / 5
    assert one_star > 100
    for stars in (3, 4):
        assert golden_pixels(label(stars=stars)) == pytest.approx(stars * one_star, rel=0.03)


def test_a_product_without_a_certificate_in_force_gets_no_star():
    assert golden_pixels(label(stars=0)) == 0


def test_every_set_has_a_look_of_its_own_and_unknown_sets_are_drawn_too():
    assert sorted(LOOKS) == list(range(1, 27))
    assert len({look.motif for looks in LOOKS.values() for look in looks}) >= 8
    assert label(set_number=99).size == label().size


def test_every_name_of_the_demo_fits_its_paper():
    for product in facts.products():
        image = label(product.name, set_number=product.reading.set_number, size=320)
        paper = image.crop(
            (image.width * 135 // 1000, image.height // 7, image.width * 155 // 1000, image.height * 6 // 10)
        )
        darkest = min(min(pixel) for pixel in paper.get_flattened_data())
        assert darkest > 200, product.name


def test_an_endless_word_is_drawn_small_rather_than_not_at_all():
    assert label("Đ" * 200, commune="x" * 300).size == label().size
