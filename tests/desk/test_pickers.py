"""What pickers and forms of the desk offer, and what they accept."""

from __future__ import annotations

import pytest

from points_of_sale.models import Carried, Outlet, StockItem
from tests import cast


def offered(browser, app: str, model: str, field: str, term: str = "") -> list[str]:
    """The words a picker offers."""
    answer = browser.get(
        "/quan-ly/autocomplete/", {"app_label": app, "model_name": model, "field_name": field, "term": term}
    )
    assert answer.status_code == 200
    return sorted(result["text"] for result in answer.json()["results"])


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("officer_an_giang", ["Hợp tác xã Nước mắm Bà Sáu"]),
        ("officer_da_nang", ["Hộ kinh doanh Ông Tư"]),
        ("officer_ministry", ["Hộ kinh doanh Ông Tư", "Hợp tác xã Nước mắm Bà Sáu"]),
        ("operator", ["Hộ kinh doanh Ông Tư", "Hợp tác xã Nước mắm Bà Sáu"]),
    ],
)
def test_a_products_producer_is_one_of_ones_own(browser_of, rows, person, expected):
    assert offered(browser_of(person), "catalog", "product", "producer") == expected
    assert offered(browser_of(person), "points_of_sale", "outlet", "producer") == expected


def test_a_certificates_product_is_one_of_ones_own(browser_of, rows):
    browser = browser_of("officer_an_giang")
    assert offered(browser, "catalog", "certificate", "product") == ["Nước mắm Bà Sáu 40 độ đạm"]
    assert offered(browser, "catalog", "certificate", "product", "keo me") == []


def test_a_commune_lies_in_ones_own_province_and_says_so(browser_of, rows):
    browser = browser_of("officer_an_giang")
    assert offered(browser, "points_of_sale", "outlet", "commune") == [
        "phường Long Xuyên, An Giang",
        "đặc khu Phú Quốc, An Giang",
    ]
    assert offered(browser, "points_of_sale", "outlet", "commune", "phu quoc") == ["đặc khu Phú Quốc, An Giang"]
    assert offered(browser, "points_of_sale", "outlet", "commune", "hoi an") == []
    assert "phường Hội An, Đà Nẵng" in offered(browser_of("operator"), "points_of_sale", "outlet", "commune")


def test_an_old_unit_is_an_old_one(browser_of, rows):
    names = offered(browser_of("officer_an_giang"), "points_of_sale", "outlet", "former_unit", "duong dong")
    assert names == ["phường Dương Đông, Phú Quốc"]


def test_stock_is_received_of_ones_own_goods_at_ones_own_outlets(browser_of, rows):
    browser = browser_of("officer_an_giang")
    assert offered(browser, "points_of_sale", "stockitem", "variant") == ["Nước mắm Bà Sáu 40 độ đạm · chai 500 ml"]
    assert "Cửa hàng Hội An" not in offered(browser, "points_of_sale", "stockitem", "outlet")


def test_a_fair_and_a_shop_may_name_what_everybody_can_see(browser_of, rows):
    browser = browser_of("officer_an_giang")
    assert len(offered(browser, "fairs", "participation", "producer")) == 2
    assert len(offered(browser, "points_of_sale", "carried", "product")) == 2
    assert offered(browser, "fairs", "participation", "fair") == ["Hội chợ Long Xuyên"]


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("shop", "order", "user"),
        ("shop", "consignment", "producer"),
        ("catalog", "membership", "user"),
        ("points_of_sale", "outletmanager", "user"),
        ("accounts", "user", "province"),
        ("admin", "logentry", "user"),
        ("catalog", "product", "name"),
        ("catalog", "product", "khong-co"),
        ("khong", "co", "gi"),
    ],
)
def test_no_other_picker_answers_an_officer(browser_of, rows, app, model, field):
    query = {"app_label": app, "model_name": model, "field_name": field}
    assert browser_of("officer_an_giang").get("/quan-ly/autocomplete/", query).status_code == 403


@pytest.mark.parametrize("person", ["lan", "sau"])
def test_no_picker_answers_others(browser_of, rows, person):
    query = {"app_label": "catalog", "model_name": "product", "field_name": "producer"}
    assert browser_of(person).get("/quan-ly/autocomplete/", query).status_code == 403


def outlet_form(**fields):
    return {
        "name": "Điểm bán mới", "kind": "ocop_shop", "status": "open", "phone": "", "opened_on_precision": "day",
        "opening_hours-TOTAL_FORMS": "0", "opening_hours-INITIAL_FORMS": "0", **fields,
    }  # fmt: skip


def test_an_officer_cannot_put_a_row_into_another_province(browser_of, rows, units):
    browser = browser_of("officer_an_giang")
    before = Outlet.objects.count()
    for place in (
        {"province": units.da_nang.pk},
        {"province": units.da_nang.pk, "commune": units.hoi_an.pk},
        {"province": units.an_giang.pk, "commune": units.hoi_an.pk},
    ):
        answer = browser.post("/quan-ly/points_of_sale/outlet/add/", outlet_form(**place))
        assert answer.status_code == 422
        errors = answer.context["adminform"].form.errors
        assert "province" in errors or "commune" in errors
    assert Outlet.objects.count() == before


def test_an_officer_cannot_move_a_row_into_another_province(browser_of, rows, units):
    outlet = rows.an_giang.outlet
    answer = browser_of("officer_an_giang").post(
        f"/quan-ly/points_of_sale/outlet/{outlet.pk}/change/", outlet_form(province=units.da_nang.pk)
    )
    assert answer.status_code == 422
    outlet.refresh_from_db()
    assert outlet.province == units.an_giang


def test_the_ministry_may_not_mix_provinces_either(browser_of, rows, units):
    answer = browser_of("officer_ministry").post(
        "/quan-ly/points_of_sale/outlet/add/", outlet_form(province=units.da_nang.pk, commune=units.phu_quoc.pk)
    )
    assert answer.status_code == 422
    assert answer.context["adminform"].form.errors["commune"] == ["Xã này không thuộc tỉnh đã chọn."]


def test_an_officer_cannot_use_another_provinces_rows_by_their_ids(browser_of, rows):
    browser = browser_of("officer_an_giang")
    stock = {"variant": rows.da_nang.variant.pk, "outlet": rows.da_nang.outlet.pk, "quantity": 5}
    assert browser.post("/quan-ly/points_of_sale/stockitem/add/", stock).status_code == 422
    carried = {"outlet": rows.da_nang.outlet.pk, "product": rows.an_giang.product.pk}
    assert browser.post("/quan-ly/points_of_sale/carried/add/", carried).status_code == 422
    certificate = {"product": rows.da_nang.product.pk, "stars": 5, "issuing_level": "province"}
    assert browser.post("/quan-ly/catalog/certificate/add/", certificate).status_code == 422
    participation = {"fair": rows.da_nang.fair.pk, "producer": rows.an_giang.producer.pk}
    assert browser.post("/quan-ly/fairs/participation/add/", participation).status_code == 422
    assert StockItem.objects.count() == 2
    assert Carried.objects.count() == 2
    assert rows.da_nang.product.certificates.count() == 1
    assert rows.da_nang.fair.participations.count() == 1


def test_an_unpublished_product_of_elsewhere_is_offered_to_nobody_else(browser_of, rows):
    cast.make_product(producer=rows.da_nang.producer, name="Bí mật", status="draft", published_at=None)
    assert "Bí mật" not in offered(browser_of("officer_an_giang"), "points_of_sale", "carried", "product")
