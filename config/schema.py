"""The one GraphQL schema: what the apps' `schema.py` give, joined.

Each app has mixins `Query` and `Mutation` (plain classes with fields and `resolve_…` as static methods; mutations as
`add_to_cart = AddToCart.Field(description="…")`). Add an app by importing its module and naming its mixins, the higher
app first.
"""

from __future__ import annotations

import graphene

from accounts import schema as accounts
from catalog import schema as catalog
from fairs import schema as fairs
from geography import schema as geography
from geography.graph import RequestErrorCode
from points_of_sale import schema as points_of_sale
from shop import schema as shop


class Query(
    shop.Query, fairs.Query, points_of_sale.Query, catalog.Query, accounts.Query, geography.Query, graphene.ObjectType
):
    """Everything that may be asked."""

    class Meta:
        description = "Everything that may be asked; nothing of it changes anything."


class Mutation(shop.Mutation, accounts.Mutation, graphene.ObjectType):
    """Everything that may be changed."""

    class Meta:
        description = "Everything that may be changed; each field is one change, and refuses in its own `errors`."


schema = graphene.Schema(query=Query, mutation=Mutation, types=[RequestErrorCode])
