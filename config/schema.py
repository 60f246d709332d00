"""The one GraphQL schema: what the apps' `schema.py` give, joined.

Each app has mixins `Query` and `Mutation` (plain classes with fields and `resolve_…` as static methods; mutations as
`add_to_cart = AddToCart.Field(description="…")`). Add an app by importing its module and naming its mixins, the higher
app first.
"""

from __future__ import annotations

import graphene

from accounts import schema as accounts
from catalog import schema as catalog
from geography import schema as geography
from geography.graph import RequestErrorCode


class Query(catalog.Query, accounts.Query, geography.Query, graphene.ObjectType):
    """Everything that may be asked."""

    class Meta:
        description = "Everything that may be asked; nothing of it changes anything."


schema = graphene.Schema(query=Query, types=[RequestErrorCode])
