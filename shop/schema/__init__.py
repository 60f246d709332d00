"""GraphQL of the shop: the product list, carts, checkout and orders."""

from __future__ import annotations

from shop.schema.carts import CartMutation, CartQuery
from shop.schema.checkout import CheckoutMutation, CheckoutQuery
from shop.schema.orders import OrderQuery
from shop.schema.products import ProductsQuery


class Query(ProductsQuery, CartQuery, CheckoutQuery, OrderQuery):
    """What may be asked of the shop."""


class Mutation(CartMutation, CheckoutMutation):
    """What may be done in the shop."""
