"""Reading a cart: its lines with price, certificate, stock and problem on a day, grouped by maker, and the sums.

The cart page, the checkout and place_order() all use this one reading.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.enums import Hindrance
from catalog.models import ProductImage
from geography.distance import distance_km
from points_of_sale.models import Outlet, StockItem
from shop.enums import LineProblem
from shop.models import CartLine, DeliveryRate
from shop.pricing import Breakdown, DeliveryQuote, break_down, quote_delivery

if TYPE_CHECKING:
    from catalog.models import Certificate, Producer, Product, Variant
    from geography.models import Unit
    from shop.models import Cart

# What keeps a product from sale, whatever its certificates say.
UNLISTED = {Hindrance.NOT_PUBLISHED, Hindrance.PRODUCER_INACTIVE, Hindrance.SERVICE}


@dataclass(frozen=True)
class Line:
    """One line of a cart as it stands today."""

    row: CartLine
    certificate: Certificate | None
    supply_outlet: Outlet | None
    available: int
    distance_km: int | None
    problem: LineProblem | None = None

    @property
    def variant(self) -> Variant:
        """The pack."""
        return self.row.variant

    @property
    def product(self) -> Product:
        """Whose pack it is."""
        return self.row.variant.product

    @property
    def quantity(self) -> int:
        """How many packs are wanted."""
        return self.row.quantity

    @property
    def unit_price(self) -> int:
        """Today's price of a pack, in đồng."""
        return self.row.variant.price

    @property
    def total(self) -> int:
        """Today's price of all packs, in đồng."""
        return self.unit_price * self.quantity

    @property
    def vat_rate(self) -> int:
        """Percent, within the price."""
        return self.product.vat_rate

    @property
    def weight_grams(self) -> int:
        """All packs, ready to ship."""
        return self.variant.shipping_weight_grams * self.quantity

    @property
    def problem_words(self) -> str:
        """What stands in the way, as a sentence; empty when nothing does."""
        if self.problem == LineProblem.TOO_FEW:
            return ngettext("Only %(count)d left.", "Only %(count)d left.", self.available) % {"count": self.available}
        if self.problem == LineProblem.TOO_FAR and self.product.travel_limit_km is not None:
            return _("Delivered fresh, at most %(limit)d km; this address is %(distance)d km away.") % {
                "limit": self.product.travel_limit_km,
                "distance": self.distance_km or 0,
            }
        return f"{capfirst(LineProblem(self.problem).label)}." if self.problem else ""

    @property
    def price_changed(self) -> bool:
        """Whether the price is another than the buyer last agreed to."""
        return self.row.seen_price != self.unit_price

    def with_only(self, available: int) -> Line:
        """The same line when so many packs are left, which are fewer than wanted."""
        problem = LineProblem.TOO_FEW if available else LineProblem.SOLD_OUT
        return replace(self, available=available, problem=problem)


@dataclass(frozen=True)
class Parcel:
    """What one maker would supply: a consignment before it is one. `quote` is known once the address is."""

    producer: Producer
    lines: Sequence[Line]
    quote: DeliveryQuote | None = None

    @property
    def orderable(self) -> list[Line]:
        """The lines that can be ordered."""
        return [line for line in self.lines if line.problem is None]

    @property
    def goods_total(self) -> int:
        """Đồng for the lines that can be ordered."""
        return sum(line.total for line in self.orderable)

    @property
    def supply_outlet(self) -> Outlet | None:
        """Where the goods lie; None when nothing can be ordered."""
        return self.orderable[0].supply_outlet if self.orderable else None

    @property
    def distance_km(self) -> int | None:
        """From there to the buyer's commune; None without goods or address."""
        return self.orderable[0].distance_km if self.orderable else None

    @property
    def weight_grams(self) -> int:
        """The parcel's weight."""
        return sum(line.weight_grams for line in self.orderable)


@dataclass(frozen=True)
class Contents:
    """A whole cart on a day, by maker; with a destination it also says what delivery costs."""

    parcels: Sequence[Parcel]
    destination: Unit | None = None

    @cached_property
    def lines(self) -> list[Line]:
        """All lines, in the order of their makers."""
        return [line for parcel in self.parcels for line in parcel.lines]

    @cached_property
    def orderable(self) -> list[Line]:
        """The lines that can be ordered; only these count."""
        return [line for line in self.lines if line.problem is None]

    @cached_property
    def blocked(self) -> list[Line]:
        """The lines that have to be changed or removed first."""
        return [line for line in self.lines if line.problem is not None]

    @cached_property
    def changed(self) -> list[Line]:
        """The lines whose new price the buyer has to agree to."""
        return [line for line in self.orderable if line.price_changed]

    @property
    def needs_adult(self) -> bool:
        """Whether anything is sold to adults only."""
        return any(line.product.product_set.is_alcohol for line in self.orderable)

    @cached_property
    def breakdown(self) -> Breakdown:
        """The sums; delivery counts as nothing until a destination is known."""
        return break_down(self.orderable, (parcel.quote.fee for parcel in self.parcels if parcel.quote))


def read_contents(cart: Cart | None, *, on: datetime.date, destination: Unit | None = None) -> Contents:
    """Read a cart in at most four queries, whatever the number of lines; `destination` is a commune in force."""
    rows = list(cart.lines.with_goods()) if cart else []
    if not rows:
        return Contents((), destination)
    prefetch_related_objects([row.variant.product for row in rows], "certificates")
    stock = _stock_for(rows)
    rates = list(DeliveryRate.objects.all()) if destination else []
    lines = []
    for row in rows:
        item = stock.get(row.variant_id)
        line = Line(
            row=row,
            certificate=row.variant.product.certificate_in_force(on),
            supply_outlet=item.outlet if item else None,
            available=item.available if item else 0,
            distance_km=_distance(item.outlet, destination, rates) if item and destination else None,
        )
        problem = _listing_problem(line, on) or _stock_problem(line) or _travel_problem(line, rates)
        lines.append(replace(line, problem=problem))
    return Contents(_by_maker(lines, rates), destination)


def load_pictures(contents: Contents) -> None:
    """Give the products their first pictures, for a page that shows them: one query."""
    first = ProductImage.objects.ready().order_by("position", "pk")[:1]
    prefetch_related_objects([line.product for line in contents.lines], Prefetch("images", first, "card_images"))


def _stock_for(rows: Iterable[CartLine]) -> dict[int, StockItem]:
    """What can be promised of each pack, with the premises it would come from."""
    items = StockItem.objects.orderable().filter(variant__in=[row.variant_id for row in rows])
    places = items.select_related("outlet__commune", "outlet__province", "outlet__former_unit")
    return {item.variant_id: item for item in places}


def _listing_problem(line: Line, on: datetime.date) -> LineProblem | None:
    hindrance = line.product.why_not_sellable(on)
    if not line.variant.is_active or (hindrance is not None and hindrance.reason in UNLISTED):
        return LineProblem.NOT_LISTED
    return LineProblem.CERTIFICATE_ENDED if hindrance is not None else None


def _stock_problem(line: Line) -> LineProblem | None:
    return line.with_only(line.available).problem if line.available < line.quantity else None


def _travel_problem(line: Line, rates: Sequence[DeliveryRate]) -> LineProblem | None:
    if line.distance_km is None:
        return None
    limit = line.product.travel_limit_km
    is_beyond = line.distance_km > _farthest(rates) or (limit is not None and line.distance_km > limit)
    return LineProblem.TOO_FAR if is_beyond else None


def _farthest(rates: Sequence[DeliveryRate]) -> int:
    return max((rate.up_to_km for rate in rates), default=-1)


def _distance(outlet: Outlet, destination: Unit, rates: Sequence[DeliveryRate]) -> int:
    """Whole kilometres from centre to centre; where one is unknown, as far as anything is delivered."""
    start, end = outlet.centre(), destination.centre
    return max(_farthest(rates), 0) if start is None or end is None else round(distance_km(start, end))


def _by_maker(lines: Iterable[Line], rates: Sequence[DeliveryRate]) -> list[Parcel]:
    makers: dict[int, list[Line]] = {}
    for line in lines:
        makers.setdefault(line.product.producer_id, []).append(line)
    parcels = (Parcel(group[0].product.producer, group) for group in makers.values())
    return [replace(parcel, quote=_quote(parcel, rates)) for parcel in parcels]


def _quote(parcel: Parcel, rates: Sequence[DeliveryRate]) -> DeliveryQuote | None:
    if parcel.distance_km is None:
        return None
    return quote_delivery(rates, distance_km=parcel.distance_km, weight_grams=parcel.weight_grams)
