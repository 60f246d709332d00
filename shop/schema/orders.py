"""Orders by the API: one by its code and secret, and a buyer's own."""

from __future__ import annotations

import graphene
from django.utils.translation import gettext as _

from accounts.enums import TokenScope
from accounts.graph import (
    ConnectionPage,
    actor_of,
    keyset_page,
    page_arguments,
    purpose_of,
    require_scope,
    require_user,
)
from accounts.schema import MeType
from geography.graph import GraphError, RequestErrorCode, attach
from shop.models import Order
from shop.schema.order_types import OrderConnection, OrderType, share

NEWEST = ("-placed_at", "-pk")


class OrderQuery:
    """What may be asked about orders."""

    order = graphene.Field(
        OrderType,
        code=graphene.String(required=True, description="The order's code, in capitals or not."),
        secret=graphene.String(description="The secret of its link; an account needs none for its own."),
        description="One order, for its buyer, for whoever holds its secret, and for an operator. All else is "
        "answered NOT_FOUND. Without a secret it needs the scope READ_ORDERS.",
    )
    orders = graphene.Field(
        OrderConnection,
        required=True,
        **page_arguments(),
        description="The orders of who is signed in, the newest first; needs the scope READ_ORDERS.",
    )

    @staticmethod
    def resolve_order(_root: object, info: graphene.ResolveInfo, code: str, secret: str | None = None) -> Order:
        """With all that a page shows. Raises GraphError."""
        require_scope(info, TokenScope.READ_ORDERS)
        actor = actor_of(info, order_secret=secret or "")
        orders = Order.objects.with_places().with_consignments().visible_to(actor)
        found = orders.filter(code=code.upper()).first()
        if found is None:
            raise GraphError(_("There is no such order, or its secret is another."), RequestErrorCode.NOT_FOUND)
        return share(found) if secret == found.secret else found

    @staticmethod
    def resolve_orders(
        _root: object, info: graphene.ResolveInfo, first: int | None = None, after: str | None = None
    ) -> ConnectionPage:
        """By keyset. Raises GraphError."""
        user = require_user(info, TokenScope.READ_ORDERS)
        return keyset_page(
            Order.objects.owned_by(user),
            order=NEWEST,
            first=first,
            after=after,
            purpose=purpose_of("orders", NEWEST, user=user.pk),
        )


attach(
    MeType,
    "orders",
    graphene.Field(
        OrderConnection,
        required=True,
        **page_arguments(),
        resolver=OrderQuery.resolve_orders,
        description="Your orders, the newest first; needs the scope READ_ORDERS.",
    ),
)
