"""A new password by a code."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, make_user

FORGOTTEN = "/tai-khoan/mat-khau/quen/"
CODE = "/tai-khoan/mat-khau/quen/ma/"
CHOOSE = "/tai-khoan/mat-khau/quen/moi/"
NEW = "mot-mat-khau-moi"


def asks(client, contact):
    return client.post(FORGOTTEN, {"email": contact})


def sets_new_password(client, code):
    assert client.post(CODE, {"code": code})["Location"] == CHOOSE
    return client.post(CHOOSE, {"password1": NEW})


def test_by_email(stranger, sau, code_in_mail):
    assert asks(stranger, "SAU@example.com")["Location"] == CODE
    answer = sets_new_password(stranger, code_in_mail())
    assert answer["Location"] == reverse("account_password_reset_completed")
    sau.refresh_from_db()
    assert sau.check_password(NEW)
    assert sau.email_verified
    signed_in = Client().post("/tai-khoan/dang-nhap/", {"login": "sau@example.com", "password": NEW})
    assert signed_in["Location"] == "/tai-khoan/"


def test_by_phone(stranger, minh, code_in_sms):
    assert asks(stranger, "0900 000 002")["Location"] == CODE
    sets_new_password(stranger, code_in_sms())
    minh.refresh_from_db()
    assert minh.check_password(NEW)


def test_every_other_device_is_signed_out(stranger, sign_in, lan, code_in_mail):
    elsewhere = sign_in(lan)
    asks(stranger, "lan@example.com")
    sets_new_password(stranger, code_in_mail())
    assert elsewhere.get("/tai-khoan/").status_code == 302


@pytest.mark.parametrize("contact", ["nobody@example.com", "0900000099"])
def test_an_unknown_account_gets_the_same_answer_and_no_code(stranger, db, run_jobs, capsys, contact):
    assert asks(stranger, contact)["Location"] == CODE
    assert stranger.get(CODE).status_code == 200
    run_jobs()
    assert "SMS" not in capsys.readouterr().out
    assert [message.to for message in mail.outbox] == ([[contact]] if "@" in contact else [])
    assert stranger.post(CODE, {"code": ""}).status_code == 422
    assert stranger.post(CODE, {"code": "123456"}).status_code == 422
    assert stranger.get(CHOOSE)["Location"] == CODE


def test_a_number_never_confirmed_does_not_open_an_account_with_an_address(stranger, db, run_jobs, capsys):
    make_user(email="tam@example.com", phone="+84901234567", phone_verified=False)
    assert asks(stranger, "0901234567")["Location"] == CODE
    run_jobs()
    assert "SMS" not in capsys.readouterr().out


def test_the_new_password_page_needs_the_code_first(stranger, lan):
    assert stranger.get(CHOOSE)["Location"] == FORGOTTEN
    asks(stranger, "lan@example.com")
    assert stranger.post(CHOOSE, {"password1": NEW})["Location"] == CODE
    lan.refresh_from_db()
    assert lan.check_password(PASSWORD)


def test_a_code_is_good_in_one_browser_only(stranger, lan, code_in_mail):
    asks(stranger, "lan@example.com")
    code = code_in_mail()
    assert Client().post(CODE, {"code": code})["Location"] == "/tai-khoan/dang-nhap/"
    lan.refresh_from_db()
    assert lan.check_password(PASSWORD)


def test_a_weak_password_is_refused(stranger, lan, code_in_mail):
    asks(stranger, "lan@example.com")
    stranger.post(CODE, {"code": code_in_mail()})
    answer = stranger.post(CHOOSE, {"password1": "12345678"})
    assert answer.status_code == 422
    lan.refresh_from_db()
    assert lan.check_password(PASSWORD)


@pytest.mark.parametrize("contact", ["", "abc", "a@", "x" * 300, "☎" * 10])
def test_a_bad_contact_is_refused_at_its_field(stranger, db, contact):
    answer = asks(stranger, contact)
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors


@pytest.mark.parametrize("contact", ["lan@example.com", "nobody@example.com"])
def test_nobody_is_flooded_with_codes(lan, contact):
    answers = [asks(Client(), contact).status_code for _ in range(6)]
    assert answers == [302, 302, 302, 302, 302, 429]


def test_somebody_whom_an_operator_has_entered_chooses_a_first_password(stranger, officer_an_giang, code_in_mail):
    officer_an_giang.set_unusable_password()
    officer_an_giang.save()
    asks(stranger, "can-bo-an-giang@example.com")
    sets_new_password(stranger, code_in_mail())
    data = {"login": "can-bo-an-giang@example.com", "password": NEW, "next": "/quan-ly/"}
    assert stranger.post("/tai-khoan/dang-nhap/", data)["Location"] == "/quan-ly/"
    assert stranger.get("/quan-ly/").status_code == 200
