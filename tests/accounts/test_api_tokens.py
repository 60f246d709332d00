"""API tokens: making, using and revoking them, and what their rights let a program do."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import TokenScope
from accounts.models import ApiToken
from accounts.operations import (
    MAX_TOKENS,
    TOKEN_PREFIX,
    ExpiredAlreadyError,
    NoScopeError,
    TooManyTokensError,
    create_token,
    note_token_used,
    revoke_token,
)
from catalog.models import Producer
from shop.models import Cart, Order
from tests import cast
from tests.cast import NOW

DAY = datetime.timedelta(days=1)
MICROSECOND = datetime.timedelta(microseconds=1)


def usable(secret: str, at: datetime.datetime = NOW) -> ApiToken | None:
    return ApiToken.objects.usable(at).of_secret(secret).first()


def actor_of(token: ApiToken) -> Actor:
    return Actor(user=token.user, scopes=frozenset(token.scopes), token=token)


def test_a_token_is_found_by_its_secret_of_which_only_a_digest_is_kept(lan):
    token, secret = cast.make_token(user=lan, scopes=(TokenScope.WRITE_ORDERS, TokenScope.READ_ORDERS))
    assert secret.startswith(TOKEN_PREFIX)
    assert len(secret) == len(TOKEN_PREFIX) + 43
    assert usable(secret) == token
    assert token.scopes == ["orders:read", "orders:write"]
    assert token.beginning == secret[:15]
    assert secret not in str(ApiToken.objects.values().get())


def test_no_two_tokens_have_the_same_secret(lan):
    secrets = {cast.make_token(user=lan)[1] for _ in range(10)}
    assert len(secrets) == 10


@pytest.mark.parametrize("secret", ["", "x", TOKEN_PREFIX, "đ", "\udcff" * 3, "x" * 10_000])
def test_any_other_text_finds_none(lan, secret):
    cast.make_token(user=lan)
    assert usable(secret.encode("utf-8", "replace").decode()) is None


def test_a_token_works_until_the_moment_it_expires(lan):
    token, secret = cast.make_token(user=lan, expires_at=NOW + DAY)
    assert usable(secret, NOW + DAY - MICROSECOND) == token
    assert usable(secret, NOW + DAY) is None
    assert not token.is_usable(NOW + DAY)


def test_a_revoked_token_works_no_more_and_stays_revoked_when_it_was(lan):
    token, secret = cast.make_token(user=lan)
    revoke_token(token=token, at=NOW)
    assert usable(secret) is None
    assert revoke_token(token=token, at=NOW + DAY).revoked_at == NOW


def test_the_tokens_of_a_closed_account_work_no_more(lan):
    _, secret = cast.make_token(user=lan)
    lan.is_active = False
    lan.save()
    assert usable(secret) is None


def test_another_password_ends_all_tokens(lan, minh, sign_in):
    _, secret = cast.make_token(user=lan)
    _, of_minh = cast.make_token(user=minh)
    form = {"oldpassword": cast.PASSWORD, "password1": "nuoc-mam-40-do-dam"}
    assert sign_in(lan).post("/tai-khoan/mat-khau/", form).status_code == 302
    assert usable(secret, timezone.now()) is None
    assert usable(of_minh, timezone.now()) is not None


def test_a_token_that_may_do_nothing_or_has_ended_is_not_made(lan):
    with pytest.raises(NoScopeError):
        create_token(user=lan, name="x", scopes=(), at=NOW)
    with pytest.raises(ExpiredAlreadyError):
        cast.make_token(user=lan, expires_at=NOW)
    assert not ApiToken.objects.exists()


def test_a_user_has_so_many_tokens_and_no_more_but_ended_ones_count_not(lan, minh):
    tokens = [cast.make_token(user=lan)[0] for _ in range(MAX_TOKENS)]
    with pytest.raises(TooManyTokensError):
        cast.make_token(user=lan)
    assert ApiToken.objects.count() == MAX_TOKENS
    cast.make_token(user=minh)
    revoke_token(token=tokens[0], at=NOW)
    cast.make_token(user=lan)


def test_the_last_use_is_noted_to_the_hour(lan, django_assert_num_queries):
    token, secret = cast.make_token(user=lan)
    with django_assert_num_queries(1):
        note_token_used(token=token, at=NOW)
    used = usable(secret)
    assert used is not None
    assert used.last_used_at == NOW
    with django_assert_num_queries(0):
        note_token_used(token=used, at=NOW + datetime.timedelta(minutes=59))
    note_token_used(token=used, at=NOW + datetime.timedelta(hours=1))
    assert ApiToken.objects.get().last_used_at == NOW + datetime.timedelta(hours=1)


def test_the_database_itself_refuses_a_token_that_ends_before_it_begins(lan):
    token, _ = cast.make_token(user=lan)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(expires_at=NOW - DAY)


def test_everybody_sees_only_their_own_tokens(lan, minh, operator):
    token, _ = cast.make_token(user=lan)
    assert list(ApiToken.objects.visible_to(Actor(user=lan))) == [token]
    for other in (Actor(user=minh), Actor(user=operator), Actor()):
        assert not ApiToken.objects.visible_to(other).exists()


def test_orders_are_seen_by_a_token_with_the_right_to_see_them(lan, units, bottle):
    order = cast.make_order(lines={bottle: 1}, commune=units.hoi_an, user=lan)
    reader, _ = cast.make_token(user=lan, scopes=(TokenScope.READ_ORDERS,))
    other, _ = cast.make_token(user=lan, scopes=(TokenScope.READ_ACCOUNT, TokenScope.WRITE_ORDERS))
    assert list(Order.objects.visible_to(actor_of(reader))) == [order]
    assert not Order.objects.visible_to(actor_of(other)).exists()


def test_carts_are_seen_by_a_token_with_a_right_to_orders(lan, bottle):
    cart = cast.make_cart(lines={bottle: 1}, user=lan)
    for scope in (TokenScope.READ_ORDERS, TokenScope.WRITE_ORDERS):
        assert list(Cart.objects.visible_to(actor_of(cast.make_token(user=lan, scopes=(scope,))[0]))) == [cart]
    stranger, _ = cast.make_token(user=lan, scopes=(TokenScope.READ_ACCOUNT,))
    assert not Cart.objects.visible_to(actor_of(stranger)).exists()


@pytest.mark.parametrize("name", ["sau", "officer_an_giang", "officer_ministry", "operator"])
def test_no_token_does_the_work_of_makers_officers_or_operators(name, request, cooperative, units, bottle):
    user = request.getfixturevalue(name)
    cast.make_order(lines={bottle: 1}, commune=units.hoi_an)
    actor = actor_of(cast.make_token(user=user)[0])
    assert Producer.objects.visible_to(Actor(user=user)).exists()
    assert not Producer.objects.visible_to(actor).exists()
    assert not Order.objects.visible_to(actor).exists()
    assert not actor.is_operator
    assert not actor.is_officer
    assert actor.officer_province_id is None
