"""The page of access codes."""

from __future__ import annotations

import re

import pytest

from accounts.enums import TokenScope
from accounts.models import ApiToken
from accounts.operations import MAX_TOKENS
from tests import cast

PAGE = "/tai-khoan/ma-truy-cap/"
FORM = {"name": "Ứng dụng trên điện thoại", "scopes": ["orders:read", "orders:write"], "days": "30"}


def test_a_new_code_is_shown_once(lan, sign_in):
    client = sign_in(lan)
    html = client.post(PAGE, FORM).content.decode()
    secret = re.search(r'<code class="token">(saoque_[\w-]{43})</code>', html)
    assert secret
    token = ApiToken.objects.usable(cast.NOW).of_secret(secret[1]).get()
    assert (token.user, token.name, token.scopes) == (lan, FORM["name"], FORM["scopes"])
    assert (token.expires_at - token.created_at).days == 30
    again = client.get(PAGE).content.decode()
    assert secret[1] not in again
    assert token.beginning in again
    assert "xem đơn hàng của bạn, thêm vào giỏ và đặt hàng" in again


def test_a_code_without_an_end_is_valid_until_it_is_revoked(lan, sign_in):
    sign_in(lan).post(PAGE, FORM | {"days": ""})
    assert ApiToken.objects.get().expires_at is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"days": "0"}, "days"),
        ({"days": "-1"}, "days"),
        ({"days": "99999999999999999999"}, "days"),
        ({"days": "mai"}, "days"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(lan, sign_in, wrong, field):
    answer = sign_in(lan).post(PAGE, FORM | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not ApiToken.objects.exists()


def test_too_many_codes_are_refused_in_words(lan, sign_in):
    for _ in range(MAX_TOKENS):
        cast.make_token(user=lan)
    answer = sign_in(lan).post(PAGE, FORM)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["Bạn đã có 50 mã truy cập. Hãy thu hồi mã không còn dùng."]
    assert ApiToken.objects.count() == MAX_TOKENS


def test_a_code_is_revoked_by_its_owner_alone(lan, minh, sign_in):
    token, secret = cast.make_token(user=lan)
    assert sign_in(minh).post(f"{PAGE}{token.beginning}/thu-hoi/").status_code == 404
    assert ApiToken.objects.usable(cast.NOW).of_secret(secret).exists()
    answer = sign_in(lan).post(f"{PAGE}{token.beginning}/thu-hoi/", follow=True)
    assert "Mã truy cập không còn dùng được." in answer.content.decode()
    assert not ApiToken.objects.usable(cast.NOW).of_secret(secret).exists()


def test_the_page_speaks_english_and_the_account_page_leads_there(lan, sign_in):
    cast.make_token(user=lan, scopes=(TokenScope.READ_ORDERS,))
    html = sign_in(lan).get("/en/tai-khoan/ma-truy-cap/").content.decode()
    assert "May: see your orders." in html
    assert "Never used." in html
    assert 'href="/tai-khoan/ma-truy-cap/"' in sign_in(lan).get("/tai-khoan/").content.decode()


def test_the_page_takes_as_many_queries_for_one_code_as_for_many(lan, sign_in, django_assert_max_num_queries):
    made = [cast.make_token(user=lan)[0] for _ in range(20)]
    client = sign_in(lan)
    with django_assert_max_num_queries(6):
        html = client.get(PAGE).content.decode()
    assert all(token.beginning in html for token in made)
