"""Carts, orders and what delivery costs."""

from shop.models.carts import Cart, CartLine
from shop.models.delivery import DeliveryRate
from shop.models.orders import Consignment, Order, OrderEvent, OrderLine

__all__ = ["Cart", "CartLine", "Consignment", "DeliveryRate", "Order", "OrderEvent", "OrderLine"]
