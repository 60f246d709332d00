"""config.middleware.PlainInputMiddleware: what no form or link of ours sends is refused before it costs anything."""

import pytest
from django.contrib.sessions.models import Session

NUL = "%00"


@pytest.mark.parametrize(
    "address", [f"/san-pham/a{NUL}b/", f"/san-pham/?q=a{NUL}b", f"/san-pham/?{NUL}=1", f"/khong-co{NUL}"]
)
def test_it_refuses_a_nul_byte_in_the_address(stranger, address):
    assert stranger.get(address).status_code == 400


def test_it_refuses_a_nul_byte_in_a_form(stranger):
    assert stranger.post("/healthz", {"name": "Lan\0"}).status_code == 400
    assert stranger.post("/healthz", {"na\0me": "Lan"}).status_code == 400


def test_it_refuses_a_nul_byte_in_a_quoted_cookie(stranger, db):
    answer = stranger.get("/healthz", headers={"cookie": 'sessionid="\\000aaaaaaaaaaaa"'})
    assert answer.status_code == 400
    assert Session.objects.count() == 0


def test_it_lets_plain_input_through(stranger):
    assert stranger.get("/healthz?q=nước+mắm").status_code == 200
    assert stranger.post("/healthz", {"name": "Chị Lan"}).status_code == 405


def test_it_refuses_a_query_of_more_than_4000_bytes(stranger):
    assert stranger.get("/healthz?q=" + "a" * 3_998).status_code == 200
    assert stranger.get("/healthz?q=" + "a" * 3_999).status_code == 414


def test_it_refuses_a_form_of_ten_megabytes(stranger):
    answer = stranger.post("/healthz", "q=" + "a" * 10_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_it_refuses_a_form_of_too_many_fields(stranger):
    answer = stranger.post("/healthz", {f"field-{number}": "" for number in range(1_001)})
    assert answer.status_code == 400


def test_it_refuses_a_broken_multipart_form(stranger):
    answer = stranger.post("/healthz", b"no boundary at all", content_type="multipart/form-data")
    assert answer.status_code == 400


def test_it_answers_in_the_language_of_the_address(stranger):
    assert '<html lang="vi">' in stranger.get(f"/san-pham/?q={NUL}").text
    assert '<html lang="en">' in stranger.get(f"/en/san-pham/?q={NUL}").text


def test_its_pages_have_the_content_policy_too(stranger):
    answer = stranger.get(f"/?q={NUL}")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_a_refusal_of_a_demo_says_that_it_is_one(stranger, settings):
    line = "Bản dùng thử: sản phẩm có thật"
    assert line not in stranger.get("/?q=%00").text
    settings.DEMO = True
    assert line in stranger.get("/?q=%00").text
