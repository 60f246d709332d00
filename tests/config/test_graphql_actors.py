"""Who asks: a guest, a browser's session with its CSRF token, or a program with an API token."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from accounts.enums import TokenScope
from accounts.models import ApiToken, User
from accounts.operations import revoke_token
from tests import cast
from tests.cast import NOW
from tests.graph import ask, bearer, data_of

ME = "{ me { fullName email phone emailVerified phoneVerified } }"
RENAME = 'mutation { updateMe(input: {fullName: "Người khác"}) { me { fullName } errors { code } } }'
LAN = {
    "fullName": "Chị Lan",
    "email": "lan@example.com",
    "phone": "+84900000001",
    "emailVerified": True,
    "phoneVerified": True,
}


@pytest.fixture
def browser(lan) -> Client:
    """Lan's browser, which has to pass the check of CSRF."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(lan)
    return client


def csrf_of(client: Client) -> str:
    client.get("/tai-khoan/")
    return client.cookies["csrftoken"].value


def code_of(client: Client, query: str, *, status: int = 200) -> str:
    [error] = ask(client, query, status=status)["errors"]
    return error["extensions"]["code"]


def test_a_guest_is_asked_to_sign_in(db, stranger):
    answer = ask(stranger, ME)
    assert answer["data"] == {"me": None}
    assert answer["errors"] == [{"message": "Please sign in.", "extensions": {"code": "NOT_SIGNED_IN"}, "path": ["me"]}]


def test_a_phone_app_without_cookies_and_token_may_change_what_guests_may(db):
    client = Client(enforce_csrf_checks=True)
    assert data_of(client, "mutation { signOut { errors { code } } }") == {
        "signOut": {"errors": [{"code": "NO_TOKEN"}]}
    }


def test_a_session_is_believed_with_the_token_of_csrf(browser):
    token = csrf_of(browser)
    response = browser.post("/graphql/", {"query": ME}, content_type="application/json", headers={"X-CSRFToken": token})
    assert response.json() == {"data": {"me": LAN}}


@pytest.mark.parametrize("token", ["", "x" * 64, "đ"])
@pytest.mark.parametrize("query", [ME, RENAME])
def test_a_session_without_it_is_refused_and_nothing_changes(browser, lan, query, token):
    csrf_of(browser)
    headers = {"X-CSRFToken": token} if token else {}
    response = browser.post("/graphql/", {"query": query}, content_type="application/json", headers=headers)
    assert response.status_code == 403
    assert response.json()["errors"][0]["extensions"] == {"code": "CSRF_FAILED"}
    assert User.objects.get(pk=lan.pk).full_name == "Chị Lan"


def test_another_site_is_refused_even_with_the_token_of_csrf(browser, lan):
    headers = {"X-CSRFToken": csrf_of(browser), "Origin": "https://evil.example"}
    response = browser.post("/graphql/", {"query": RENAME}, content_type="application/json", headers=headers)
    assert response.status_code == 403
    assert User.objects.get(pk=lan.pk).full_name == "Chị Lan"


def test_a_program_with_a_token_needs_no_token_of_csrf(lan):
    _, secret = cast.make_token(user=lan)
    assert data_of(bearer(secret), ME) == {"me": LAN}
    assert data_of(bearer(secret), RENAME) == {"updateMe": {"me": {"fullName": "Người khác"}, "errors": []}}


def test_a_token_counts_and_the_session_beside_it_does_not(browser, minh):
    _, secret = cast.make_token(user=minh)
    response = browser.post(
        "/graphql/", {"query": ME}, content_type="application/json", headers={"Authorization": f"bearer  {secret} "}
    )
    assert response.json()["data"]["me"]["fullName"] == "Anh Minh"


@pytest.mark.parametrize("secret", ["", "x", "saoque_", "Bearer", "đ" * 40])
def test_an_unknown_token_is_refused_even_beside_a_session(browser, lan, secret):
    response = browser.post(
        "/graphql/",
        {"query": RENAME},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}".strip()},
    )
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_TOKEN"}
    assert User.objects.get(pk=lan.pk).full_name == "Chị Lan"


def test_a_revoked_or_expired_token_is_refused_and_nothing_changes(lan):
    revoked, first = cast.make_token(user=lan)
    revoke_token(token=revoked, at=NOW)
    _, second = cast.make_token(user=lan, expires_at=NOW + datetime.timedelta(seconds=1))
    ApiToken.objects.filter(revoked_at=None).update(created_at=NOW - datetime.timedelta(days=2), expires_at=NOW)
    for secret in (first, second):
        assert code_of(bearer(secret), RENAME, status=401) == "BAD_TOKEN"
    assert User.objects.get(pk=lan.pk).full_name == "Chị Lan"
    assert not ApiToken.objects.filter(last_used_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("query", "scope"),
    [
        (ME, TokenScope.READ_ACCOUNT),
        ("{ apiTokens { id } }", TokenScope.READ_ACCOUNT),
        (RENAME, TokenScope.WRITE_ACCOUNT),
        ('mutation { revokeApiToken(id: "x") { errors { code } } }', TokenScope.WRITE_ACCOUNT),
        ("{ orders { edges { node { code } } } }", TokenScope.READ_ORDERS),
    ],
)
def test_a_token_without_the_right_is_told_which_one_it_lacks(lan, query, scope):
    _, secret = cast.make_token(user=lan, scopes=tuple(set(TokenScope) - {scope}))
    [error] = ask(bearer(secret), query)["errors"]
    assert error["extensions"] == {"code": "MISSING_SCOPE", "scope": scope.name}
    assert User.objects.get(pk=lan.pk).full_name == "Chị Lan"


def test_a_token_of_an_operator_sees_no_schema(operator):
    _, secret = cast.make_token(user=operator)
    assert code_of(bearer(secret), "{ __schema { types { name } } }", status=400) == "INTROSPECTION_OFF"


def test_another_scheme_is_no_token(db, stranger):
    response = stranger.post(
        "/graphql/", {"query": ME}, content_type="application/json", headers={"Authorization": "Basic eDp5"}
    )
    assert response.json()["errors"][0]["extensions"]["code"] == "NOT_SIGNED_IN"
