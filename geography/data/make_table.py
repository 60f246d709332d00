"""Makes the tables of this folder from vietnamadminunits (MIT).

Run it with `uv run --group units python -m geography.data.make_table`.

Only facts are taken: codes, kinds, names, centres, which unit became which, and older names people still write.
What the package has wrong is mended here, each with its reason, so that the tables can be made again.
"""

from __future__ import annotations

import importlib.util
import json
import math
import re
import sqlite3
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geography.folding import fold_words, tidy_name

HERE = Path(__file__).parent
KINDS = {
    "Tỉnh": "province",
    "Thành phố": "provincial_city",
    "Thị xã": "town",
    "Quận": "urban_district",
    "Huyện": "rural_district",
    "Xã": "commune",
    "Phường": "ward",
    "Thị trấn": "township",
    "Đặc khu": "special_zone",
}
# The package gives the districts and communes of the archipelagos the centre of their province's mainland.
CENTRES = {
    ("legacy", "498"): (16.568, 112.135),  # huyện Hoàng Sa
    ("legacy", "576"): (9.71, 114.45),  # huyện Trường Sa
    ("legacy", "22736"): (8.645, 111.92),  # thị trấn Trường Sa
    ("legacy", "22737"): (11.429, 114.331),  # xã Song Tử Tây
    ("legacy", "22739"): (9.886, 114.329),  # xã Sinh Tồn
    ("legacy", "30781"): (10.1408, 104.3303),  # xã Tiên Hải, an archipelago off Hà Tiên, given the town's centre
    ("2025", "30781"): (10.1408, 104.3303),
}
FAR_KM = 25
ALIAS_KINDS = {
    "thanhpho": "provincial_city",
    "thitran": "township",
    "phuong": "ward",
    "thixa": "town",
    "huyen": "rural_district",
    "quan": "urban_district",
    "xa": "commune",
}
SYLLABLE = re.compile("[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}(c|ch|m|n|ng|nh|p|t)?")
# Names and spellings of provinces that are written but in no list.
PROVINCE_NAMES = {
    "01": ["hn", "hanoi"],
    "31": ["hp", "haiphong"],
    "46": ["thua thien hue", "tt hue", "tth"],
    "48": ["danang"],
    "62": ["kontum", "con tum"],
    "66": ["dac lac", "dak lac", "dac lak", "daklak"],
    "67": ["dac nong", "daknong"],
    "77": ["vung tau", "ba ria", "brvt", "br vt"],
    "79": ["hcm", "hcmc", "sai gon", "saigon", "sg"],
    "92": ["cantho"],
}

Row = dict[str, Any]
Centre = tuple[float, float]


def main() -> None:
    """Read the package's data and write the four tables."""
    folder = _package_folder()
    with sqlite3.connect(folder / "dataset.db") as database:
        database.row_factory = sqlite3.Row
        old = [dict(row) for row in database.execute("SELECT * FROM admin_units_legacy")]
        new = [dict(row) for row in database.execute("SELECT * FROM admin_units")]
    converter = json.loads((folder / "converter_2025.json").read_text("utf-8"))
    successions = _commune_successions(old, new, converter)
    _mend_centres(old, new, successions)
    kept = _without_mistakes(successions, old, new)
    _write("units_legacy.tsv", "code kind name parent lat lon", _legacy_units(old))
    _write("units_2025.tsv", "code kind name parent lat lon", _new_units(new))
    _write("successions.tsv", "old new main", _province_successions(kept, old, new) + kept + _islands(old, new))
    _write("other_names.tsv", "code kind folded_name", _other_names(old))


def _package_folder() -> Path:
    found = importlib.util.find_spec("vietnamadminunits")
    if found is None or found.origin is None:
        sys.exit("vietnamadminunits is not installed: uv run --group units …")
    return Path(found.origin).parent / "data"


def _write(name: str, heading: str, rows: Iterable[tuple[Any, ...]]) -> None:
    lines = ["\t".join(heading.split()), *("\t".join(str(cell) for cell in row) for row in rows)]
    (HERE / name).write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write(f"{name}: {len(lines) - 1} rows\n")


def _unit(period: str, code: str, full_name: str, parent: str, centre: Centre) -> tuple[str, ...]:
    full_name = tidy_name(full_name)
    kind_words = next(kind for kind in KINDS if full_name.lower().startswith(f"{kind.lower()} "))
    kind = "municipality" if len(code) == 2 and kind_words == "Thành phố" else KINDS[kind_words]
    name = full_name[len(kind_words) + 1 :]
    name = name.lstrip("0") if name.isdigit() else name
    lat, lon = CENTRES.get((period, code), centre)
    return code, kind, name, parent, f"{lat:.4f}", f"{lon:.4f}"


def _legacy_units(old: list[Row]) -> list[tuple[str, ...]]:
    units = {}
    for row in old:
        province, district = row["provinceCode"], row["districtCode"]
        units[province] = _unit("legacy", province, row["province"], "", (row["provinceLat"], row["provinceLon"]))
        district_centre = (row["districtLat"], row["districtLon"])
        units[district] = _unit("legacy", district, row["district"], province, district_centre)
        if row["wardCode"]:
            centre = (row["wardLat"], row["wardLon"])
            units[row["wardCode"]] = _unit("legacy", row["wardCode"], row["ward"], district, centre)
    return sorted(units.values(), key=lambda unit: (len(unit[0]), unit[0]))


def _new_units(new: list[Row]) -> list[tuple[str, ...]]:
    units = {}
    for row in new:
        province = row["provinceCode"]
        units[province] = _unit("2025", province, row["province"], "", (row["provinceLat"], row["provinceLon"]))
        units[row["wardCode"]] = _unit("2025", row["wardCode"], row["ward"], province, (row["wardLat"], row["wardLon"]))
    return sorted(units.values(), key=lambda unit: (len(unit[0]), unit[0]))


def _commune_successions(old: list[Row], new: list[Row], converter: Row) -> list[tuple[str, str, int]]:
    old_codes = {f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}": row["wardCode"] for row in old}
    new_codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    found = []
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, keys in communes.items():
            found += [(old_codes[key], new_codes[province, commune], 1) for key in keys if key in old_codes]
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            found += [
                (old_codes[key], new_codes[province, part["newWardKey"]], int(part["isDefaultNewWard"]))
                for part in parts
            ]
    return sorted(found)


def _without_mistakes(
    successions: list[tuple[str, str, int]], old: list[Row], new: list[Row]
) -> list[tuple[str, str, int]]:
    """Without parts far from the divided commune: the package mixed up communes of one name (Tân Thạnh, Cần Thơ)."""
    before, after = _centres(old), _centres(new)
    kept = [row for row in successions if row[2] or _km(before[row[0]], after[row[1]]) <= FAR_KM]
    sys.stdout.write(f"left out as mistaken: {sorted(set(successions) - set(kept))}\n")
    return kept


def _centres(rows: list[Row]) -> dict[str, Centre]:
    return {row["wardCode"]: (row["wardLat"], row["wardLon"]) for row in rows if row["wardCode"]}


def _mend_centres(old: list[Row], new: list[Row], successions: list[tuple[str, str, int]]) -> None:
    """Some centres are of another place of that name, some only their district's: mend each by its other generation."""
    for row in old:
        row["wardLat"], row["wardLon"] = CENTRES.get(("legacy", row["wardCode"]), (row["wardLat"], row["wardLon"]))
    shared = Counter(_centres(old).values())
    own = {code: centre for code, centre in _centres(old).items() if shared[centre] == 1}
    origins = defaultdict(list)
    for predecessor, successor, is_main in successions:
        if is_main and predecessor in own:
            origins[successor].append(own[predecessor])
    for row in new:
        known = origins.get(row["wardCode"])
        centre = (row["wardLat"], row["wardLon"])
        if (
            known
            and row["wardType"] != "Đặc khu"
            and ("2025", row["wardCode"]) not in CENTRES
            and _km(_median(known), centre) > FAR_KM
        ):
            _move(row, _median(known))
    new_centres = _centres(new)
    heirs = {predecessor: new_centres[successor] for predecessor, successor, is_main in successions if is_main}
    for row in old:
        heir, centre = heirs.get(row["wardCode"]), (row["wardLat"], row["wardLon"])
        is_borrowed = row["wardCode"] not in own
        if heir and row["districtCode"] != "576" and (is_borrowed or _km(heir, centre) > 2 * FAR_KM):
            _move(row, heir)


def _move(row: Row, centre: Centre) -> None:
    was = (row["wardLat"], row["wardLon"])
    sys.stdout.write(f"{row['ward']}, {row['province']}: {was} → {centre}, {_km(was, centre):.0f} km\n")
    row["wardLat"], row["wardLon"] = centre


def _median(centres: list[Centre]) -> Centre:
    return statistics.median(lat for lat, _ in centres), statistics.median(lon for _, lon in centres)


def _km(one: Centre, other: Centre) -> float:
    north = (one[0] - other[0]) * 111.2
    east = (one[1] - other[1]) * 111.2 * math.cos(math.radians(one[0]))
    return math.hypot(north, east)


def _province_successions(
    communes: list[tuple[str, str, int]], old: list[Row], new: list[Row]
) -> list[tuple[str, str, int]]:
    old_province = {row["wardCode"]: row["provinceCode"] for row in old}
    new_province = {row["wardCode"]: row["provinceCode"] for row in new}
    return sorted({(old_province[before], new_province[after], 1) for before, after, _ in communes})


def _islands(old: list[Row], new: list[Row]) -> list[tuple[str, str, int]]:
    """The five island districts that had no communes became special zones as they were."""
    zones = {row["wardShort"]: row["wardCode"] for row in new if row["wardType"] == "Đặc khu"}
    return [(row["districtCode"], zones[row["districtShort"]], 1) for row in old if not row["wardCode"]]


def _other_names(old: list[Row]) -> list[tuple[str, str, str]]:
    """Names of communes and districts merged before 2025, and spellings: without marks, as the package has them."""
    frequency = Counter(
        word
        for row in old
        for name in (row["wardShort"], row["districtShort"])
        for word in fold_words(name or "").split()
    )
    found = {(code, "", name) for code, names in PROVINCE_NAMES.items() for name in names}
    for row in old:
        for code, own, aliases in (
            (row["wardCode"], row["wardShort"], row["wardAlias"]),
            (row["districtCode"], row["districtShort"], row["districtAlias"]),
        ):
            for kind, name in _named_aliases([fold_words(alias) for alias in json.loads(aliases or "[]")]):
                words = name if name.isdigit() else _split_syllables(name, frequency)
                if words != fold_words(own):
                    found.add((code, kind, words))
            found |= {(code, "", spelling) for spelling in _spellings(fold_words(own or ""))}
    return sorted(found)


def _spellings(name: str) -> set[str]:
    """Other spellings of highland names: "Krông Ana" for "Krông A Na", "Đắc" for "Đắk"."""
    joined = re.sub(r"\b([a-z]) (?=[a-z]{2})", r"\1", name)
    return {joined, re.sub(r"\bdak\b", "dac", name)} - {name}


def _named_aliases(aliases: list[str]) -> Iterable[tuple[str, str]]:
    for alias in aliases:
        found = re.fullmatch(f"({'|'.join(ALIAS_KINDS)})(.+)", alias)
        if (
            found
            and found[2][0] != "0"
            and any(f"{short}{found[2]}" in aliases for short in ("", "tt", "p", "q", "tx", "tp"))
        ):
            yield ALIAS_KINDS[found[1]], found[2]


def _split_syllables(run: str, frequency: Counter[str]) -> str:
    """ "nguyentrungtruc" as "nguyen trung truc": the likeliest division into syllables that names use."""
    total = sum(frequency.values())
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())]
    for end in range(1, len(run) + 1):
        options = [
            (before[0] + math.log((frequency[piece] or 0.01) / total), (*before[1], piece))
            for start in range(max(0, end - 7), end)
            if (before := best[start]) is not None and (frequency[piece := run[start:end]] or SYLLABLE.fullmatch(piece))
        ]
        best.append(max(options, default=None))
    found = best[-1]
    return " ".join(found[1]) if found else run


if __name__ == "__main__":
    main()
