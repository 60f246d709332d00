"""The words and figures that made-up goods and makers are put together from; no real product or maker is meant."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple


class Words(NamedTuple):
    """The same in both languages."""

    vi: str
    en: str


class Goods(NamedTuple):
    """What a product set sells, as goods.toml tells it."""

    share: int
    kinds: tuple[Words, ...]
    further: tuple[Words, ...]
    packs: str
    price_low: int
    price_high: int
    vat: int


# How goods come: (pack, in English, content, its unit, shipping weight in grams).
PACKS: dict[str, tuple[tuple[str, str, int, str, int], ...]] = {
    "bag": (
        ("Túi 200 g", "200 g bag", 200, "g", 240),
        ("Túi 500 g", "500 g bag", 500, "g", 550),
        ("Túi 1 kg", "1 kg bag", 1000, "g", 1080),
    ),
    "sack": (
        ("Túi 1 kg", "1 kg bag", 1000, "g", 1050),
        ("Túi 5 kg", "5 kg bag", 5000, "g", 5100),
        ("Bao 10 kg", "10 kg sack", 10000, "g", 10200),
    ),
    "box": (
        ("Hộp 100 g", "100 g box", 100, "g", 180),
        ("Hộp 250 g", "250 g box", 250, "g", 350),
        ("Hộp quà 500 g", "500 g gift box", 500, "g", 700),
    ),
    "jar": (
        ("Hũ 150 g", "150 g jar", 150, "g", 320),
        ("Hũ 300 g", "300 g jar", 300, "g", 520),
        ("Hũ 700 g", "700 g jar", 700, "g", 1050),
    ),
    "bottle": (
        ("Chai 250 ml", "250 ml bottle", 250, "ml", 480),
        ("Chai 500 ml", "500 ml bottle", 500, "ml", 850),
        ("Can 2 lít", "2 litre can", 2000, "ml", 2300),
    ),
    "piece": (
        ("1 cái", "1 piece", 1, "piece", 400),
        ("Bộ 2 cái", "set of 2", 2, "piece", 800),
        ("Bộ 6 cái", "set of 6", 6, "piece", 2200),
    ),
    "none": (),
}

_PAIR = " | "


def read_goods() -> dict[int, Goods]:
    """What each product set sells, by its number."""
    with Path(__file__).with_name("goods.toml").open("rb") as file:
        return {int(number): _goods(table) for number, table in tomllib.load(file).items()}


def _goods(table: dict[str, Any]) -> Goods:
    pairs = {name: tuple(Words(*pair.split(_PAIR)) for pair in table[name]) for name in ("kinds", "further")}
    return Goods(**table | pairs)


GOODS = read_goods()

# Makers: how they are called and what they are.
MAKER_KINDS: tuple[tuple[int, str, str], ...] = (
    (42, "cooperative", "Hợp tác xã"),
    (24, "company", "Công ty TNHH"),
    (26, "household", "Hộ kinh doanh"),
    (4, "cooperative_group", "Tổ hợp tác"),
    (4, "workshop", "Cơ sở sản xuất"),
)
MAKER_TRADES = (
    "nông nghiệp",
    "nông sản sạch",
    "dịch vụ nông nghiệp",
    "chế biến thực phẩm",
    "đặc sản",
    "dược liệu",
    "thủy sản",
    "làng nghề",
    "trái cây",
    "thương mại và sản xuất",
)
BRANDS = (
    "An Lành",
    "Bình Minh",
    "Hương Quê",
    "Đất Việt",
    "Hoa Đồng",
    "Mộc Xanh",
    "Sông Xanh",
    "Núi Ngọc",
    "Thảo Nguyên",
    "Tâm An",
    "Phúc Lộc",
    "Hạnh Phúc",
    "Thành Công",
    "Minh Tâm",
    "Quê Mẹ",
    "Vườn Nhà",
    "Lúa Vàng",
    "Biển Xanh",
    "Hải Yến",
    "Kim Ngân",
    "Tân Tiến",
    "Đại Nam",
    "Hồng Phát",
    "Ngọc Lan",
    "Thanh Bình",
    "Việt Hương",
    "Xuân Mai",
    "Yên Hà",
    "Trường Thịnh",
    "Sơn Lâm",
)
# Parts of coined brands.
VOWELS = ("a", "e", "i", "o", "u", "ai", "oa", "uy")
ENDINGS = ("", "food", "farm", "vina", "green", "mart", "na", "pha", "tea")
SENTENCES = (
    "Làm từ nguyên liệu của chính vùng trồng, thu hái đúng vụ.",
    "Người trong xã giữ cách làm cũ đã nhiều đời.",
    "Không phẩm màu, không chất bảo quản.",
    "Mỗi mẻ được ghi lại từ khi thu hái đến khi đóng gói.",
    "Phơi nắng tự nhiên, sau đó hong nhẹ cho giữ mùi.",
    "Hợp làm quà, hợp cả bữa cơm hằng ngày.",
    "Sản xuất theo quy trình đã được tỉnh công nhận.",
    "Bao bì thân thiện với môi trường, có mã truy xuất.",
    "Hương vị thanh, hậu ngọt, để lâu vẫn thơm.",
    "Vùng nguyên liệu được chăm theo hướng hữu cơ.",
)
