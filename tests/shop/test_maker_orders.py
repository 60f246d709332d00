"""The maker's plain pages of what it has to send."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.enums import ConsignmentStatus
from shop.models import Consignment
from tests import cast

QUERY_BUDGET = 15
LIST = "/kenh-ban-hang/don-hang/"


@pytest.fixture
def order(units, bottle, box):
    """Chị Lan's: the cooperative's bottles and the household's candy."""
    return cast.make_order(lines={bottle: 2, box: 1}, commune=units.phu_quoc, note="Gọi trước")


@pytest.fixture
def own(order, cooperative):
    return order.consignments.get(producer=cooperative)


@pytest.fixture
def others(order, household):
    return order.consignments.get(producer=household)


def test_a_member_sees_the_own_consignments_and_no_other_s(sign_in, sau, own, others):
    text = sign_in(sau).get(LIST).content.decode()
    assert own.code in text
    assert others.code not in text
    assert "đặc khu Phú Quốc, An Giang" in text


def test_one_consignment_says_what_to_pack_where_it_goes_and_what_to_collect(sign_in, sau, own):
    text = sign_in(sau).get(own.get_absolute_url()).content.decode()
    for words in (
        "Nước mắm Bà Sáu 40 độ đạm",
        "Chị Lan",
        "0900\xa0000\xa0001",
        "Thôn 1, đặc khu Phú Quốc",
        "Gọi trước",
        "260.000\xa0₫",
    ):
        assert words in text
    assert "Kẹo mè xửng" not in text


def test_another_maker_s_consignment_is_a_404(sign_in, sau, others):
    assert sign_in(sau).get(others.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", ["lan", "officer_an_giang", "operator", "outlet_manager"])
def test_who_works_for_no_maker_is_forbidden(sign_in, request, own, who):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(LIST).status_code == 403
    assert browser.get(own.get_absolute_url()).status_code == 403


def test_a_stranger_has_to_sign_in(stranger, own):
    for address in (LIST, own.get_absolute_url()):
        assert stranger.get(address).status_code == 302
        assert "dang-nhap" in stranger.get(address)["Location"]


def test_looking_changes_nothing(sign_in, sau, own):
    for address in (LIST, own.get_absolute_url()):
        assert sign_in(sau).post(address).status_code == 405
    assert Consignment.objects.get(pk=own.pk).status == "new"


def test_a_page_that_does_not_exist_is_a_404(sign_in, sau, own):
    browser = sign_in(sau)
    for page in ("0", "2", "x", "9" * 30):
        assert browser.get(f"{LIST}?trang={page}").status_code == 404
    assert browser.get(f"{LIST}{own.order.code}/999999999999999999999/").status_code == 404


def test_a_maker_without_orders_is_told_so(sign_in, tu, household):
    assert sign_in(tu).get(LIST).status_code == 200


@pytest.mark.parametrize("orders", [1, 15])
def test_both_pages_stay_within_the_budget(sign_in, sau, units, bottle, cooperative, orders):
    bottle.stock.update(on_hand=1_000)
    for _ in range(orders):
        order = cast.make_order(lines={bottle: 1}, commune=units.phu_quoc)
    browser = sign_in(sau)
    for address in (LIST, order.consignments.get().get_absolute_url()):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        assert len(queries) <= QUERY_BUDGET


def test_untouched_are_the_consignments_that_their_maker_has_not_taken_up(own, others):
    Consignment.objects.filter(pk=own.pk).update(status=ConsignmentStatus.ACCEPTED)
    assert list(Consignment.objects.untouched()) == [others]
