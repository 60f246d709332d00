"""Carts, orders and what delivery costs."""

from shop.models.carts import MAX_LINES, MAX_QUANTITY, Cart, CartLine
from shop.models.delivery import DeliveryRate
from shop.models.orders import LINK_PARAMETER, Consignment, Order, OrderEvent, OrderLine

__all__ = [
    "LINK_PARAMETER",
    "MAX_LINES",
    "MAX_QUANTITY",
    "Cart",
    "CartLine",
    "Consignment",
    "DeliveryRate",
    "Order",
    "OrderEvent",
    "OrderLine",
]
