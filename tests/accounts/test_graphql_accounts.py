"""Accounts by GraphQL: signing in and out, one's name, one's tokens; the same words as the pages'."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from accounts import limits
from accounts.adapter import NO_MATCH
from accounts.enums import TokenScope
from accounts.models import ApiToken, User
from accounts.operations import MAX_TOKENS
from tests import cast
from tests.graph import ask, bearer, data_of

SIGN_IN = """
  mutation ($input: SignInInput!) {
    signIn(input: $input) { secret me { fullName } apiToken { id name scopes expiresAt } errors { field code message } }
  }
"""
CREATE = """
  mutation ($input: ApiTokenInput!) {
    createApiToken(input: $input) { secret apiToken { id scopes } errors { field code message } }
  }
"""
INPUT = {
    "login": "lan@example.com",
    "password": cast.PASSWORD,
    "tokenName": "Điện thoại của Lan",
    "scopes": ["READ_ORDERS", "READ_ACCOUNT"],
}


def signed_in(client: Client, **changes: Any) -> dict[str, Any]:
    return data_of(client, SIGN_IN, input=INPUT | changes)["signIn"]


def test_a_password_gives_a_token_that_works(stranger, lan):
    answer = signed_in(stranger, expiresInDays=30)
    token = ApiToken.objects.get()
    assert answer["errors"] == []
    assert answer["me"] == {"fullName": "Chị Lan"}
    assert answer["apiToken"] == {
        "id": token.beginning,
        "name": "Điện thoại của Lan",
        "scopes": ["READ_ORDERS", "READ_ACCOUNT"],
        "expiresAt": token.expires_at.isoformat(),
    }
    assert data_of(bearer(answer["secret"]), "{ me { email } }") == {"me": {"email": "lan@example.com"}}
    assert not stranger.cookies


@pytest.mark.parametrize("login", ["0900000001", "+84 900 000 001", "LAN@example.com "])
def test_a_phone_number_or_address_in_any_spelling_signs_in(stranger, lan, login):
    assert signed_in(stranger, login=login)["me"] == {"fullName": "Chị Lan"}


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"password": "sai"}, None, "NO_MATCH"),
        ({"login": "khong-co@example.com"}, None, "NO_MATCH"),
        ({"login": "0900000009"}, None, "NO_MATCH"),
        ({"login": "ai do"}, None, "NO_MATCH"),
        ({"login": ""}, "login", "REQUIRED"),
        ({"password": ""}, "password", "REQUIRED"),
        ({"login": "x" * 300}, "login", "MAX_LENGTH"),
        ({"tokenName": ""}, "tokenName", "REQUIRED"),
        ({"tokenName": "x" * 81}, "tokenName", "MAX_LENGTH"),
        ({"scopes": []}, "scopes", "REQUIRED"),
        ({"expiresInDays": 0}, "expiresInDays", "MIN_VALUE"),
        ({"expiresInDays": 3_651}, "expiresInDays", "MAX_VALUE"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_no_token_is_made(stranger, lan, wrong, field, code):
    answer = signed_in(stranger, **wrong)
    assert [(error["field"], error["code"]) for error in answer["errors"]] == [(field, code)]
    assert (answer["secret"], answer["apiToken"], answer["me"]) == (None, None, None)
    assert not ApiToken.objects.exists()


def test_the_words_are_the_page_s(stranger, lan):
    [error] = ask(stranger, SIGN_IN, language="vi", input=INPUT | {"password": "sai"})["data"]["signIn"]["errors"]
    assert error["message"] == str(NO_MATCH)


def test_page_and_api_count_wrong_passwords_together(stranger, lan):
    for _ in range(limits.SIGN_INS_PER_ACCOUNT - 1):
        stranger.post("/tai-khoan/dang-nhap/", {"login": "lan@example.com", "password": "sai"})
    assert signed_in(stranger, password="sai")["errors"][0]["code"] == "NO_MATCH"
    [error] = signed_in(stranger)["errors"]
    assert error["code"] == "THROTTLED"
    assert error["message"].startswith("That was tried too often.")
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"email_verified": False}, "UNCONFIRMED"),
        ({"phone_verified": False}, "UNCONFIRMED"),
        ({"is_active": False}, "CLOSED"),
    ],
)
def test_an_unconfirmed_or_closed_account_is_refused(stranger, lan, changes, code):
    User.objects.filter(pk=lan.pk).update(**changes)
    assert [error["code"] for error in signed_in(stranger)["errors"]] == [code]
    assert not ApiToken.objects.exists()


def test_signing_out_revokes_the_token_used_and_no_other(lan):
    _, secret = cast.make_token(user=lan)
    kept, _ = cast.make_token(user=lan)
    answer = data_of(bearer(secret), "mutation { signOut { apiToken { isUsable } errors { code } } }")
    assert answer["signOut"] == {"apiToken": {"isUsable": False}, "errors": []}
    ask(bearer(secret), "{ __typename }", status=401)
    assert ApiToken.objects.get(revoked_at=None) == kept


@pytest.mark.parametrize(("name", "code"), [("", "REQUIRED"), (" \u200b ", "REQUIRED"), ("x" * 121, "MAX_LENGTH")])
def test_a_wrong_name_is_refused_as_on_the_page(lan, name, code):
    query = "mutation ($name: String!) { updateMe(input: {fullName: $name}) { me { fullName } errors { field code } } }"
    answer = data_of(bearer(cast.make_token(user=lan)[1]), query, name=name)
    assert answer["updateMe"] == {"me": None, "errors": [{"field": "fullName", "code": code}]}
    assert User.objects.get(pk=lan.pk).full_name == "Chị Lan"


def test_a_user_lists_and_revokes_the_own_tokens_only(lan, minh):
    token, secret = cast.make_token(user=lan)
    other, _ = cast.make_token(user=minh)
    client = bearer(secret)
    assert data_of(client, "{ apiTokens { id isUsable } }") == {
        "apiTokens": [{"id": token.beginning, "isUsable": True}]
    }
    query = "mutation ($id: ID!) { revokeApiToken(id: $id) { apiToken { id } errors { field code } } }"
    assert data_of(client, query, id=other.beginning)["revokeApiToken"] == {
        "apiToken": None,
        "errors": [{"field": "id", "code": "NOT_FOUND"}],
    }
    assert ApiToken.objects.get(pk=other.pk).revoked_at is None
    assert data_of(client, query, id=token.beginning)["revokeApiToken"]["errors"] == []
    assert ApiToken.objects.get(pk=token.pk).revoked_at is not None


def test_a_token_gives_no_right_that_it_has_not_itself(lan, sign_in):
    scopes = (TokenScope.WRITE_ACCOUNT, TokenScope.READ_ORDERS)
    client = bearer(cast.make_token(user=lan, scopes=scopes)[1])
    wider = data_of(client, CREATE, input={"name": "Khác", "scopes": ["READ_ORDERS", "WRITE_ORDERS"]})
    assert [(error["field"], error["code"]) for error in wider["createApiToken"]["errors"]] == [
        ("scopes", "MISSING_SCOPE")
    ]
    assert ApiToken.objects.count() == 1
    narrower = data_of(client, CREATE, input={"name": "Khác", "scopes": ["READ_ORDERS"]})["createApiToken"]
    assert narrower["apiToken"]["scopes"] == ["READ_ORDERS"]
    anything = data_of(sign_in(lan), CREATE, input={"name": "Khác", "scopes": [scope.name for scope in TokenScope]})
    assert anything["createApiToken"]["errors"] == []


@pytest.mark.parametrize("days", [None, 30])
def test_a_token_makes_none_that_outlives_it(lan, days):
    ends = cast.NOW + datetime.timedelta(days=1)
    client = bearer(cast.make_token(user=lan, scopes=(TokenScope.WRITE_ACCOUNT,), expires_at=ends)[1])
    wanted = {"name": "Khác", "scopes": ["WRITE_ACCOUNT"], "expiresInDays": days}
    assert data_of(client, CREATE, input=wanted)["createApiToken"]["errors"] == []
    assert ApiToken.objects.get(name="Khác").expires_at == ends


def test_too_many_tokens_are_refused_at_both_doors(stranger, lan):
    client = bearer(cast.make_token(user=lan)[1])
    for _ in range(MAX_TOKENS - 1):
        cast.make_token(user=lan)
    made = data_of(client, CREATE, input={"name": "Khác", "scopes": ["READ_ORDERS"]})["createApiToken"]
    assert [error["code"] for error in made["errors"]] == ["TOO_MANY"]
    assert [error["code"] for error in signed_in(stranger)["errors"]] == ["TOO_MANY"]
    assert ApiToken.objects.count() == MAX_TOKENS
