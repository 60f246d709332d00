"""A user's own page, and changing what one signs in with."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.models import User
from tests.cast import PASSWORD, make_user

ACCOUNT = "/tai-khoan/"
EMAIL = "/tai-khoan/e-mail/"
PHONE = "/tai-khoan/dien-thoai/"


@pytest.fixture
def lan_signed_in(stranger, lan):
    """Lan, who has just given her password."""
    stranger.post("/tai-khoan/dang-nhap/", {"login": "lan@example.com", "password": PASSWORD})
    stranger.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})
    return stranger


@pytest.mark.parametrize("path", [ACCOUNT, EMAIL, PHONE, "/tai-khoan/mat-khau/", "/tai-khoan/xac-nhan/"])
def test_a_stranger_is_asked_to_sign_in(stranger, db, path):
    answer = stranger.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/tai-khoan/dang-nhap/?next={path}")


def test_it_shows_the_users_own_details(lan_signed_in, minh):
    html = lan_signed_in.get(ACCOUNT).content.decode()
    assert "Chị Lan" in html
    assert "lan@example.com" in html
    assert "0900\xa0000\xa0001" in html
    assert "Anh Minh" not in html


def test_a_name_can_be_changed(lan_signed_in, lan):
    assert lan_signed_in.post(ACCOUNT, {"full_name": "Chị Lan Anh"})["Location"] == ACCOUNT
    lan.refresh_from_db()
    assert lan.full_name == "Chị Lan Anh"


@pytest.mark.parametrize("name", ["", " ", "x" * 121])
def test_a_bad_name_is_refused_and_nothing_changes(lan_signed_in, lan, name):
    answer = lan_signed_in.post(ACCOUNT, {"full_name": name})
    assert answer.status_code == 422
    lan.refresh_from_db()
    assert lan.full_name == "Chị Lan"


def test_an_address_changes_once_its_code_comes_back(lan_signed_in, lan, code_in_mail):
    answer = lan_signed_in.post(EMAIL, {"email": "lan.moi@example.com", "action_add": "1"})
    assert answer["Location"] == "/tai-khoan/e-mail/ma/"
    lan.refresh_from_db()
    assert lan.email == "lan@example.com"
    lan_signed_in.post("/tai-khoan/e-mail/ma/", {"code": code_in_mail()})
    lan.refresh_from_db()
    assert (lan.email, lan.email_verified) == ("lan.moi@example.com", True)


def test_the_old_address_is_told_and_signs_in_no_more(lan_signed_in, lan, code_in_mail, run_jobs, client):
    lan_signed_in.post(EMAIL, {"email": "lan.moi@example.com", "action_add": "1"})
    lan_signed_in.post("/tai-khoan/e-mail/ma/", {"code": code_in_mail()})
    run_jobs()
    assert mail.outbox[-1].to == ["lan@example.com"]
    old = client.post("/tai-khoan/dang-nhap/", {"login": "lan@example.com", "password": PASSWORD})
    assert old.status_code == 422
    new = client.post("/tai-khoan/dang-nhap/", {"login": "lan.moi@example.com", "password": PASSWORD})
    assert new.status_code == 302


def test_somebody_elses_address_is_not_given_away(lan_signed_in, lan, code_in_mail):
    make_user(email="tam@example.com", email_verified=True)
    answer = lan_signed_in.post(EMAIL, {"email": "tam@example.com", "action_add": "1"})
    assert answer["Location"] == "/tai-khoan/e-mail/ma/"
    assert lan_signed_in.post("/tai-khoan/e-mail/ma/", {"code": code_in_mail()}).status_code == 422
    lan.refresh_from_db()
    assert lan.email == "lan@example.com"


def test_a_number_changes_once_its_code_comes_back(lan_signed_in, lan, code_in_sms):
    answer = lan_signed_in.post(PHONE, {"phone": "0901 234 567"})
    assert answer["Location"] == "/tai-khoan/dien-thoai/ma/"
    lan.refresh_from_db()
    assert lan.phone == "+84900000001"
    lan_signed_in.post("/tai-khoan/dien-thoai/ma/", {"code": code_in_sms()})
    lan.refresh_from_db()
    assert (lan.phone, lan.phone_verified) == ("+84901234567", True)


def test_somebody_elses_number_stays_theirs(lan_signed_in, lan, minh, code_in_sms):
    lan_signed_in.post(PHONE, {"phone": "0900000002"})
    assert lan_signed_in.post("/tai-khoan/dien-thoai/ma/", {"code": code_in_sms()}).status_code == 422
    lan.refresh_from_db()
    assert lan.phone == "+84900000001"


@pytest.mark.parametrize("phone", ["", "123", "0900000001", "1900 1234"])
def test_a_bad_number_is_refused(lan_signed_in, lan, phone):
    answer = lan_signed_in.post(PHONE, {"phone": phone})
    assert answer.status_code == 422
    assert "phone" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("path", "data"),
    [(EMAIL, {"email": "moi@example.com", "action_add": "1"}), (PHONE, {"phone": "0901234567"})],
)
def test_what_one_signs_in_with_changes_only_after_the_password(sign_in, lan, path, data):
    answer = sign_in(lan).post(path, data)
    assert answer["Location"].startswith("/tai-khoan/xac-nhan/")
    assert User.objects.get().email == "lan@example.com"


def test_the_password_once_more_goes_on_with_what_was_asked(sign_in, lan, code_in_sms):
    browser = sign_in(lan)
    asked = browser.post(PHONE, {"phone": "0901234567"})["Location"]
    assert browser.post(asked, {"password": "sai"}).status_code == 422
    assert browser.post(asked, {"password": PASSWORD}).status_code == 302
    assert code_in_sms()


def test_a_password_is_changed_with_the_old_one_only(lan_signed_in, lan):
    path = "/tai-khoan/mat-khau/"
    refused = lan_signed_in.post(path, {"oldpassword": "sai", "password1": "mot-mat-khau-moi"})
    assert refused.status_code == 422
    lan.refresh_from_db()
    assert lan.check_password(PASSWORD)
    assert lan_signed_in.post(path, {"oldpassword": PASSWORD, "password1": "mot-mat-khau-moi"}).status_code == 302
    lan.refresh_from_db()
    assert lan.check_password("mot-mat-khau-moi")
    assert lan_signed_in.get(ACCOUNT).status_code == 200


def test_an_address_cannot_be_taken_away(lan_signed_in, lan):
    lan_signed_in.get(EMAIL)
    lan_signed_in.post(EMAIL, {"email": "lan@example.com", "action_remove": "1"})
    lan.refresh_from_db()
    assert lan.email == "lan@example.com"


def test_it_leads_everybody_to_what_concerns_them(sign_in, lan, sau, cooperative, officer_an_giang):
    def links(user):
        html = sign_in(user).get(ACCOUNT).content.decode()
        return [
            path for path in ("/don-hang/", "/kenh-ban-hang/don-hang/", "/quan-ly/") if f'<h3><a href="{path}"' in html
        ]

    assert links(lan) == ["/don-hang/"]
    assert links(sau) == ["/don-hang/", "/kenh-ban-hang/don-hang/"]
    assert links(officer_an_giang) == ["/don-hang/", "/quan-ly/"]
