"""Who sees which pages and rows of the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from config.desk import desk
from tests.desk.conftest import PEOPLE

# The desk's kinds of rows by their address, and how many rows of `rows` each staff member sees.
SEEN = {
    # kind: (officer of An Giang, officer of Đà Nẵng, ministry, operator); None: the page is closed to them
    "catalog/producer": (1, 1, 2, 2),
    "catalog/product": (1, 1, 2, 2),
    "catalog/variant": (1, 1, 2, 2),
    "catalog/certificate": (1, 1, 2, 2),
    "points_of_sale/outlet": (2, 2, 4, 4),
    "points_of_sale/carried": (1, 1, 2, 2),
    "points_of_sale/stockitem": (1, 1, 2, 2),
    "fairs/fair": (1, 1, 2, 2),
    "fairs/participation": (1, 1, 2, 2),
    "shop/consignment": (1, 1, 2, 2),
    "shop/order": (None, None, None, 1),
    "shop/deliveryrate": (None, None, None, 2),
    "accounts/user": (None, None, None, 8),
    "geography/unit": (11, 11, 11, 11),
}
STAFF = ("officer_an_giang", "officer_da_nang", "officer_ministry", "operator")
# How the row of each province is called in `rows`.
ROW_OF = {
    "catalog/producer": "producer",
    "catalog/product": "product",
    "catalog/variant": "variant",
    "catalog/certificate": "certificate",
    "points_of_sale/outlet": "outlet",
    "points_of_sale/carried": "carried",
    "points_of_sale/stockitem": "stock",
    "fairs/fair": "fair",
    "fairs/participation": "participation",
    "shop/consignment": "consignment",
}


@pytest.fixture
def everybody(request):
    """All of the cast exist."""
    for name in PEOPLE:
        request.getfixturevalue(name)


def test_every_kind_of_row_is_spoken_of_here():
    registered = {f"{model._meta.app_label}/{model._meta.model_name}" for model in desk._registry}
    assert registered == set(SEEN)


@pytest.mark.parametrize("person", STAFF)
def test_staff_see_their_rows_in_the_lists(browser_of, rows, everybody, person):
    browser = browser_of(person)
    for kind, seen in SEEN.items():
        expected = seen[STAFF.index(person)]
        answer = browser.get(f"/quan-ly/{kind}/")
        if expected is None:
            assert answer.status_code == 403, kind
        else:
            assert (answer.status_code, answer.context["cl"].result_count) == (200, expected), kind


@pytest.mark.parametrize("person", ["lan", "sau", "outlet_manager"])
def test_buyers_makers_and_outlet_managers_change_nothing(browser_of, rows, person):
    browser = browser_of(person)
    for kind in SEEN:
        for page in ("add/", "1/change/", "1/delete/"):
            assert browser.post(f"/quan-ly/{kind}/{page}", {"name": "Đổi", "post": "yes"}).status_code == 403


@pytest.mark.parametrize("person", STAFF)
def test_staff_open_their_rows_and_no_others(browser_of, rows, person):
    browser = browser_of(person)
    for kind, name in ROW_OF.items():
        for province, owner in ((rows.an_giang, "officer_an_giang"), (rows.da_nang, "officer_da_nang")):
            may_see = person in (owner, "officer_ministry", "operator")
            answer = browser.get(f"/quan-ly/{kind}/{getattr(province, name).pk}/change/")
            assert answer.status_code == (200 if may_see else 302), kind


@pytest.mark.parametrize("kind", ["catalog/producer", "points_of_sale/outlet", "fairs/fair"])
def test_another_provinces_row_cannot_be_changed_by_its_id(browser_of, rows, kind):
    row = getattr(rows.da_nang, ROW_OF[kind])
    before = type(row).objects.filter(pk=row.pk).values().get()
    data = {"name": "Chiếm", "kind": row.kind, "province": row.province_id}
    answer = browser_of("officer_an_giang").post(f"/quan-ly/{kind}/{row.pk}/change/", data)
    assert (answer.status_code, answer["Location"]) == (302, "/quan-ly/")
    assert type(row).objects.filter(pk=row.pk).values().get() == before


def test_steps_of_another_provinces_rows_are_not_there(browser_of, rows):
    browser = browser_of("officer_an_giang")
    for model_admin in desk._registry.values():
        kind = f"{model_admin.opts.app_label}/{model_admin.opts.model_name}"
        for step in getattr(model_admin, "steps", ()):
            row = getattr(rows.da_nang, ROW_OF[kind])
            before = type(row).objects.filter(pk=row.pk).values().get()
            address = f"/quan-ly/{kind}/{row.pk}/buoc/{step.name}/"
            assert browser.get(address).status_code == 404
            assert browser.post(address, {"note": "Vì sao", "on": "2026-11-21"}).status_code == 404
            assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize(
    "kind", ["catalog/product", "catalog/producer", "catalog/certificate", "points_of_sale/outlet"]
)
def test_nothing_an_order_may_point_to_is_deleted(browser_of, rows, kind):
    row = getattr(rows.an_giang, ROW_OF[kind])
    answer = browser_of("operator").post(f"/quan-ly/{kind}/{row.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


def test_another_provinces_carried_row_cannot_be_deleted(browser_of, rows):
    row = rows.da_nang.carried
    browser_of("officer_an_giang").post(f"/quan-ly/points_of_sale/carried/{row.pk}/delete/", {"post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()


def test_filters_do_not_name_other_provinces(browser_of, rows):
    html = browser_of("officer_an_giang").get("/quan-ly/catalog/producer/").content.decode()
    assert "Hợp tác xã Nước mắm Bà Sáu" in html
    assert "Đà Nẵng" not in html


def test_the_menu_shows_what_opens(browser_of, rows):
    officer = browser_of("officer_an_giang").get("/quan-ly/").content.decode()
    operator = browser_of("operator").get("/quan-ly/").content.decode()
    for kind in ("shop/order", "shop/deliveryrate", "accounts/user"):
        assert f"/quan-ly/{kind}/" not in officer
        assert f"/quan-ly/{kind}/" in operator
    assert "/quan-ly/shop/consignment/" in officer


def test_the_desk_has_no_sign_in_of_its_own(stranger, browser_of, lan, operator):
    assert stranger.get("/quan-ly/login/")["Location"] == "/tai-khoan/dang-nhap/?next=/quan-ly/"
    assert browser_of("lan").get("/quan-ly/login/").status_code == 403
    for left_out in ("password_change/", "r/1/1/"):
        assert browser_of("operator").get(f"/quan-ly/{left_out}").status_code == 404


def test_signing_out_of_the_desk_leads_home(browser_of, operator):
    browser = browser_of("operator")
    assert browser.post("/quan-ly/logout/")["Location"] == "/"
    assert browser.get("/quan-ly/").status_code == 302


def test_an_absurd_id_leads_back_to_the_desk(browser_of, operator):
    browser = browser_of("operator")
    for page in ("9" * 30, "abc", "-1", "0", "1%27%20OR%201=1", "1'"):
        assert browser.get(f"/quan-ly/catalog/product/{page}/change/").status_code == 302, page


def test_an_absurd_query_is_no_error(browser_of, rows):
    browser = browser_of("operator")
    queries = (
        "p=abc", "p=99999999999999999999", "o=zzz", "o=999", "status__exact=khong", "id__exact=abc", "q=" + "x" * 3000,
        "q=%27%22%3Cscript%3E", "producer__id__exact=abc", "e=1", "all=", "tinh-trang=khong",
        "product__producer__password=x",
    )  # fmt: skip
    for query in queries:
        for kind in ("catalog/product", "catalog/certificate", "shop/consignment", "geography/unit"):
            assert browser.get(f"/quan-ly/{kind}/?{query}").status_code in (200, 302, 400), (kind, query)


def test_it_stands_under_its_address(db):
    assert reverse("admin:index") == "/quan-ly/"


def test_a_demo_says_at_the_desk_too_that_it_is_one(browser_of, settings):
    line = "Bản dùng thử: sản phẩm có thật"
    officer = browser_of("officer_an_giang")
    assert line not in officer.get("/quan-ly/").text
    settings.DEMO = True
    assert line in officer.get("/quan-ly/").text
