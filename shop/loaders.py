"""Batches for the shop's GraphQL: what belongs to orders and products, read once for all rows of a request."""

from __future__ import annotations

from collections.abc import Sequence

from geography.loaders import Related


class OrderParts(Related):
    """Orders with what each maker supplies: lines, steps, and how to reach the maker."""

    def lookups(self) -> Sequence[str]:
        """As OrderQuerySet.with_consignments() reads them."""
        return ("consignments__producer", "consignments__lines", "consignments__events")
