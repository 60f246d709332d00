"""The arithmetic of an order: whole đồng in, whole đồng out, no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class Rate(Protocol):
    """One band of the delivery table (shop.models.DeliveryRate)."""

    up_to_km: int
    first_grams: int
    first_fee: int
    step_grams: int
    step_fee: int
    days_min: int
    days_max: int


class PricedLine(Protocol):
    """Some packs at one price, VAT included (shop.models.OrderLine, a line of a cart)."""

    @property
    def total(self) -> int:
        """Đồng for all packs."""

    @property
    def vat_rate(self) -> int:
        """Percent."""


@dataclass(frozen=True)
class DeliveryQuote:
    """What one parcel costs to deliver, in đồng, and how many days it takes."""

    fee: int
    days_min: int
    days_max: int


@dataclass(frozen=True)
class Breakdown:
    """What an order comes to, in đồng; `vat_by_rate` is what the goods' prices include, by percent, zero left out."""

    goods_total: int
    delivery_total: int
    vat_by_rate: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """What the buyer pays."""
        return self.goods_total + self.delivery_total

    @property
    def vat_total(self) -> int:
        """VAT within the goods' total."""
        return sum(self.vat_by_rate.values())


def round_half_up(numerator: int, denominator: int) -> int:
    """The quotient as the nearest whole number, halves upwards; the one place where money is rounded."""
    return (2 * numerator + denominator) // (2 * denominator)


def vat_within(amount: int, rate: int) -> int:
    """The VAT in đồng that an amount includes at a rate in percent."""
    return round_half_up(amount * rate, 100 + rate)


def break_down(lines: Iterable[PricedLine], delivery_fees: Iterable[int] = ()) -> Breakdown:
    """Add up lines and delivery fees; VAT is rounded line by line."""
    goods_total = 0
    vat_by_rate: dict[int, int] = {}
    for line in lines:
        goods_total += line.total
        if vat := vat_within(line.total, line.vat_rate):
            vat_by_rate[line.vat_rate] = vat_by_rate.get(line.vat_rate, 0) + vat
    return Breakdown(goods_total, sum(delivery_fees), dict(sorted(vat_by_rate.items())))


def split_by_largest_remainder(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in đồng by weights so that the parts sum to it exactly; ties go to the earlier part.

    Without any weight the parts are as even as can be. Raises ValueError for no parts or a negative figure.
    """
    if not weights or amount < 0 or min(weights) < 0:
        raise ValueError("An amount is split into at least one part, and nothing is negative.")
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def quote_delivery(rates: Iterable[Rate], *, distance_km: int, weight_grams: int) -> DeliveryQuote | None:
    """The quote of the first band that reaches so far, for a parcel's whole weight; None beyond the last band."""
    reaching = [rate for rate in rates if rate.up_to_km >= distance_km]
    if not reaching:
        return None
    rate = min(reaching, key=lambda rate: rate.up_to_km)
    further = max(0, weight_grams - rate.first_grams)
    steps = -(-further // rate.step_grams)
    return DeliveryQuote(rate.first_fee + steps * rate.step_fee, rate.days_min, rate.days_max)
