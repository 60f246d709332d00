"""The arithmetic of an order."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pricing import (
    break_down,
    quote_delivery,
    round_half_up,
    split_by_largest_remainder,
    vat_within,
)

AMOUNTS = st.integers(min_value=0, max_value=10**12)


@dataclass(frozen=True)
class Goods:
    total: int
    vat_rate: int


@dataclass(frozen=True)
class Band:
    up_to_km: int
    first_grams: int = 500
    first_fee: int = 16_000
    step_grams: int = 500
    step_fee: int = 2_500
    days_min: int = 1
    days_max: int = 2


NEAR, FAR = Band(30), Band(100, first_fee=20_000, step_fee=3_000, days_min=2, days_max=4)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(0, 3, 0), (1, 2, 1), (3, 2, 2), (1, 3, 0), (2, 3, 1)]
)
def test_halves_are_rounded_upwards(numerator, denominator, rounded):
    assert round_half_up(numerator, denominator) == rounded


def test_the_vat_within_108_dong_at_8_percent_is_8():
    assert vat_within(108, 8) == 8
    assert vat_within(120_000, 8) == 8_889
    assert vat_within(120_000, 0) == 0


@given(AMOUNTS, st.sampled_from([0, 5, 8, 10]))
def test_the_vat_is_never_further_than_half_a_dong_from_the_exact_share(amount, rate):
    assert abs(vat_within(amount, rate) * (100 + rate) - amount * rate) * 2 <= 100 + rate


def test_a_breakdown_rounds_the_vat_of_each_line_and_keeps_the_rates_apart():
    sums = break_down([Goods(120_000, 8), Goods(45_000, 8), Goods(10_000, 0), Goods(21_000, 5)], [20_000, 35_000])
    assert (sums.goods_total, sums.delivery_total, sums.total) == (196_000, 55_000, 251_000)
    assert sums.vat_by_rate == {5: 1_000, 8: 8_889 + 3_333}
    assert sums.vat_total == 13_222


@given(st.lists(st.builds(Goods, total=AMOUNTS, vat_rate=st.sampled_from([0, 5, 8, 10]))), st.lists(AMOUNTS))
def test_a_total_is_always_goods_and_delivery_and_holds_its_vat(lines, fees):
    sums = break_down(lines, fees)
    assert sums.total == sum(line.total for line in lines) + sum(fees)
    assert 0 <= sums.vat_total <= sums.goods_total


def test_ten_dong_split_in_three_give_the_first_part_one_more():
    assert split_by_largest_remainder(10, [1, 1, 1]) == [4, 3, 3]
    assert split_by_largest_remainder(10, [0, 0]) == [5, 5]
    assert split_by_largest_remainder(100, [1, 2, 3]) == [17, 33, 50]


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=60))
def test_the_parts_of_a_split_sum_to_the_whole_and_are_less_than_a_dong_from_their_share(amount, weights):
    parts = split_by_largest_remainder(amount, weights)
    assert sum(parts) == amount
    whole = sum(weights)
    if whole:
        assert all(abs(part * whole - amount * weight) < whole for part, weight in zip(parts, weights, strict=True))


@pytest.mark.parametrize(("amount", "weights"), [(10, []), (-1, [1]), (10, [2, -1])])
def test_a_split_without_parts_or_with_a_negative_figure_is_refused(amount, weights):
    with pytest.raises(ValueError, match="split"):
        split_by_largest_remainder(amount, weights)


@pytest.mark.parametrize(
    ("distance_km", "weight_grams", "fee"),
    [(0, 1, 16_000), (30, 500, 16_000), (30, 501, 18_500), (31, 1_500, 26_000), (100, 1_501, 29_000)],
)
def test_delivery_goes_by_the_first_band_that_reaches_and_by_each_step_begun(distance_km, weight_grams, fee):
    assert quote_delivery([FAR, NEAR], distance_km=distance_km, weight_grams=weight_grams).fee == fee


def test_beyond_the_last_band_there_is_no_quote():
    assert quote_delivery([NEAR, FAR], distance_km=101, weight_grams=500) is None
    assert quote_delivery([], distance_km=0, weight_grams=500) is None


@given(st.integers(0, 100), st.integers(1, 10**6), st.integers(1, 10**6))
def test_more_weight_never_costs_less(distance_km, one, other):
    lighter, heavier = sorted((one, other))
    quotes = [quote_delivery([NEAR, FAR], distance_km=distance_km, weight_grams=grams) for grams in (lighter, heavier)]
    assert quotes[0].fee <= quotes[1].fee
