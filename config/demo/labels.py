"""Draws a product's label: a printed paper with its name, stars and commune on a ground of its set's motif."""

from __future__ import annotations

import io
import itertools
import math
import zlib
from functools import cache
from typing import NamedTuple

import font_source_serif_pro
from PIL import Image, ImageDraw, ImageFont

from config.demo import motifs
from config.demo.motifs import Motif, motif_mask

PAPER = "#fffdf6"
RICE = "#e3a712"
# Cards and product pages show pictures ten wide and eleven high.
ASPECT = 10 / 11
LEADING = 1.2  # lines apart, as a share of the letter size: room for stacked Vietnamese marks
# Words of two syllables that should not be split at a line's end.
COMPOUNDS = frozenset(
    (
        "bảo vệ",
        "bồ đề",
        "bồ hòn",
        "cà phê",
        "cộng đồng",
        "chà bông",
        "dinh dưỡng",
        "du lịch",
        "đảng sâm",
        "độ đạm",
        "đông trùng",
        "hạ thảo",
        "hoa vàng",
        "khải hoàn",
        "lau sàn",
        "hữu cơ",
        "lục trúc",
        "men lá",
        "một lá",
        "một tôm",
        "mỹ nghệ",
        "nguyên chất",
        "nước ép",
        "nước mắm",
        "nếp cái",
        "núi lửa",
        "phú quốc",
        "sản phẩm",
        "sức khỏe",
        "thảo mộc",
        "thanh long",
        "thập cẩm",
        "thủy canh",
        "tinh bột",
        "tinh dầu",
        "tinh khiết",
        "trầm hương",
    )
)
BOLD, SEMIBOLD = "SourceSerifProBold", "SourceSerifProSemibold"


class Look(NamedTuple):
    """The colours and motif of a kind of product: the ground, what is drawn on it, the print on the paper."""

    ground: str
    tint: str
    ink: str
    motif: Motif


class Setting(NamedTuple):
    """One way to set a name in lines; the smallest is the best."""

    break_cost: int
    breaks: int
    raggedness: float
    pixels: int
    lines: tuple[str, ...]


# Large sets have several, so that a page of one set is not of one colour.
LOOKS: dict[int, tuple[Look, ...]] = {
    1: (
        Look("#e4eed6", "#bfd3a4", "#2f6130", motifs.fruits),
        Look("#fbe6cf", "#eec08f", "#8f4c15", motifs.fruits),
    ),
    2: (Look("#f6ddd2", "#e3b9a8", "#8a3a22", motifs.scales),),
    3: (Look("#f6ecd0", "#dcc88c", "#6f5518", motifs.ears),),
    4: (Look("#fce8bb", "#ecc565", "#8a5607", motifs.honeycomb),),
    5: (Look("#fbe9c3", "#ebcb86", "#96571a", motifs.grains),),
    6: (
        Look("#fbecc9", "#e9cf8e", "#8f5c14", motifs.grains),
        Look("#f3e6d3", "#d8bd93", "#76502a", motifs.grains),
    ),
    7: (
        Look("#f8dfd0", "#e6b79c", "#8a3a22", motifs.seeds),
        Look("#f6eccb", "#dcc382", "#6f5213", motifs.seeds),
        Look("#e9ecd3", "#c3c996", "#4c581a", motifs.seeds),
    ),
    8: (
        Look("#dfe8ea", "#b4c9cf", "#27505e", motifs.scales),
        Look("#ece4dc", "#cdbca8", "#5f4630", motifs.scales),
    ),
    9: (Look("#f3e1c7", "#d6b491", "#7a3b1b", motifs.waves),),
    10: (Look("#efe6d8", "#cdbb9f", "#5a4327", motifs.peppercorns),),
    11: (Look("#dfecd9", "#aacba2", "#1f6b3a", motifs.leaves),),
    12: (
        Look("#f5e3e0", "#ddb0a8", "#87352f", motifs.flowers),
        Look("#ece6f1", "#cab9d9", "#553a73", motifs.flowers),
        Look("#e6edd8", "#bccfa0", "#3d5f20", motifs.flowers),
    ),
    13: (Look("#ecdfd2", "#c7a98c", "#54321b", motifs.beans),),
    14: (Look("#f2dcdc", "#d9b0b2", "#7b2434", motifs.rings),),
    15: (Look("#f0dbe0", "#d3a8b5", "#742741", motifs.rings),),
    16: (Look("#dcebf0", "#abcdd9", "#1d5166", motifs.drops),),
    17: (Look("#fbdfd8", "#eeb3a5", "#9a3325", motifs.drops),),
    18: (Look("#e6ead2", "#bfc68f", "#4d5a1b", motifs.sprigs),),
    19: (Look("#f4e2ec", "#d8b1c8", "#75305a", motifs.flowers),),
    20: (Look("#d9e9e6", "#a6cac4", "#1b5750", motifs.sprigs),),
    21: (Look("#ebe2ee", "#c9b6d1", "#4d3a59", motifs.weave),),
    22: (Look("#e0e3f0", "#b3bbd9", "#333f74", motifs.weave),),
    23: (Look("#f7dde4", "#e2abbb", "#8c2a4c", motifs.flowers),),
    24: (Look("#dfecd9", "#aacba2", "#1f6b3a", motifs.leaves),),
    25: (Look("#dcebf0", "#abcdd9", "#1d5166", motifs.waves),),
    26: (Look("#e4ead6", "#b9c99a", "#39591f", motifs.hills),),
}


def draw_label(name: str, *, set_number: int, commune: str, stars: int, size: int = 1280) -> bytes:
    """A label as JPEG, `size` pixels high and ten elevenths as wide; the same input gives the same bytes.

    `stars` 0 draws none. A set number outside 1 to 26 is drawn as set 5.
    """
    looks = LOOKS.get(set_number, LOOKS[5])
    look = looks[zlib.crc32(name.encode()) % len(looks)]
    height = size
    width = round(size * ASPECT)
    image = Image.new("RGB", (width, height), look.ground)
    image.paste(look.tint, (0, 0), motif_mask(look.motif, width, height))
    draw = ImageDraw.Draw(image)
    _draw_paper(draw, width, height, look)
    _draw_name(draw, name, width, height, look.ink)
    _draw_rule(draw, width, height, look)
    if stars:
        _draw_stars(image, stars, width, height)
    _draw_commune(draw, commune, width, height, look.ink)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92, subsampling=0)
    return buffer.getvalue()


def _draw_paper(draw: ImageDraw.ImageDraw, width: int, height: int, look: Look) -> None:
    left, top, right, bottom = round(width * 0.1), round(height * 0.085), round(width * 0.9), round(height * 0.70)
    shadow = round(height * 0.008)
    draw.rectangle((left + shadow, top + shadow, right + shadow, bottom + shadow), fill=look.tint)
    draw.rectangle((left, top, right, bottom), fill=PAPER, outline=look.ink, width=round(height * 0.0055))
    inset = round(height * 0.018)
    frame = (left + inset, top + inset, right - inset, bottom - inset)
    draw.rectangle(frame, outline=look.ink, width=max(round(height * 0.002), 1))
    notch = height * 0.011
    for x in (frame[0], frame[2]):
        for y in (frame[1], frame[3]):
            draw.regular_polygon((x, y, notch), 4, rotation=45, fill=look.ink)


def _draw_name(draw: ImageDraw.ImageDraw, name: str, width: int, height: int, ink: str) -> None:
    """The name as large as the upper paper allows, smaller when that keeps its words together."""
    room_width, room_height = width * 0.68, height * 0.352
    chosen: Setting | None = None
    smallest = height * 0.03
    for pixels in range(round(height * 0.088), round(height * 0.03), -2):
        if chosen and (chosen.break_cost == 0 or pixels < smallest):
            break
        setting = _best_setting(name, pixels, room_width, int(room_height / (pixels * LEADING)))
        if setting and chosen is None:
            smallest = pixels * 0.8
        if setting and (chosen is None or setting.break_cost < chosen.break_cost):
            chosen = setting
    if chosen is None:
        chosen = Setting(0, 0, 0, round(height * 0.03), (name,))
    leading = chosen.pixels * LEADING
    y = height * 0.305 - leading * (len(chosen.lines) - 1) / 2
    for line in chosen.lines:
        draw.text((width / 2, y), line, font=_font(BOLD, chosen.pixels), fill=ink, anchor="mm")
        y += leading


def _best_setting(name: str, pixels: int, room: float, most_lines: int) -> Setting | None:
    """The best way to break a name into lines of at most `room` pixels; None when there is none."""
    words = name.split()
    font = _font(BOLD, pixels)
    widths = [font.getlength(word) for word in words]
    space = font.getlength(" ")
    settings = []
    for count in range(min(most_lines, len(words))):
        for breaks in itertools.combinations(range(1, len(words)), count):
            edges = list(itertools.pairwise((0, *breaks, len(words))))
            lengths = [sum(widths[start:end]) + space * (end - start - 1) for start, end in edges]
            if max(lengths) <= room:
                cost = sum(_break_cost(words, place) for place in breaks)
                lines = tuple(" ".join(words[start:end]) for start, end in edges)
                settings.append(Setting(cost, count, max(lengths) - min(lengths), pixels, lines))
    return min(settings, default=None)


def _break_cost(words: list[str], place: int) -> int:
    """How wrong a break before the word at `place` is: it may split a compound, a number or a longer proper name."""
    before, after = words[place - 1], words[place]
    if f"{before} {after}".lower() in COMPOUNDS:
        return 3
    is_name = before[0].isupper() and after[0].isupper() and place > 1
    return 2 if is_name or before.isdigit() or after in "-–" else 0


def _draw_rule(draw: ImageDraw.ImageDraw, width: int, height: int, look: Look) -> None:
    """A thin rule with a diamond between the name and the stars."""
    x, y, reach, gap = width / 2, height * 0.517, width * 0.17, width * 0.026
    thick = max(round(height * 0.0022), 1)
    draw.line((x - reach, y, x - gap, y), fill=look.tint, width=thick)
    draw.line((x + gap, y, x + reach, y), fill=look.tint, width=thick)
    draw.regular_polygon((x, y, height * 0.0085), 4, rotation=45, fill=look.tint)


def _draw_stars(image: Image.Image, stars: int, width: int, height: int) -> None:
    side = round(height * 0.056)
    step = round(side * 1.34)
    left = round(width / 2 - (step * (stars - 1) + side) / 2)
    for number in range(stars):
        image.paste(RICE, (left + number * step, round(height * 0.545)), _star_mask(side))


@cache
def _star_mask(side: int) -> Image.Image:
    """A five-pointed star, `side` pixels wide and high, with smooth edges."""
    large = side * 4
    image = Image.new("L", (large, large))
    points = []
    for corner in range(10):
        radius = large / 2 * (1 if corner % 2 == 0 else 0.43)
        angle = math.pi * (corner / 5 - 0.5)
        points.append((large / 2 + radius * math.cos(angle), large * 0.53 + radius * math.sin(angle)))
    ImageDraw.Draw(image).polygon(points, fill=255)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _draw_commune(draw: ImageDraw.ImageDraw, commune: str, width: int, height: int, ink: str) -> None:
    """The commune in spaced capitals, smaller when it would not fit."""
    text = commune.upper()
    for pixels in range(round(height * 0.031), round(height * 0.014), -1):
        font = _font(SEMIBOLD, pixels)
        spacing = pixels * 0.12
        length = sum(font.getlength(letter) + spacing for letter in text) - spacing
        if length <= width * 0.68:
            break
    x = width / 2 - length / 2
    for letter in text:
        draw.text((x, height * 0.642), letter, font=font, fill=ink, anchor="lm")
        x += font.getlength(letter) + spacing


@cache
def _font(weight: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_source_serif_pro.font_files_otf[weight], pixels)
