"""Messy written addresses: what they mean, and how sure the answer may be."""

from __future__ import annotations

import pytest

from geography.addresses import LIKELY, SURE, resolve_address
from geography.models import Unit
from tests.geography.where import LAST_DAY_OF_DISTRICTS, TODAY, commune, former, province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]

# (as written, the unit meant, its district or province, first unit of today, least confidence, greatest confidence)
CASES = [
    ("thôn An Lỗ, xã Phong Hiền, huyện Phong Điền", "phường Phong Hiền", "Phong Điền", "phường Phong Thái", 0.9, 1),
    ("TP.Tam Kỳ", "thành phố Tam Kỳ", "Quảng Nam", "phường Tam Kỳ", 0.8, 0.9),
    ("TX nghi Sơn", "thị xã Nghi Sơn", "Thanh Hóa", "phường Nghi Sơn", 0.8, 0.9),
    ("xã Hướng Phùng, huyện Hướng Hoá", "xã Hướng Phùng", "Hướng Hóa", "xã Hướng Phùng", 0.9, 1),
    ("Số 31 Phạm Thái Bường, Phường 4, TP. Vĩnh Long", "phường 4", "Vĩnh Long", "phường Phước Hậu", 0.9, 1),
    ("số 80 đường Ấp Bắc, phường 4, TP Mỹ Tho", "phường 4", "Mỹ Tho", "phường Đạo Thạnh", 0.9, 1),
    ("xã Cự Nẫm, Quảng Bình", "xã Cự Nẫm", "Bố Trạch", "xã Bố Trạch", 0.9, 1),
    ("xã Cự Nẫm", "xã Cự Nẫm", "Bố Trạch", "xã Bố Trạch", 0.5, 0.79),
    ("xã Bình Ngọc, TP Tuy Hòa", "phường 1", "Tuy Hòa", "phường Tuy Hòa", 0.8, 0.9),
    ("TT. Dương Đông, H. Phú Quốc, T. Kiên Giang", "phường Dương Đông", "Phú Quốc", "đặc khu Phú Quốc", 0.9, 1),
    ("đặc khu Phú Quốc, An Giang", "đặc khu Phú Quốc", "An Giang", "đặc khu Phú Quốc", 0.9, 1),
    ("P4, Q8, TPHCM", "phường 4", "8", "phường Chánh Hưng", 0.9, 1),
    ("to 7 khu pho 8 thi tran vo xu duc linh binh thuan", "thị trấn Võ Xu", "Đức Linh", "xã Đức Linh", 0.8, 1),
    ("My Bang Commune, Yen Son District", "xã Mỹ Bằng", "Yên Sơn", "phường Mỹ Lâm", 0.9, 1),
    ("Na Hang District", "huyện Na Hang", "Tuyên Quang", "xã Nà Hang", 0.8, 0.9),
    ("thôn 7, xã Ea Bar, huyện Buôn Đôn", "xã Ea Bar", "Buôn Đôn", "xã Ea Nuôl", 0.9, 1),
    ("buôn Kla, xã Dray Sáp, huyện Krông Ana, Đắc Lắc", "xã Dray Sáp", "Krông A Na", "xã Ea Na", 0.9, 1),
    ("phường Long Thành, TP Đồng Nai", "phường Long Thành", "Đồng Nai", "phường Long Thành", 0.9, 1),
    ("xã Long Thành, tỉnh Đồng Nai", "phường Long Thành", "Đồng Nai", "phường Long Thành", 0.5, 1),
    ("Số 40, phường Trà Vinh, TP Trà Vinh", "phường Trà Vinh", "Vĩnh Long", "phường Trà Vinh", 0.9, 1),
    ("xã Thượng Long, huyện Nam Đông", "xã Thượng Long", "Phú Lộc", "xã Long Quảng", 0.9, 1),
    ("xã Cẩm Vịnh, huyện Cẩm Xuyên", "xã Cẩm Vịnh", "Hà Tĩnh", "xã Cẩm Bình", 0.3, 0.79),
    ("xã Không Ai Biết, huyện Đức Linh", "huyện Đức Linh", "Bình Thuận", "xã Đức Linh", 0.4, 0.79),
    ("xuy xa my duc ha noi", "xã Xuy Xá", "Mỹ Đức", "xã Hồng Sơn", 0.7, 1),
    ("tri phuong trung khanh cao bang", "xã Tri Phương", "Trùng Khánh", "xã Quang Trung", 0.7, 1),
    ("xã Hoằng Phụ, huyện Hoằng Hóa", "xã Hoằng Phụ", "Hoằng Hóa", "xã Hoằng Thanh", 0.6, 0.95),
]


@pytest.mark.parametrize(("text", "unit", "parent", "now", "least", "greatest"), CASES)
def test_a_messy_address_is_understood(text, unit, parent, now, least, greatest) -> None:
    found = resolve_address(text, on=TODAY)
    assert (str(found[0].unit), found[0].unit.parent.name, str(found[0].units[0])) == (unit, parent, now)
    assert least <= found[0].confidence <= greatest


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thanh Hoá", "tỉnh Thanh Hóa"),
        ("tỉnh Thanh Hóa", "tỉnh Thanh Hóa"),
        ("Cần Thơ", "thành phố Cần Thơ"),
        ("tỉnh Quảng Bình", "tỉnh Quảng Trị"),
        ("Thừa Thiên - Huế", "thành phố Huế"),
        ("LANG SON", "tỉnh Lạng Sơn"),
    ],
)
def test_a_province_alone_is_the_province_of_today(text, name) -> None:
    found = resolve_address(text, on=TODAY)[0]
    assert str(found.units[0]) == name
    assert found.commune is None
    assert found.confidence >= 0.7


@pytest.mark.parametrize(
    "text",
    ["xã Tân An", "huyện Châu Thành", "phường 4", "Binh Tan District", "chợ Vũng Liêm", "Phú Quốc", "P.4 Q.1 TP HCM"],
)
def test_what_may_be_several_places_is_never_sure(text) -> None:
    assert [one for one in resolve_address(text, on=TODAY) if one.confidence >= SURE] == []


def test_two_districts_of_one_name_are_both_told() -> None:
    found = resolve_address("Binh Tan District", on=TODAY)
    assert [one.unit.parent.name for one in found] == ["Hồ Chí Minh", "Vĩnh Long"]
    assert found[0].confidence == found[1].confidence < 0.5


def test_a_name_that_many_districts_share_is_known_and_none_of_them_is_likely() -> None:
    found = resolve_address("Châu Thành", on=TODAY)
    assert len(found) > 3
    assert found[0].confidence < LIKELY


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00\x00", ",,,;()", "xin chào các bạn", "0123456789", "a" * 100_000, "xã"]
)
def test_what_names_no_unit_gives_nothing(text) -> None:
    assert resolve_address(text, on=TODAY) == []


@pytest.mark.parametrize(
    "text", ["xã " * 5000, "tân an tân phú " * 500, "phường 4," * 2000, "\x00xã\x00Tân\x00", "’'’" * 99]
)
def test_hostile_text_is_answered_in_a_handful_of_queries(text, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        found = resolve_address(text, on=TODAY)
    assert [one for one in found if one.is_sure] == []


def test_an_ordinary_address_takes_few_queries(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(6):
        found = resolve_address("thôn An Lỗ, xã Phong Hiền, huyện Phong Điền", on=TODAY)
    assert [str(one.commune) for one in found] == ["phường Phong Thái"]


def test_a_known_province_narrows_the_answer() -> None:
    found = resolve_address("Binh Tan District", on=TODAY, province=former("province", "vinh-long"))
    assert [str(one.unit) for one in found] == ["huyện Bình Tân"]
    assert found[0].confidence >= SURE
    assert resolve_address("xã Cự Nẫm", on=TODAY, province=province("an-giang")) == []
    assert resolve_address("xã Cự Nẫm", on=TODAY, province=province("quang-tri"))[0].confidence >= SURE


def test_the_answer_fills_a_place() -> None:
    found = resolve_address("khu phố 1, thị trấn Võ Xu, huyện Đức Linh, Bình Thuận", on=TODAY)[0]
    assert found.street == "khu phố 1"
    assert found.commune == commune("duc-linh-lam-dong")
    assert found.province == province("lam-dong")
    assert found.former_unit == former("commune", "vo-xu-duc-linh-binh-thuan")


def test_a_district_fills_a_place_without_a_commune() -> None:
    found = resolve_address("huyện Đức Linh, Bình Thuận", on=TODAY)[0]
    assert (found.commune, found.province) == (None, province("lam-dong"))
    assert found.former_unit == former("district", "duc-linh-binh-thuan")


def test_an_address_of_today_has_no_old_unit() -> None:
    assert resolve_address("xã Đức Linh, Lâm Đồng", on=TODAY)[0].former_unit is None


def test_a_divided_commune_is_not_sure_of_its_part() -> None:
    divided = Unit.objects.communes().filter(successions__is_main=False).order_by("code").first()
    assert divided is not None
    text = f"{divided.full_name}, {divided.parent.full_name}, {divided.province.full_name}"
    found = resolve_address(text, on=TODAY)[0]
    assert found.unit == divided
    assert found.units == tuple(divided.became(on=TODAY))
    assert len(found.units) > 1
    assert 0.5 < found.confidence < SURE


def test_before_the_reform_the_old_unit_is_the_answer() -> None:
    found = resolve_address("thị trấn Võ Xu, huyện Đức Linh", on=LAST_DAY_OF_DISTRICTS)[0]
    assert found.units == (found.unit,)
    assert found.former_unit is None
