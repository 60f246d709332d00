"""Making an account."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from accounts import limits
from accounts.models import User
from accounts.operations import ContactTakenError, sign_up_user
from tests.cast import NOW, PASSWORD

SIGN_UP = "/tai-khoan/dang-ky/"
EMAIL_CODE = "/tai-khoan/e-mail/ma/"
PHONE_CODE = "/tai-khoan/dien-thoai/ma/"


def signs_up(client, login, password="mot-mat-khau-tot", name="Cô Tám"):
    return client.post(SIGN_UP, {"login": login, "full_name": name, "password1": password})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_an_account_by_email_is_open_once_the_code_comes_back(stranger, db, code_in_mail):
    answer = signs_up(stranger, "Tam@Example.com")
    assert answer["Location"] == EMAIL_CODE
    assert not is_signed_in(stranger)
    answer = stranger.post(EMAIL_CODE, {"code": code_in_mail()})
    assert answer["Location"] == "/tai-khoan/"
    tam = User.objects.get()
    assert (tam.email, tam.email_verified, tam.phone, tam.full_name) == ("tam@example.com", True, None, "Cô Tám")
    assert stranger.session["_auth_user_id"] == str(tam.pk)


@pytest.mark.parametrize("name", ["\u200b\u2060", "\u202e", " \n "])
def test_a_name_that_nobody_can_see_is_refused_at_its_field(stranger, db, name):
    answer = signs_up(stranger, "tam@example.com", name=name)
    assert answer.status_code == 422
    assert "full_name" in answer.context["form"].errors
    assert not User.objects.exists()


def test_an_account_by_phone_is_open_once_the_code_comes_back(stranger, db, code_in_sms):
    answer = signs_up(stranger, "0901 234 567")
    assert answer["Location"] == PHONE_CODE
    answer = stranger.post(PHONE_CODE, {"code": code_in_sms()})
    assert answer["Location"] == "/tai-khoan/"
    tam = User.objects.get()
    assert (tam.email, tam.phone, tam.phone_verified) == (None, "+84901234567", True)
    assert is_signed_in(stranger)


def test_without_the_code_the_password_alone_does_not_sign_in(stranger, db, client):
    signs_up(stranger, "tam@example.com")
    answer = client.post("/tai-khoan/dang-nhap/", {"login": "tam@example.com", "password": "mot-mat-khau-tot"})
    assert answer["Location"] == EMAIL_CODE
    assert not is_signed_in(client)


def test_three_wrong_codes_are_the_end_of_it(stranger, db, code_in_mail):
    signs_up(stranger, "tam@example.com")
    code = code_in_mail()
    wrong = "000000" if code != "000000" else "111111"
    assert [stranger.post(EMAIL_CODE, {"code": wrong}).status_code for _ in range(3)] == [422, 422, 302]
    stranger.post(EMAIL_CODE, {"code": code})
    assert not is_signed_in(stranger)
    assert not User.objects.get().email_verified


@pytest.mark.parametrize(("known", "code_page"), [("lan@example.com", EMAIL_CODE), ("0900000001", PHONE_CODE)])
def test_a_known_contact_gets_the_answer_of_an_unknown_one(stranger, lan, run_jobs, capsys, known, code_page):
    answer = signs_up(stranger, known)
    assert (answer.status_code, answer["Location"]) == (302, code_page)
    page = stranger.get(code_page)
    assert page.status_code == 200
    run_jobs()
    told = mail.outbox[-1].body if mail.outbox else capsys.readouterr().out
    assert "đã có tài khoản" in told
    assert stranger.post(code_page, {"code": ""}).status_code == 422
    assert stranger.post(code_page, {"code": "123456"}).status_code == 422
    assert User.objects.count() == 1
    lan.refresh_from_db()
    assert lan.check_password(PASSWORD)
    assert not is_signed_in(stranger)


def test_the_code_pages_of_known_and_unknown_contacts_look_the_same(db, lan):
    def page_after(login):
        browser = Client()
        signs_up(browser, login)
        html = browser.get(EMAIL_CODE).content.decode()
        return html.replace(login, "…").split("<main", 1)[1].split("</main")[0]

    def without_tokens(html):
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)

    assert without_tokens(page_after("lan@example.com")) == without_tokens(page_after("new@example.com"))


def test_two_sign_ups_at_once_make_one_account(lan):
    with pytest.raises(ContactTakenError):
        sign_up_user(user=User(), email="LAN@example.com", phone="", password="mot-mat-khau-tot", full_name="Ai đó")
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["", "ngan", "12345678", "password", "1" * 30])
def test_a_weak_password_is_refused_at_its_field(stranger, db, password):
    answer = signs_up(stranger, "tam@example.com", password)
    assert answer.status_code == 422
    assert "password1" in answer.context["form"].errors
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "login",
    ["", "tam", "tam@", "@example.com", "12345", "0901 234", "+1 650 253 0000", "a" * 260 + "@example.com", "☎" * 40],
)
def test_a_bad_contact_is_refused_at_its_field(stranger, db, login):
    answer = signs_up(stranger, login)
    assert answer.status_code == 422
    assert "login" in answer.context["form"].errors
    assert User.objects.count() == 0


def test_markup_in_a_name_stays_text(stranger, db, code_in_mail):
    signs_up(stranger, "tam@example.com", name="<script>alert(1)</script>")
    stranger.post(EMAIL_CODE, {"code": code_in_mail()})
    html = stranger.get("/tai-khoan/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_nobody_becomes_staff_by_asking_for_it(stranger, db):
    stranger.post(
        SIGN_UP,
        {"login": "tam@example.com", "full_name": "Tám", "password1": "mot-mat-khau-tot", "staff_role": "operator",
         "email_verified": "1", "is_staff": "1", "email": "other@example.com"},
    )  # fmt: skip
    tam = User.objects.get()
    assert (tam.email, tam.staff_role, tam.email_verified) == ("tam@example.com", "none", False)


def test_one_address_makes_only_so_many_accounts(stranger, db):
    for _ in range(limits.SIGN_UPS_PER_ADDRESS):
        limits.count_sign_up(address="127.0.0.1", at=NOW)
    answer = signs_up(stranger, "tam@example.com")
    assert answer.status_code == 422
    assert "quá nhiều lần" in answer.context["form"].non_field_errors()[0]
    assert User.objects.count() == 0


def test_one_contact_is_not_flooded_with_codes(stranger, db):
    for _ in range(limits.MESSAGES_PER_RECIPIENT):
        limits.count_message(recipient="tam@example.com", address="203.0.113.9", at=NOW)
    answer = signs_up(stranger, "tam@example.com")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "quay lại thử tiếp" in answer.content.decode()
    assert mail.outbox == []
