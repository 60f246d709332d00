"""The patterns on the labels' ground: one greyscale mask per motif, drawn once and reused."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from PIL import Image, ImageDraw

# Drawn twice as large and reduced, for smooth edges.
OVERSAMPLING = 2
# Every motif is designed on a canvas of this width.
DESIGN_WIDTH = 1000
DESIGN_HEIGHT = 1100

Point = tuple[float, float]
Motif = Callable[["Pen"], None]


class Pen:
    """Draws in design coordinates on a mask of any size."""

    def __init__(self, image: Image.Image) -> None:
        """A pen for one mask; its width is the design's width."""
        self._draw = ImageDraw.Draw(image)
        self._scale = image.width / DESIGN_WIDTH

    def line(self, points: Sequence[Point], *, width: float) -> None:
        """A line with round joints."""
        self._draw.line(self._scaled(points), fill=255, width=round(width * self._scale), joint="curve")

    def shape(self, points: Sequence[Point]) -> None:
        """A filled outline."""
        self._draw.polygon(self._scaled(points), fill=255)

    def cut(self, points: Sequence[Point], *, width: float) -> None:
        """A line of ground through what was drawn."""
        self._draw.line(self._scaled(points), fill=0, width=round(width * self._scale), joint="curve")

    def disc(self, x: float, y: float, radius: float) -> None:
        """A filled circle."""
        self._draw.ellipse(self._box(x, y, radius), fill=255)

    def ring(self, x: float, y: float, radius: float, *, width: float) -> None:
        """A circle's outline."""
        self._draw.ellipse(self._box(x, y, radius), outline=255, width=round(width * self._scale))

    def cover(self, x: float, y: float, radius: float) -> None:
        """A circle of ground over what was drawn."""
        self._draw.ellipse(self._box(x, y, radius), fill=0)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def _box(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        s = self._scale
        return ((x - radius) * s, (y - radius) * s, (x + radius) * s, (y + radius) * s)


def lattice(step_x: float, step_y: float) -> Iterator[tuple[int, int, float, float]]:
    """Rows and columns of a staggered lattice over the whole canvas: row, column, x, y."""
    for row in range(int(DESIGN_HEIGHT / step_y) + 2):
        for column in range(int(DESIGN_WIDTH / step_x) + 2):
            yield row, column, column * step_x - (row % 2) * step_x / 2, row * step_y


def turned(points: Sequence[Point], x: float, y: float, degrees: float) -> list[Point]:
    """Points around the origin, turned and then moved to (x, y)."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def leaf(length: float, width: float) -> list[Point]:
    """A pointed leaf along the x axis, its stem at the origin."""
    steps = 14
    upper = [(length * i / steps, -width * math.sin(math.pi * (i / steps) ** 0.85)) for i in range(steps + 1)]
    return upper + [(x, -y) for x, y in reversed(upper)]


def oval(length: float, width: float) -> list[Point]:
    """An ellipse around the origin, by its half axes."""
    return [(length * math.cos(a * math.pi / 14), width * math.sin(a * math.pi / 14)) for a in range(28)]


def waves(pen: Pen) -> None:
    """Rows of waves: fish sauce."""
    for row in range(24):
        base = row * 53 + 20
        shift = (row % 2) * 66
        points = [(x, base + 15 * math.sin((x + shift) * math.pi / 66)) for x in range(-12, DESIGN_WIDTH + 24, 6)]
        pen.line(points, width=6)


def ears(pen: Pen) -> None:
    """Bending ears of rice."""
    for i, foot in enumerate(range(-20, DESIGN_WIDTH + 60, 84)):
        top = 610 + 70 * ((i * 7) % 5) / 4
        lean = 46 if i % 2 else -38
        stem = [(foot + lean * (t / 20) ** 2, 1130 - (1130 - top) * t / 20) for t in range(21)]
        pen.line(stem, width=4.5)
        for step in range(8):
            x, y = stem[20 - step]
            for side in (-1, 1):
                pen.shape(turned(oval(17, 7.5), x + side * 13, y + 8, 90 - side * 28))
        pen.shape(turned(oval(17, 7), stem[20][0], stem[20][1] - 16, 90))


def grains(pen: Pen) -> None:
    """Scattered grains."""
    for row, column, x, y in lattice(74, 50):
        pen.shape(turned(oval(21, 8), x + 9 * math.sin(row * 2.3), y, (row * 47 + column * 71) % 180))


def leaves(pen: Pen) -> None:
    """A bud between two leaves: tea."""
    for row, _column, x, y in lattice(150, 108):
        tilt = 12 if row % 2 else -12
        for degrees, length, width in ((-90, 62, 10), (-142, 66, 17), (-38, 66, 17)):
            pen.shape(turned(leaf(length, width), x, y, degrees + tilt))
        pen.line([(x, y), (x - tilt * 0.8, y + 30)], width=5)


def sprigs(pen: Pen) -> None:
    """Sprigs with paired leaves: herbs."""
    for row, column, x, y in lattice(128, 168):
        tilt = 18 if (row + column) % 2 else -18
        pen.line([(x, y + 62), (x + tilt, y - 52)], width=5)
        for step in range(3):
            cx, cy = x + tilt * (0.15 + step * 0.4), y + 34 - step * 36
            for degrees in (-155, -25):
                pen.shape(turned(leaf(42 - step * 5, 11), cx, cy, degrees + tilt / 2))
        pen.shape(turned(leaf(36, 10), x + tilt, y - 46, -90 + tilt))


def flowers(pen: Pen) -> None:
    """Five-petalled flowers: herbal teas, flowers."""
    for row, column, x, y in lattice(134, 112):
        for petal in range(5):
            degrees = petal * 72 - 90 + 24 * ((row + column) % 3)
            cx, cy = turned([(27, 0)], x, y, degrees)[0]
            pen.shape(turned(oval(21, 14), cx, cy, degrees))
        pen.cover(x, y, 12)
        pen.disc(x, y, 7)


def beans(pen: Pen) -> None:
    """Coffee beans."""
    for row, column, x, y in lattice(104, 84):
        degrees = (row * 53 + column * 37) % 180
        pen.shape(turned(oval(34, 23), x, y, degrees))
        crease = [(t - 34, 6 * math.sin(t * math.pi / 34)) for t in range(0, 69, 4)]
        pen.cut(turned(crease, x, y, degrees), width=5)


def peppercorns(pen: Pen) -> None:
    """Dots of three sizes: spices."""
    for row, column, x, y in lattice(66, 58):
        pen.disc(x, y, (15, 8, 11)[(row * 2 + column) % 3])


def rings(pen: Pen) -> None:
    """Cups and drops seen from above: spirits."""
    for row, column, x, y in lattice(112, 97):
        pen.ring(x, y, 40, width=6)
        if (row + column) % 2:
            pen.disc(x, y, 13)
        else:
            pen.ring(x, y, 21, width=5)


def drops(pen: Pen) -> None:
    """Drops: oils and drinks."""
    for row, column, x, y in lattice(96, 92):
        size = 25 if (row + column) % 2 else 18
        pen.disc(x, y, size)
        pen.shape([(x - size * 0.9, y - size * 0.42), (x, y - size * 2.15), (x + size * 0.9, y - size * 0.42)])


def weave(pen: Pen) -> None:
    """Woven strips: crafts."""
    for offset in range(-DESIGN_HEIGHT, DESIGN_WIDTH + DESIGN_HEIGHT, 74):
        for shift in (0, 20):
            pen.line([(offset + shift, 0), (offset + shift + DESIGN_HEIGHT, DESIGN_HEIGHT)], width=6)
            pen.line([(offset + shift, DESIGN_HEIGHT), (offset + shift + DESIGN_HEIGHT, 0)], width=6)


def honeycomb(pen: Pen) -> None:
    """Cells of a comb: honey."""
    for row, column, x, y in lattice(104, 90):
        cell = [(49 * math.sin(a * math.pi / 3), 49 * math.cos(a * math.pi / 3)) for a in range(7)]
        pen.line([(x + px, y + py) for px, py in cell], width=6)
        if (row * 3 + column) % 4 == 0:
            pen.shape([(x + px * 0.7, y + py * 0.7) for px, py in cell[:6]])


def scales(pen: Pen) -> None:
    """Overlapping scales: fish and meat."""
    for _row, _column, x, y in lattice(110, 44):
        pen.cover(x, y, 55)
        for radius in (53, 37, 21):
            pen.ring(x, y, radius, width=5.5)


def fruits(pen: Pen) -> None:
    """Round fruits with a leaf: fresh produce."""
    for row, _column, x, y in lattice(132, 116):
        pen.disc(x, y, 33)
        pen.line([(x, y - 28), (x + 5, y - 48)], width=5.5)
        pen.shape(turned(leaf(40, 11), x + 5, y - 46, -22 if row % 2 else -158))


def seeds(pen: Pen) -> None:
    """Seeds in a sunflower's spiral: what is made of fruits and nuts."""
    for index in range(620):
        radius, angle = 27 * math.sqrt(index), index * 137.508
        x = 500 + radius * math.cos(math.radians(angle))
        y = 860 + radius * math.sin(math.radians(angle))
        pen.shape(turned(oval(14, 7.5), x, y, angle))


def hills(pen: Pen) -> None:
    """Terraced hills: places to visit."""
    for row in range(13):
        base = 590 + row * 46
        points = [(x, base + 42 * math.sin(x / 150 + row * 0.9)) for x in range(-10, DESIGN_WIDTH + 20, 8)]
        pen.line(points, width=7)


@cache
def motif_mask(motif: Motif, width: int, height: int) -> Image.Image:
    """A motif as a mask of `width` × `height` pixels, faint above and full towards the foot."""
    large = Image.new("L", (width * OVERSAMPLING, height * OVERSAMPLING))
    motif(Pen(large))
    mask = large.resize((width, height), Image.Resampling.BOX)
    fade = Image.new("L", (1, height))
    for y in range(height):
        t = min(max((y / height - 0.34) / 0.34, 0.0), 1.0)
        fade.putpixel((0, y), round(255 * t * t * (3 - 2 * t)))
    clear = Image.new("L", (width, height))
    return Image.composite(mask, clear, fade.resize((width, height)))
