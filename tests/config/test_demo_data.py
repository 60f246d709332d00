"""The demo's data files: facts with their sources, our own reading kept apart from them."""

import csv
import datetime
import itertools
import re

import pytest

from config.demo import facts
from config.demo.loader import WALK_KEYS, choose_products
from config.demo.recognitions import planned_recognitions, stars_in_force
from tests.cast import TODAY

PRODUCTS = facts.products()


def test_it_has_the_products_and_makers_of_the_sources():
    assert len(PRODUCTS) == 160
    assert len({product.producer for product in PRODUCTS}) == 126
    assert len({product.place.province for product in PRODUCTS}) == 20
    assert len(facts.rows_of("outlets.csv")) == 15
    assert len(facts.rows_of("fairs.csv")) == 20


def test_every_fact_names_its_source():
    rows = facts.rows_of("products.csv") + facts.rows_of("outlets.csv")
    rows += [row for row in facts.rows_of("fairs.csv") if row["is_illustrative"] != "yes"]
    assert len(rows) == 161 + 15 + 18
    assert [row for row in rows if not re.fullmatch(r"https?://\S+", row["source_url"])] == []


def test_what_is_made_up_says_so():
    made_up = [row["name"] for row in facts.rows_of("fairs.csv") if row["is_illustrative"] == "yes"]
    assert len(made_up) == 2
    assert all(name.endswith("(minh hoạ)") for name in made_up)


def test_no_file_holds_a_phone_number_or_an_e_mail_address():
    for path in facts.DATA_DIR.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row if not cell.startswith("http")]
        assert [cell for cell in cells if re.search(r"\b0\d{2,3}[ .]?\d{3}[ .]?\d{3}\b|@", cell)] == [], path.name


def test_no_raw_column_of_the_collection_came_along():
    for path in facts.DATA_DIR.glob("*.csv"):
        assert "raw_" not in path.read_text(encoding="utf-8").splitlines()[0]


def test_every_product_has_a_reading_in_both_languages_and_every_good_a_pack():
    for product in PRODUCTS:
        reading = product.reading
        assert all((reading.name_en, reading.description, reading.description_en)), product.name
        assert 1 <= reading.set_number <= 26
        assert reading.vat_rate in {0, 5, 8, 10}
        assert bool(product.packs) == (reading.set_number != 26), product.name
        for pack in product.packs:
            assert pack.price % 1000 == 0
            assert pack.price >= 15_000
            assert pack.stock > 0
            net = pack.content_quantity if pack.content_unit != "piece" else 1
            assert pack.shipping_weight_grams > net * 0.9, (product.name, pack.pack)


def test_alcohol_pays_ten_percent_and_fresh_produce_does_not_travel_far():
    for product in PRODUCTS:
        if product.reading.set_number in {14, 15}:
            assert product.reading.vat_rate == 10
        if product.reading.set_number in {1, 2}:
            assert product.reading.travel_limit_km is not None, product.name
            assert product.reading.travel_limit_km <= 400


def test_thirty_products_have_run_out_and_four_have_no_date():
    states = {product.key: planned_recognitions(product, on=TODAY)[-1] for product in PRODUCTS}
    without_stars = [key for key in states if not stars_in_force(_product(key), on=TODAY)]
    assert len([key for key in without_stars if states[key].first_day is not None]) == 30
    assert len([key for key in without_stars if states[key].first_day is None]) == 4
    assert not any(states[key].is_illustrative for key in without_stars)


def test_an_illustrative_renewal_has_no_number_and_the_stars_of_the_real_one():
    for product in PRODUCTS:
        *before, last = planned_recognitions(product, on=TODAY)
        if last.is_illustrative:
            assert last.decision_number == ""
            assert last.issuing_authority == ""
            assert last.stars == before[-1].stars
            assert last.valid_from <= TODAY <= last.last_day
            if before[-1].last_day is not None:
                assert last.valid_from > before[-1].last_day
        assert not any(recognition.is_illustrative for recognition in before)


def test_certificates_of_one_product_never_overlap_on_any_day_it_may_be_loaded():
    for on in (TODAY, datetime.date(2027, 6, 1), datetime.date(2030, 1, 1)):
        for product in PRODUCTS:
            dated = [planned for planned in planned_recognitions(product, on=on) if planned.first_day]
            for earlier, later in itertools.pairwise(dated):
                assert earlier.last_day < later.first_day, product.name


@pytest.mark.parametrize(
    ("key", "level", "authority"),
    [
        (17, "ministry", "Bộ Nông nghiệp và Phát triển nông thôn"),
        (31, "district", "UBND huyện Đức Linh"),
        (229, "province", "UBND tỉnh Quảng Nam"),
        (61, "province", "UBND tỉnh Quảng Trị"),
    ],
)
def test_the_authority_is_the_one_of_its_time(key, level, authority):
    first = planned_recognitions(_product(key), on=TODAY)[0]
    assert (first.issuing_level, first.issuing_authority) == (level, authority)


def test_dates_are_as_exact_as_their_source():
    assert [
        (first.valid_from, first.precision)
        for first in (planned_recognitions(_product(key), on=TODAY)[0] for key in (161, 228, 231, 1, 172))
    ] == [
        (datetime.date(2020, 1, 8), "day"),
        (datetime.date(2020, 2, 14), "day"),
        (datetime.date(2025, 1, 17), "day"),
        (datetime.date(2020, 1, 1), "year"),
        (None, "day"),
    ]


def test_opening_hours_are_read_by_weekday():
    hours = facts.parse_hours("1 14:00-19:30; 2-7 07:30-12:00 14:00-19:30")
    assert [(list(stretch.weekdays), f"{stretch.opens_at:%H:%M}") for stretch in hours] == [
        ([1], "14:00"),
        ([2, 3, 4, 5, 6, 7], "07:30"),
        ([2, 3, 4, 5, 6, 7], "14:00"),
    ]
    assert facts.parse_hours("") == []


def test_a_small_demo_always_holds_the_goods_of_the_walk():
    for limit in (1, 6, 12, 40):
        chosen = [product.key for product in choose_products(limit)]
        assert set(WALK_KEYS) <= set(chosen)
        assert len(chosen) == len(set(chosen)) == max(limit, len(WALK_KEYS))
    assert choose_products(1000) == choose_products() == list(PRODUCTS)


def _product(key: int) -> facts.DemoProduct:
    return next(product for product in PRODUCTS if product.key == key)
