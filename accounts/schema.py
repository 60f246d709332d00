"""GraphQL of accounts: who is signed in."""

from __future__ import annotations

import graphene

from accounts.enums import TokenScope
from accounts.graph import require_user
from accounts.models import User


class MeType(graphene.ObjectType):
    """The user who is signed in."""

    class Meta:
        name = "Me"
        description = "The user who is signed in."

    full_name = graphene.String(required=True, description="The full name; empty when never given.")
    email = graphene.String(description="The e-mail address, if there is one.")
    email_verified = graphene.Boolean(required=True, description="Whether the address is confirmed.")
    phone = graphene.String(description="The phone number in E.164 (+84901234567), if there is one.")
    phone_verified = graphene.Boolean(required=True, description="Whether the number is confirmed.")


class Query:
    """What may be asked about an account."""

    me = graphene.Field(MeType, description="Who is signed in; needs the scope READ_ACCOUNT.")

    @staticmethod
    def resolve_me(root: object, info: graphene.ResolveInfo) -> User:
        """The user."""
        return require_user(info, TokenScope.READ_ACCOUNT)
