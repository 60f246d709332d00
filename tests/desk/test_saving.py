"""Saving outlets, stock, fairs, users and rates at the desk."""

from __future__ import annotations

import datetime

import pytest

from accounts.enums import StaffRole
from accounts.models import User
from fairs.models import Fair
from points_of_sale.models import Carried, Outlet
from tests import cast
from tests.desk.conftest import errors_of

NO_HOURS = {"opening_hours-TOTAL_FORMS": "0", "opening_hours-INITIAL_FORMS": "0"}


class TestOutletsAndStock:
    def test_an_officer_enters_an_outlet_with_its_hours(self, officer, units):
        data = {
            "name": "Cửa hàng Châu Đốc", "kind": "ocop_shop", "status": "open", "province": units.an_giang.pk,
            "commune": units.long_xuyen.pk, "former_unit": units.old_duong_dong.pk, "opened_on_precision": "day",
            "opening_hours-TOTAL_FORMS": "1", "opening_hours-INITIAL_FORMS": "0", "opening_hours-0-weekday": "6",
            "opening_hours-0-opens_at": "08:00", "opening_hours-0-closes_at": "17:30",
        }  # fmt: skip
        assert officer.post("/quan-ly/points_of_sale/outlet/add/", data).status_code == 302
        outlet = Outlet.objects.get(slug="cua-hang-chau-doc")
        assert outlet.opening_hours.get().closes_at == datetime.time(17, 30)

    def test_two_outlets_of_one_name_get_two_addresses(self, officer, units):
        data = {"name": "Chợ Mới", "kind": "market", "status": "open", "province": units.an_giang.pk} | NO_HOURS
        data["opened_on_precision"] = "day"
        for _ in range(2):
            assert officer.post("/quan-ly/points_of_sale/outlet/add/", data).status_code == 302
        assert set(Outlet.objects.filter(name="Chợ Mới").values_list("slug", flat=True)) == {"cho-moi", "cho-moi-2"}

    def test_it_closes_after_it_opens(self, officer, rows):
        outlet = rows.an_giang.outlet
        data = {
            "name": outlet.name, "kind": outlet.kind, "status": "open", "province": outlet.province_id,
            "opened_on_precision": "day", "opening_hours-TOTAL_FORMS": "1", "opening_hours-INITIAL_FORMS": "0",
            "opening_hours-0-weekday": "6", "opening_hours-0-opens_at": "18:00", "opening_hours-0-closes_at": "17:30",
        }  # fmt: skip
        answer = officer.post(f"/quan-ly/points_of_sale/outlet/{outlet.pk}/change/", data)
        assert "closes_at" in answer.context["inline_admin_formsets"][0].formset.forms[0].errors
        assert outlet.opening_hours.count() == 1

    def test_premises_are_somebodys(self, officer, units):
        data = {"name": "Cơ sở", "kind": "premises", "status": "open", "province": units.an_giang.pk} | NO_HOURS
        answer = officer.post("/quan-ly/points_of_sale/outlet/add/", data | {"opened_on_precision": "day"})
        assert "producer" in errors_of(answer)

    def test_goods_are_received_with_a_row_in_the_ledger(self, officer, rows):
        stock = rows.an_giang.stock
        data = {"variant": stock.variant_id, "outlet": stock.outlet_id, "quantity": 24, "reference": "Phiếu 7"}
        assert officer.post("/quan-ly/points_of_sale/stockitem/add/", data).status_code == 302
        stock.refresh_from_db()
        assert (stock.on_hand, stock.reserved) == (34, 2)
        moved = stock.movements.last()
        assert (moved.on_hand_change, moved.reference, moved.actor.email) == (
            24,
            "Phiếu 7",
            "can-bo-an-giang@example.com",
        )

    @pytest.mark.parametrize("quantity", ["0", "-3", "", "nhiều", "9" * 30, "1000001", "1.5"])
    def test_an_absurd_quantity_is_refused_at_its_field(self, officer, rows, quantity):
        stock = rows.an_giang.stock
        data = {"variant": stock.variant_id, "outlet": stock.outlet_id, "quantity": quantity}
        assert "quantity" in errors_of(officer.post("/quan-ly/points_of_sale/stockitem/add/", data))
        stock.refresh_from_db()
        assert stock.on_hand == 10

    def test_the_operations_refusal_is_said_at_the_field(self, operator_at_desk, rows):
        data = {"variant": rows.da_nang.variant.pk, "outlet": rows.an_giang.stock.outlet_id, "quantity": 5}
        answer = operator_at_desk.post("/quan-ly/points_of_sale/stockitem/add/", data)
        assert "quantity" in errors_of(answer)

    def test_stock_is_never_typed_over(self, operator_at_desk, rows):
        stock = rows.an_giang.stock
        answer = operator_at_desk.post(f"/quan-ly/points_of_sale/stockitem/{stock.pk}/change/", {"on_hand": 999})
        assert answer.status_code == 403
        stock.refresh_from_db()
        assert stock.on_hand == 10

    def test_an_outlet_with_promised_goods_is_not_closed(self, officer, rows):
        premises = rows.an_giang.stock.outlet
        answer = officer.post(f"/quan-ly/points_of_sale/outlet/{premises.pk}/buoc/dong-cua/")
        assert answer.status_code == 422
        premises.refresh_from_db()
        assert premises.status == "open"
        empty = rows.an_giang.outlet
        assert officer.post(f"/quan-ly/points_of_sale/outlet/{empty.pk}/buoc/dong-cua/").status_code == 302
        empty.refresh_from_db()
        assert empty.status == "closed"

    def test_a_product_is_carried_once(self, officer, rows):
        data = {"outlet": rows.an_giang.outlet.pk, "product": rows.da_nang.product.pk}
        assert officer.post("/quan-ly/points_of_sale/carried/add/", data).status_code == 302
        assert officer.post("/quan-ly/points_of_sale/carried/add/", data).status_code == 422
        assert Carried.objects.filter(outlet=rows.an_giang.outlet).count() == 2
        carried = Carried.objects.get(product=rows.da_nang.product, outlet=rows.an_giang.outlet)
        officer.post(f"/quan-ly/points_of_sale/carried/{carried.pk}/delete/", {"post": "yes"})
        assert not Carried.objects.filter(pk=carried.pk).exists()


class TestFairs:
    def test_an_officer_enters_and_announces_a_fair(self, officer, units, stranger):
        data = {
            "name": "Phiên chợ An Giang", "kind": "fair", "province": units.an_giang.pk, "starts_on": "05/12/2026",
            "ends_on": "08/12/2026", "date_precision": "day", "venue": "Công viên",
        }  # fmt: skip
        assert officer.post("/quan-ly/fairs/fair/add/", data).status_code == 302
        fair = Fair.objects.get(slug="phien-cho-an-giang")
        assert fair.status == "draft"
        assert stranger.get(fair.get_absolute_url()).status_code == 404
        assert officer.post(f"/quan-ly/fairs/fair/{fair.pk}/buoc/cong-bo/").status_code == 302
        assert stranger.get(fair.get_absolute_url()).status_code == 200
        assert fair.events.get().actor.email == "can-bo-an-giang@example.com"

    def test_it_is_postponed_announced_again_and_cancelled(self, officer, rows):
        fair = rows.an_giang.fair
        steps = f"/quan-ly/fairs/fair/{fair.pk}/buoc"
        assert officer.post(f"{steps}/hoan/", {"note": "Bão"}).status_code == 302
        assert officer.post(f"{steps}/hoan/", {"note": "Bão"}).status_code == 422
        assert officer.post(f"{steps}/cong-bo/").status_code == 302
        assert officer.post(f"{steps}/huy/", {"note": ""}).status_code == 422
        assert officer.post(f"{steps}/huy/", {"note": "Bão lớn"}).status_code == 302
        fair.refresh_from_db()
        assert fair.status == "cancelled"
        assert list(fair.events.values_list("to_status", "note")) == [
            ("postponed", "Bão"),
            ("announced", ""),
            ("cancelled", "Bão lớn"),
        ]

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"ends_on": "01/12/2026", "starts_on": "05/12/2026"}, "ends_on"), ({"ends_on": "01/12/2026"}, "starts_on"),
         ({"starts_on": "hôm nào"}, "starts_on"), ({"booth_count": "-4"}, "booth_count"), ({"name": ""}, "name")],
    )  # fmt: skip
    def test_bad_input_is_said_at_its_field(self, officer, units, fields, field):
        data = {"name": "Hội", "kind": "fair", "province": units.an_giang.pk, "date_precision": "day", **fields}
        assert field in errors_of(officer.post("/quan-ly/fairs/fair/add/", data))
        assert not Fair.objects.filter(name="Hội").exists()

    def test_a_maker_of_another_province_takes_part_once(self, officer, rows):
        data = {"fair": rows.an_giang.fair.pk, "producer": rows.da_nang.producer.pk, "booth": "B 12"}
        assert officer.post("/quan-ly/fairs/participation/add/", data).status_code == 302
        assert rows.an_giang.fair.participations.get(booth="B 12").producer == rows.da_nang.producer
        assert "producer" in errors_of(officer.post("/quan-ly/fairs/participation/add/", data))


class TestUsersAndRates:
    def test_the_operator_makes_an_officer_who_then_asks_for_a_password(self, operator_at_desk, units):
        data = {
            "full_name": "Cán bộ mới", "email": "Moi@Example.com", "phone": "0901 234 567", "staff_role": "officer",
            "province": units.da_nang.pk, "is_active": "on",
        }  # fmt: skip
        assert operator_at_desk.post("/quan-ly/accounts/user/add/", data).status_code == 302
        officer = User.objects.get(email="moi@example.com")
        assert (officer.phone, officer.email_verified, officer.phone_verified) == ("+84901234567", True, True)
        assert not officer.has_usable_password()

    def test_a_changed_address_signs_in_and_the_old_one_no_more(self, operator_at_desk, lan, client):
        client.post("/tai-khoan/dang-nhap/", {"login": "lan@example.com", "password": cast.PASSWORD})
        data = {"full_name": "Chị Lan", "email": "lan.moi@example.com", "staff_role": "none", "is_active": "on"}
        assert operator_at_desk.post(f"/quan-ly/accounts/user/{lan.pk}/change/", data).status_code == 302
        client.logout()
        old = client.post("/tai-khoan/dang-nhap/", {"login": "lan@example.com", "password": cast.PASSWORD})
        assert old.status_code == 422
        new = client.post("/tai-khoan/dang-nhap/", {"login": "lan.moi@example.com", "password": cast.PASSWORD})
        assert new.status_code == 302

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"email": "", "phone": ""}, "email"), ({"email": "a@"}, "email"), ({"phone": "12"}, "phone"),
         ({"email": "LAN@example.com"}, None), ({"staff_role": "king"}, "staff_role")],
    )  # fmt: skip
    def test_bad_input_is_said(self, operator_at_desk, lan, fields, field):
        data = {"full_name": "Ai", "email": "ai@example.com", "phone": "", "staff_role": "none", "is_active": "on"}
        before = User.objects.count()
        errors = errors_of(operator_at_desk.post("/quan-ly/accounts/user/add/", data | fields))
        assert (field or "__all__") in errors or "email" in errors
        assert User.objects.count() == before

    def test_only_officers_have_a_province(self, operator_at_desk, units):
        data = {"full_name": "Ai", "email": "ai@example.com", "staff_role": "operator", "province": units.da_nang.pk}
        assert "province" in errors_of(operator_at_desk.post("/quan-ly/accounts/user/add/", data))

    @pytest.mark.parametrize("fields", [{"staff_role": "none", "is_active": "on"}, {"staff_role": "operator"}])
    def test_operators_do_not_lock_themselves_out(self, operator_at_desk, operator, fields):
        data = {"full_name": "Vận hành", "email": operator.email, **fields}
        answer = operator_at_desk.post(f"/quan-ly/accounts/user/{operator.pk}/change/", data)
        assert "staff_role" in errors_of(answer)
        assert User.objects.get(pk=operator.pk).staff_role == StaffRole.OPERATOR

    def test_an_officer_cannot_become_an_operator(self, officer, officer_an_giang):
        data = {"email": officer_an_giang.email, "staff_role": "operator", "is_active": "on"}
        assert officer.post(f"/quan-ly/accounts/user/{officer_an_giang.pk}/change/", data).status_code == 403
        officer_an_giang.refresh_from_db()
        assert officer_an_giang.staff_role == StaffRole.OFFICER

    def test_a_closed_account_is_signed_out_at_once(self, operator_at_desk, sign_in, lan):
        browser = sign_in(lan)
        data = {"full_name": "Chị Lan", "email": lan.email, "staff_role": "none"}
        assert operator_at_desk.post(f"/quan-ly/accounts/user/{lan.pk}/change/", data).status_code == 302
        assert browser.get("/tai-khoan/").status_code == 302

    def test_the_operator_changes_what_delivery_costs(self, operator_at_desk, rows):
        data = {"up_to_km": 100, "first_grams": 1000, "first_fee": 22_000, "step_grams": 500, "step_fee": 5000}
        data |= {"days_min": 1, "days_max": 3}
        address = f"/quan-ly/shop/deliveryrate/{rows.rate.pk}/change/"
        assert operator_at_desk.post(address, data).status_code == 302
        rows.rate.refresh_from_db()
        assert rows.rate.first_fee == 22_000
        assert "days_max" in errors_of(operator_at_desk.post(address, data | {"days_min": 5}))
        assert "step_grams" in errors_of(operator_at_desk.post(address, data | {"step_grams": 0}))
        assert "up_to_km" in errors_of(operator_at_desk.post(address, data | {"up_to_km": 20_000}))

    def test_orders_are_only_read(self, operator_at_desk, rows):
        for address in (f"shop/order/{rows.order.pk}", f"shop/consignment/{rows.an_giang.consignment.pk}"):
            answer = operator_at_desk.post(f"/quan-ly/{address}/change/", {"status": "cancelled", "total": "1"})
            assert answer.status_code == 403
        rows.order.refresh_from_db()
        assert rows.order.status == "placed"

    def test_an_officer_sees_where_a_parcel_goes_but_not_to_whom(self, officer, rows):
        html = officer.get(f"/quan-ly/shop/consignment/{rows.an_giang.consignment.pk}/change/").content.decode()
        assert "Nước mắm Bà Sáu" in html
        assert "phường Hội An, Đà Nẵng" in html
        for hidden in ("Chị Lan", "0900", "Thôn 1", "Kẹo mè xửng"):
            assert hidden not in html
