"""Outlets, what they carry, and all stock."""

from points_of_sale.models.outlets import Carried, OpeningHours, Outlet, OutletManager
from points_of_sale.models.stock import StockItem, StockMovement

__all__ = ["Carried", "OpeningHours", "Outlet", "OutletManager", "StockItem", "StockMovement"]
