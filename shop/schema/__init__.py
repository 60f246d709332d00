"""GraphQL of the shop: the home page, the product list, carts, checkout and orders."""

from __future__ import annotations

from shop.schema.carts import CartMutation, CartQuery
from shop.schema.checkout import CheckoutMutation, CheckoutQuery
from shop.schema.makers import MakersQuery
from shop.schema.orders import OrderMutation, OrderQuery
from shop.schema.products import ProductsQuery
from shop.schema.storefront import StorefrontQuery


class Query(StorefrontQuery, ProductsQuery, MakersQuery, CartQuery, CheckoutQuery, OrderQuery):
    """What may be asked of the shop."""


class Mutation(CartMutation, CheckoutMutation, OrderMutation):
    """What may be done in the shop."""
