"""Carts, orders and what delivery costs."""

from shop.models.carts import MAX_LINES, MAX_QUANTITY, Cart, CartLine
from shop.models.delivery import DeliveryRate
from shop.models.orders import LINK_PARAMETER, Consignment, Order, OrderEvent, OrderLine
from shop.models.requests import MAX_KEY_LENGTH, CartRequest

__all__ = [
    "LINK_PARAMETER",
    "MAX_KEY_LENGTH",
    "MAX_LINES",
    "MAX_QUANTITY",
    "Cart",
    "CartLine",
    "CartRequest",
    "Consignment",
    "DeliveryRate",
    "Order",
    "OrderEvent",
    "OrderLine",
]
