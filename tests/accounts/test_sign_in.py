"""Signing in and out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts import limits
from accounts.adapter import NO_MATCH
from tests.cast import NOW, PASSWORD

SIGN_IN = "/tai-khoan/dang-nhap/"
WRONG = "khong-phai-mat-khau"


def signs_in(client: Client, login: str, password: str = PASSWORD, **kwargs):
    return client.post(SIGN_IN, {"login": login, "password": password}, **kwargs)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["lan@example.com", "LAN@Example.com", " lan@example.com "])
def test_an_email_address_in_any_case_signs_in(stranger, lan, login):
    answer = signs_in(stranger, login)
    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/")
    assert stranger.session["_auth_user_id"] == str(lan.pk)


@pytest.mark.parametrize("login", ["0900000001", "0900 000 001", "+84900000001", "84900000001"])
def test_a_phone_number_in_any_spelling_signs_in(stranger, lan, login):
    assert signs_in(stranger, login).status_code == 302
    assert stranger.session["_auth_user_id"] == str(lan.pk)


def test_a_user_with_a_phone_alone_signs_in(stranger, minh):
    assert signs_in(stranger, "0900000002").status_code == 302
    assert stranger.session["_auth_user_id"] == str(minh.pk)


@pytest.mark.parametrize("login", ["lan@example.com", "0900000001", "nobody@example.com", "0900000099", "ai đó"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(stranger, lan, login):
    answer = signs_in(stranger, login, WRONG)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [str(NO_MATCH)]
    assert not is_signed_in(stranger)


def test_the_form_keeps_what_was_written_but_not_the_password(stranger, lan):
    html = signs_in(stranger, "lan@example.com", WRONG).content.decode()
    assert 'value="lan@example.com"' in html
    assert WRONG not in html


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(stranger, lan):
    for _ in range(limits.SIGN_INS_PER_ACCOUNT):
        signs_in(stranger, "lan@example.com", WRONG)
    answer = signs_in(stranger, "lan@example.com")
    assert answer.status_code == 422
    assert "15 phút" in answer.context["form"].non_field_errors()[0]
    assert not is_signed_in(stranger)


def test_unknown_accounts_have_to_wait_as_long(stranger, db):
    for _ in range(limits.SIGN_INS_PER_ACCOUNT):
        signs_in(stranger, "nobody@example.com", WRONG)
    answer = signs_in(stranger, "nobody@example.com", WRONG)
    assert "15 phút" in answer.context["form"].non_field_errors()[0]


def test_another_spelling_of_a_number_is_the_same_account(stranger, lan):
    for number in range(limits.SIGN_INS_PER_ACCOUNT):
        signs_in(stranger, "0900000001" if number % 2 else "+84 900 000 001", WRONG)
    assert "15 phút" in signs_in(stranger, "0900.000.001").context["form"].non_field_errors()[0]


def test_one_address_cannot_try_many_accounts(stranger, lan):
    for number in range(limits.SIGN_INS_PER_ADDRESS):
        limits.count_sign_in(contact=f"{number}@example.com", address="127.0.0.1", at=NOW)
    assert signs_in(stranger, "lan@example.com").status_code == 422
    assert signs_in(Client(REMOTE_ADDR="203.0.113.9"), "lan@example.com").status_code == 302


def test_right_passwords_are_not_counted(lan):
    for _ in range(limits.SIGN_INS_PER_ACCOUNT + 1):
        assert signs_in(Client(), "lan@example.com").status_code == 302


def test_a_forwarded_address_is_not_believed_without_a_proxy(stranger, lan):
    for number in range(limits.SIGN_INS_PER_ADDRESS):
        limits.count_sign_in(contact=f"{number}@example.com", address="127.0.0.1", at=NOW)
    assert signs_in(stranger, "lan@example.com", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 422


@pytest.mark.parametrize(
    "login", ["", " ", "a" * 255, "x" * 10_000, "<script>alert(1)</script>", "' OR 1=1 --", "@", "a@", "+", "☎" * 20]
)
def test_nothing_written_as_a_login_breaks_the_page(stranger, db, login):
    assert signs_in(stranger, login).status_code == 422


def test_a_nul_byte_is_refused(stranger, db):
    assert signs_in(stranger, "lan\0@example.com").status_code == 400


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_it_never_leads_to_another_site(stranger, lan, target):
    answer = stranger.post(
        f"{SIGN_IN}?next={target}", {"login": "lan@example.com", "password": PASSWORD, "next": target}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/")


def test_it_leads_back_to_where_one_came_from(stranger, lan):
    page = stranger.get(f"{SIGN_IN}?next=/gio-hang/")
    assert b'name="next" value="/gio-hang/"' in page.content
    answer = stranger.post(SIGN_IN, {"login": "lan@example.com", "password": PASSWORD, "next": "/gio-hang/"})
    assert answer["Location"] == "/gio-hang/"


def test_a_session_known_before_is_worth_nothing_after(stranger, lan):
    session = stranger.session
    session["left"] = "by somebody else"
    session.save()
    before = session.session_key
    stranger.cookies["sessionid"] = before
    signs_in(stranger, "lan@example.com")
    assert stranger.session.session_key != before
    assert not is_signed_in(_browser_with(before))


def _browser_with(session_key: str) -> Client:
    client = Client()
    client.cookies["sessionid"] = session_key
    return client


def test_a_closed_account_is_told_so_only_with_its_password(stranger, lan):
    lan.is_active = False
    lan.save()
    assert signs_in(stranger, "lan@example.com", WRONG).context["form"].non_field_errors() == [str(NO_MATCH)]
    answer = signs_in(stranger, "lan@example.com")
    assert answer["Location"] == "/tai-khoan/ngung/"
    assert not is_signed_in(stranger)
    assert "đã ngừng" in stranger.get(answer["Location"]).content.decode()


def test_it_needs_the_forms_token(lan):
    answer = signs_in(Client(enforce_csrf_checks=True), "lan@example.com")
    assert answer.status_code == 403


def test_signing_out_takes_a_button_not_a_link(sign_in, lan):
    browser = sign_in(lan)
    assert browser.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(browser)
    answer = browser.post(reverse("account_logout"))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not is_signed_in(browser)


def test_the_pages_are_kept_by_no_cache_and_no_search_engine(stranger, db):
    page = stranger.get(SIGN_IN)
    assert "no-store" in page["Cache-Control"]
    assert b'<meta name="robots" content="noindex">' in page.content


def test_the_pages_speak_english_too(stranger, lan):
    page = stranger.get("/en" + SIGN_IN)
    assert "Forgot the password?" in page.content.decode()
    answer = stranger.post("/en" + SIGN_IN, {"login": "lan@example.com", "password": PASSWORD})
    assert answer["Location"] == "/en/tai-khoan/"
