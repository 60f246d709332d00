"""GraphQL of accounts: signing in with an API token, one's own name and contacts, one's API tokens."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.translation import gettext as _

from accounts.enums import TokenScope
from accounts.forms import NameForm, SignInForm, TokenForm
from accounts.graph import (
    actor_of,
    errors_field,
    form_errors,
    make_error,
    require_user,
)
from accounts.models import ApiToken, User
from accounts.operations import TooManyTokensError, create_token, rename_user, revoke_token
from accounts.texts import ACCOUNT_CLOSED, UNCONFIRMED
from geography.graph import choices_enum, clock, described_enum

SHOWN_TOKENS = 100
TOKEN_FIELDS = {"days": "expiresInDays", "name": "name"}

ScopeEnum = choices_enum(
    TokenScope,
    "TokenScope",
    "What an API token may do for its user.",
    READ_ORDERS="See the user's orders.",
    WRITE_ORDERS="Fill the user's cart and order.",
    READ_ACCOUNT="See the user's name, contacts and list of tokens.",
    WRITE_ACCOUNT="Change the user's name, make tokens (with no more rights than its own) and revoke them.",
)
AccountErrorCode = described_enum(
    "AccountErrorCode",
    "Why a mutation about an account was refused.",
    REQUIRED="The field is empty.",
    INVALID="The value cannot be used.",
    MAX_LENGTH="The text is too long.",
    MIN_VALUE="The number is too small.",
    MAX_VALUE="The number is too large.",
    NO_MATCH="No account has this e-mail or phone with this password.",
    UNCONFIRMED="The e-mail address or phone number is not confirmed yet; that is done on the website.",
    CLOSED="The account is closed.",
    THROTTLED="That was tried too often.",
    TOO_MANY="The user has too many tokens already.",
    MISSING_SCOPE="The token used has not all these rights itself.",
    NO_TOKEN="No API token was used.",  # noqa: S106  a code's meaning
    NOT_FOUND="The user has no such token.",
)
AccountError = make_error("AccountError", AccountErrorCode)
NO_MATCH_CODES = {
    "email_password_mismatch": "NO_MATCH",
    "phone_password_mismatch": "NO_MATCH",
    "username_password_mismatch": "NO_MATCH",
}


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


class ApiTokenType(graphene.ObjectType):
    """An API token, without its secret."""

    class Meta:
        name = "ApiToken"
        description = "What a program sends as `Authorization: Bearer …` to act for a user; the secret is never here."

    id = graphene.ID(required=True, description="How the secret begins; names the token among its user's.")
    name = graphene.String(required=True, description="What the user calls it.")
    scopes = graphene.List(graphene.NonNull(ScopeEnum), required=True, description="What it may do.")
    created_at = graphene.DateTime(required=True, description="When it was made.")
    last_used_at = graphene.DateTime(description="When it was last used, to the hour; null when never.")
    expires_at = graphene.DateTime(description="When it ends; null when it is valid until it is revoked.")
    revoked_at = graphene.DateTime(description="When it was revoked; null when it was not.")
    is_usable = graphene.Boolean(required=True, description="Whether it can be used now.")

    @staticmethod
    def resolve_id(token: ApiToken, info: graphene.ResolveInfo) -> str:
        """Its beginning."""
        return token.beginning

    @staticmethod
    def resolve_is_usable(token: ApiToken, info: graphene.ResolveInfo) -> bool:
        """At the moment of the request."""
        return token.is_usable(clock(info)[0])


class Query:
    """What may be asked about an account."""

    me = graphene.Field(MeType, description="Who is signed in; needs the scope READ_ACCOUNT.")
    api_tokens = graphene.List(
        graphene.NonNull(ApiTokenType),
        description=f"The user's {SHOWN_TOKENS} newest API tokens, the newest first; needs the scope READ_ACCOUNT.",
    )

    @staticmethod
    def resolve_me(root: object, info: graphene.ResolveInfo) -> User:
        """The user."""
        return require_user(info, TokenScope.READ_ACCOUNT)

    @staticmethod
    def resolve_api_tokens(root: object, info: graphene.ResolveInfo) -> list[ApiToken]:
        """The user's own."""
        require_user(info, TokenScope.READ_ACCOUNT)
        return list(ApiToken.objects.visible_to(actor_of(info)).newest_first()[:SHOWN_TOKENS])


def _name(what: str) -> graphene.String:
    return graphene.String(required=True, description=f"{what}, at most 80 characters.")


def _scopes() -> graphene.List:
    return graphene.List(graphene.NonNull(ScopeEnum), required=True, description="What the token may do; at least one.")


def _days() -> graphene.Int:
    return graphene.Int(description="For how many days it is valid, 1 to 3650; null: until it is revoked.")


class SignInInput(graphene.InputObjectType):
    """Who signs in, and for what."""

    class Meta:
        description = "Who signs in, and which token is wanted."

    login = graphene.String(required=True, description="The e-mail address, or the phone number in any spelling.")
    password = graphene.String(required=True, description="The password.")
    token_name = _name("What the user will know the token by, for example the app and the device")
    scopes = _scopes()
    expires_in_days = _days()


class ApiTokenInput(graphene.InputObjectType):
    """A new token."""

    class Meta:
        description = "Which API token is wanted."

    name = _name("What the user will know it by")
    scopes = _scopes()
    expires_in_days = _days()


class MeInput(graphene.InputObjectType):
    """What a user may change."""

    class Meta:
        description = "What is to be changed about the user."

    full_name = graphene.String(required=True, description="The full name, at most 120 characters.")


def _token_form(name: str, given: Any) -> TokenForm:
    """The page's form with what a mutation was given."""
    return TokenForm({"name": name, "scopes": given.scopes, "days": given.get("expires_in_days")})


def _one_error(code: Any, message: object, field: str | None = None) -> list[Any]:
    return [AccountError(field=field, message=str(message), code=code)]


class SignIn(graphene.Mutation):
    """Give a token for a password."""

    class Meta:
        description = "Sign in: an API token for an e-mail address or phone number with its password."

    class Arguments:
        """What is needed."""

        input = SignInInput(required=True, description="Who signs in, and which token is wanted.")

    secret = graphene.String(description="The token, to be sent as `Authorization: Bearer …`; it is shown only now.")
    api_token = graphene.Field(ApiTokenType, description="What was made.")
    me = graphene.Field(MeType, description="Who signed in.")
    errors = errors_field(AccountError)

    @staticmethod
    def mutate(root: object, info: graphene.ResolveInfo, input: Any) -> SignIn:
        """Ask what the page's sign-in asks."""
        at, _today = clock(info)
        wanted = _token_form(input.token_name, input)
        if not wanted.is_valid():
            return SignIn(errors=form_errors(wanted, AccountError, names=TOKEN_FIELDS | {"name": "tokenName"}))
        form = SignInForm({"login": input.login, "password": input.password}, request=info.context.request)
        if not form.is_valid():
            return SignIn(errors=form_errors(form, AccountError, codes=NO_MATCH_CODES))
        user = form.user
        if not user.is_active:
            return SignIn(errors=_one_error(AccountErrorCode.CLOSED, ACCOUNT_CLOSED))
        if user.awaits_confirmation:
            return SignIn(errors=_one_error(AccountErrorCode.UNCONFIRMED, UNCONFIRMED, "login"))
        data = wanted.cleaned_data
        try:
            token, secret = create_token(
                user=user, name=data["name"], scopes=data["scopes"], at=at, expires_at=wanted.expires_at(at)
            )
        except TooManyTokensError as error:
            return SignIn(errors=_one_error(AccountErrorCode.TOO_MANY, error))
        return SignIn(secret=secret, api_token=token, me=user, errors=[])


class SignOut(graphene.Mutation):
    """Revoke the token used."""

    class Meta:
        description = "Sign out: the API token that this request was sent with is revoked."

    api_token = graphene.Field(ApiTokenType, description="The token, revoked.")
    errors = errors_field(AccountError)

    @staticmethod
    def mutate(root: object, info: graphene.ResolveInfo) -> SignOut:
        """End the token."""
        token = actor_of(info).token
        if token is None:
            return SignOut(errors=_one_error(AccountErrorCode.NO_TOKEN, _("No access code was used.")))
        return SignOut(api_token=revoke_token(token=token, at=clock(info)[0]), errors=[])


class UpdateMe(graphene.Mutation):
    """Change one's name."""

    class Meta:
        description = "Change the user's name; needs the scope WRITE_ACCOUNT."

    class Arguments:
        """What is needed."""

        input = MeInput(required=True, description="What is to be changed.")

    me = graphene.Field(MeType, description="The user as it is now.")
    errors = errors_field(AccountError)

    @staticmethod
    def mutate(root: object, info: graphene.ResolveInfo, input: Any) -> UpdateMe:
        """As the account page does."""
        user = require_user(info, TokenScope.WRITE_ACCOUNT)
        form = NameForm({"full_name": input.full_name})
        if not form.is_valid():
            return UpdateMe(errors=form_errors(form, AccountError))
        return UpdateMe(me=rename_user(user=user, full_name=form.cleaned_data["full_name"]), errors=[])


class CreateApiToken(graphene.Mutation):
    """Make a token."""

    class Meta:
        description = (
            "Make another API token; needs the scope WRITE_ACCOUNT. It gets no right that the API token used has not, "
            "and ends with that one at the latest."
        )

    class Arguments:
        """What is needed."""

        input = ApiTokenInput(required=True, description="Which token is wanted.")

    secret = graphene.String(description="The token, to be sent as `Authorization: Bearer …`; it is shown only now.")
    api_token = graphene.Field(ApiTokenType, description="What was made.")
    errors = errors_field(AccountError)

    @staticmethod
    def mutate(root: object, info: graphene.ResolveInfo, input: Any) -> CreateApiToken:
        """As the page of access codes does."""
        user, (at, _today) = require_user(info, TokenScope.WRITE_ACCOUNT), clock(info)
        form = _token_form(input.name, input)
        if not form.is_valid():
            return CreateApiToken(errors=form_errors(form, AccountError, names=TOKEN_FIELDS))
        data = form.cleaned_data
        if not all(actor_of(info).has_scope(scope) for scope in data["scopes"]):
            message = _("An access code cannot give rights that it has not itself.")
            return CreateApiToken(errors=_one_error(AccountErrorCode.MISSING_SCOPE, message, "scopes"))
        used = actor_of(info).token
        ends = [end for end in (form.expires_at(at), used.expires_at if used else None) if end is not None]
        try:
            token, secret = create_token(
                user=user, name=data["name"], scopes=data["scopes"], at=at, expires_at=min(ends, default=None)
            )
        except TooManyTokensError as error:
            return CreateApiToken(errors=_one_error(AccountErrorCode.TOO_MANY, error))
        return CreateApiToken(secret=secret, api_token=token, errors=[])


class RevokeApiToken(graphene.Mutation):
    """Revoke a token."""

    class Meta:
        description = "Revoke one of the user's API tokens; needs the scope WRITE_ACCOUNT."

    class Arguments:
        """What is needed."""

        id = graphene.ID(required=True, description="The token's id.")

    api_token = graphene.Field(ApiTokenType, description="The token, revoked.")
    errors = errors_field(AccountError)

    @staticmethod
    def mutate(root: object, info: graphene.ResolveInfo, id: str) -> RevokeApiToken:
        """As the page of access codes does."""
        require_user(info, TokenScope.WRITE_ACCOUNT)
        token = ApiToken.objects.visible_to(actor_of(info)).filter(beginning=id).first()
        if token is None:
            message = _("You have no such access code.")
            return RevokeApiToken(errors=_one_error(AccountErrorCode.NOT_FOUND, message, "id"))
        return RevokeApiToken(api_token=revoke_token(token=token, at=clock(info)[0]), errors=[])


class Mutation:
    """What may be done to an account."""

    sign_in = SignIn.Field(description="Sign in with a password, for an API token.")
    sign_out = SignOut.Field(description="Revoke the API token that this request was sent with.")
    update_me = UpdateMe.Field(description="Change the user's name.")
    create_api_token = CreateApiToken.Field(description="Make another API token.")
    revoke_api_token = RevokeApiToken.Field(description="Revoke one of the user's API tokens.")
