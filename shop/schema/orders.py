"""Orders by the API: one by its code and secret, and a buyer's own."""

from __future__ import annotations

from collections.abc import Mapping

import graphene
from django.utils.translation import gettext as _

from accounts.addresses import client_address
from accounts.enums import TokenScope
from accounts.graph import actor_of, errors_field, form_errors, require_scope, require_user
from accounts.schema import MeType
from geography.connections import ConnectionPage, keyset_page, page_arguments, purpose_of
from geography.graph import GraphError, RequestErrorCode, attach, clock
from shop.forms.lookup import OrderLookupForm
from shop.lookups import count_lookup
from shop.models import Order
from shop.schema.errors import OrderErrorCode, OrderErrorType
from shop.schema.order_types import OrderConnection, OrderType, share

NEWEST = ("-placed_at", "-pk")


class OrderLookupInput(graphene.InputObjectType):
    """What somebody remembers of an order."""

    class Meta:
        description = "What somebody remembers of an order."

    code = graphene.String(required=True, description="The order's code, or a parcel's, in any spelling.")
    phone = graphene.String(required=True, description="The phone number given with it, in any usual spelling.")


class LookUpOrder(graphene.Mutation):
    """Find an order by code and phone number."""

    class Meta:
        description = (
            "Find an order by its code and the phone number given with it, as the website does; a wrong number is "
            "answered like an unknown code. It changes nothing, but every try is counted: THROTTLED after too many."
        )

    class Arguments:
        """What is remembered."""

        input = OrderLookupInput(required=True, description="What is remembered of it.")

    order = graphene.Field(OrderType, description="The order, with its secret link; null when none is found.")
    errors = errors_field(OrderErrorType)

    @staticmethod
    def mutate(_root: object, info: graphene.ResolveInfo, input: Mapping[str, str]) -> LookUpOrder:
        """By Order.objects.known_to(). Raises Throttled."""
        require_scope(info, TokenScope.READ_ORDERS)
        form = OrderLookupForm(input)
        if not form.is_valid():
            return LookUpOrder(errors=form_errors(form, OrderErrorType))
        code, phone = form.cleaned_data["code"], form.cleaned_data["phone"]
        count_lookup(address=client_address(info.context.request), code=code, at=clock(info)[0])
        found = Order.objects.with_places().with_consignments().known_to(code=code, phone=phone)
        if found is None:
            message = _("No order has this code and this phone number.")
            return LookUpOrder(errors=[OrderErrorType(message=message, code=OrderErrorCode.NOT_FOUND)])
        return LookUpOrder(order=share(found), errors=[])


class OrderMutation:
    """What may be done about orders."""

    look_up_order = LookUpOrder.Field()


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
        **page_arguments(),
        description="The orders of who is signed in, the newest first; needs the scope READ_ORDERS.",
    )

    @staticmethod
    def resolve_order(_root: object, info: graphene.ResolveInfo, code: str, secret: str | None = None) -> Order:
        """With all that a page shows. Raises GraphError."""
        if secret is None:
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
        **page_arguments(),
        resolver=OrderQuery.resolve_orders,
        description="Your orders, the newest first; needs the scope READ_ORDERS.",
    ),
)
