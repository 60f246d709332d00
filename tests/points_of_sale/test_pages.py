"""The list of outlets and the page of one."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.test import Client

from geography.enums import UnitKind, UnitLevel
from points_of_sale.enums import OutletKind, OutletStatus
from points_of_sale.models import Carried, OpeningHours, Outlet
from tests import cast

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    """The page at a path; fails where the answer has another status."""
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def outlets_on(client: Client, path: str) -> list[str]:
    """The names of the outlets in the list, in its order."""
    return [outlet.name for outlet in client.get(path).context["page"]]


@pytest.fixture
def outlets(units, outlet, cooperative, household) -> None:
    """Besides the shop in Long Xuyên and two premises: a showroom in Phú Quốc and a market in Hải Châu."""
    cast.make_outlet(
        name="Phòng trưng bày Phú Quốc",
        commune=units.phu_quoc,
        kind=OutletKind.SHOWROOM,
        former_unit=units.old_duong_dong,
    )
    cast.make_outlet(name="Chợ Hải Châu", commune=units.hai_chau, kind=OutletKind.MARKET)


EVERYTHING = ["Chợ Hải Châu", "Cửa hàng OCOP Long Xuyên", "Phòng trưng bày Phú Quốc"]


def test_the_list_leaves_makers_premises_out_until_they_are_asked_for(stranger, outlets):
    assert outlets_on(stranger, "/diem-ban/") == EVERYTHING
    assert outlets_on(stranger, "/diem-ban/?loai=premises") == [
        "Cơ sở của Hộ kinh doanh Ông Tư",
        "Cơ sở của Hợp tác xã Nước mắm Bà Sáu",
    ]
    assert "See 2 makers' own premises too" in body(stranger, "/en/diem-ban/")


def test_the_list_narrows_to_province_and_kind(stranger, outlets):
    assert outlets_on(stranger, "/diem-ban/?tinh=da-nang") == ["Chợ Hải Châu"]
    assert outlets_on(stranger, "/diem-ban/?tinh=an-giang&loai=showroom") == ["Phòng trưng bày Phú Quốc"]
    assert outlets_on(stranger, "/diem-ban/?tinh=ho-chi-minh") == []


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("phường Long Xuyên", ["Cửa hàng OCOP Long Xuyên"]),
        ("long xuyen", ["Cửa hàng OCOP Long Xuyên"]),
        ("Dương Đông", ["Phòng trưng bày Phú Quốc"]),
        ("thành phố Phú Quốc, Kiên Giang", ["Phòng trưng bày Phú Quốc"]),
        ("Kiên Giang", ["Phòng trưng bày Phú Quốc"]),
        ("An Giang", ["Cửa hàng OCOP Long Xuyên", "Phòng trưng bày Phú Quốc"]),
        ("Hội An", []),
    ],
)
def test_old_and_new_places_are_found_by_name(stranger, outlets, place, found):
    response = stranger.get("/diem-ban/", {"noi": place})

    assert [outlet.name for outlet in response.context["page"]] == found
    assert not response.context["search"].is_place_unknown


def test_a_name_of_no_place_is_said_to_be_unknown_and_kept(stranger, outlets):
    page = body(stranger, "/en/diem-ban/?noi=Atlantis")

    assert "We know no place of this name." in page
    assert 'value="Atlantis"' in page
    assert "Chợ Hải Châu" not in page


def test_a_name_that_many_places_bear_asks_for_the_province(stranger, outlets, units):
    before = {"valid_from": datetime.date(1900, 1, 1), "valid_until": cast.REFORM_DAY}
    for code, name in enumerate(("Long An", "Tiền Giang", "Bến Tre", "Trà Vinh"), start=950):
        province = cast.make_unit(
            code=str(code)[1:], level=UnitLevel.PROVINCE, kind=UnitKind.PROVINCE, name=name, **before
        )
        cast.make_unit(
            code=str(code),
            level=UnitLevel.DISTRICT,
            kind=UnitKind.RURAL_DISTRICT,
            name="Châu Thành",
            parent=province,
            **before,
        )
    ask = "Many places bear this name: choose the province too."
    assert ask in body(stranger, "/en/diem-ban/?noi=Châu Thành")
    assert ask not in body(stranger, "/en/diem-ban/?noi=Dương Đông")


@pytest.mark.parametrize(
    "query", ["loai=castle", "loai=booth'--", "tinh=atlantis", "tinh=" + "x" * 3000, "noi=%20", "noi="]
)
def test_a_question_that_makes_no_sense_is_not_asked(stranger, outlets, query):
    assert outlets_on(stranger, f"/diem-ban/?{query}") == EVERYTHING


@pytest.mark.parametrize("query", ["noi=" + "%20a" * 900, "noi=%F0%9F%8C%8F", "noi=%25_%27%22%3B", "noi=1"])
def test_odd_words_for_a_place_do_no_harm(stranger, outlets, query):
    assert stranger.get(f"/diem-ban/?{query}").status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "2", "x", "99999999999999999999"])
def test_a_page_that_does_not_exist_is_not_found(stranger, outlets, number):
    body(stranger, f"/diem-ban/?trang={number}", status=404)
    body(stranger, f"/diem-ban/cua-hang-ocop-long-xuyen/?trang={number}", status=404)


def test_an_empty_list_says_what_to_do(stranger, outlets):
    page = body(stranger, "/en/diem-ban/?noi=H%E1%BB%99i+An")

    assert "No outlet here yet" in page
    assert 'href="/en/diem-ban/"' in page


def test_a_row_says_where_it_is_whether_it_is_open_and_how_much_is_there(stranger, outlet, fish_sauce, units):
    Outlet.objects.update(former_unit=units.old_duong_dong)
    OpeningHours.objects.create(outlet=outlet, weekday=6, opens_at=datetime.time(7, 30), closes_at=datetime.time(17))
    Carried.objects.create(outlet=outlet, product=fish_sauce)

    page = body(stranger, "/en/diem-ban/")

    assert "5 Đường Chợ, phường Long Xuyên, An Giang" in page
    assert "before 7/2025: phường Dương Đông, Phú Quốc, Kiên Giang" in page
    assert "Open until 17:00" in page
    assert "1 OCOP product<" in page


def test_the_page_tells_all_that_is_known(stranger, outlet, fish_sauce, units):
    Outlet.objects.filter(pk=outlet.pk).update(
        former_unit=units.old_duong_dong,
        phone="+842963000001",
        operator_name="Trung tâm Xúc tiến",
        opened_on=datetime.date(2020, 1, 1),
        opened_on_precision="year",
        hours_note="nghỉ Tết",
        source_url="https://www.example.org/bai",
    )
    OpeningHours.objects.create(outlet=outlet, weekday=6, opens_at=datetime.time(7, 30), closes_at=datetime.time(17))
    Carried.objects.create(outlet=outlet, product=fish_sauce)

    page = body(stranger, "/en/diem-ban/cua-hang-ocop-long-xuyen/")

    for words in (
        "OCOP shop",
        "5 Đường Chợ",
        "before 7/2025: phường Dương Đông, Phú Quốc, Kiên Giang",
        "Open until 17:00",
        "Saturday: 7:30–17:00",
        "nghỉ Tết",
        "0296\xa0300\xa00001",
        "Trung tâm Xúc tiến",
        "2020",
        "example.org",
        fish_sauce.name,
    ):
        assert words in page


def test_an_outlet_of_which_little_is_known_says_so(stranger, outlet):
    page = body(stranger, "/en/diem-ban/cua-hang-ocop-long-xuyen/")

    assert "Not known. Ask before you come." in page
    assert "Nobody has told us what lies on the shelves here." in page


def test_a_planned_outlet_says_that_it_is_not_open_yet(stranger, outlet):
    Outlet.objects.update(status=OutletStatus.PLANNED)

    assert "This outlet is planned and not open yet." in body(stranger, "/en/diem-ban/cua-hang-ocop-long-xuyen/")
    assert "Not open yet" in body(stranger, "/en/diem-ban/")


def test_premises_show_their_maker_and_all_its_goods(stranger, fish_sauce, sesame_candy):
    page = body(stranger, "/en/diem-ban/co-so-cua-hop-tac-xa-nuoc-mam-ba-sau/")

    assert fish_sauce.producer.get_absolute_url() in page
    assert fish_sauce.name in page
    assert sesame_candy.name not in page


@pytest.mark.parametrize("slug", ["khong-co", "cua-hang-ocop-long-xuyen"])
def test_unknown_and_closed_outlets_have_no_page(stranger, outlet, slug):
    Outlet.objects.update(status=OutletStatus.CLOSED)

    body(stranger, f"/diem-ban/{slug}/", status=404)


def test_machines_read_a_store(stranger, outlet):
    Outlet.objects.update(name="</script><script>alert(1)</script>")
    OpeningHours.objects.create(outlet=outlet, weekday=6, opens_at=datetime.time(7, 30), closes_at=datetime.time(17))

    page = body(stranger, "/diem-ban/cua-hang-ocop-long-xuyen/")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1))

    assert data["@type"] == "Store"
    assert data["name"] == "</script><script>alert(1)</script>"
    assert data["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "VN",
        "addressRegion": "An Giang",
        "addressLocality": "phường Long Xuyên",
        "streetAddress": "5 Đường Chợ",
    }
    assert data["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Saturday",
            "opens": "07:30",
            "closes": "17:00",
        }
    ]
    assert "telephone" not in data


def test_pages_keep_their_budgets_however_many_rows(stranger, units, outlets, outlet, django_assert_max_num_queries):
    for number in range(25):
        producer = cast.make_producer(name=f"Hợp tác xã {number}", commune=units.phu_quoc)
        product = cast.make_product(producer=producer, name=f"Mật ong {number}", set_number=4)
        shop = cast.make_outlet(name=f"Cửa hàng {number}", commune=units.phu_quoc, former_unit=units.old_duong_dong)
        OpeningHours.objects.create(outlet=shop, weekday=6, opens_at=datetime.time(8), closes_at=datetime.time(17))
        Carried.objects.create(outlet=shop, product=product)
        Carried.objects.create(outlet=outlet, product=product)

    with django_assert_max_num_queries(6):
        body(stranger, "/diem-ban/")
    with django_assert_max_num_queries(6):
        body(stranger, "/diem-ban/?tinh=an-giang&loai=premises")
    with django_assert_max_num_queries(6):
        body(stranger, "/diem-ban/cua-hang-ocop-long-xuyen/")
    with django_assert_max_num_queries(13):
        body(stranger, "/diem-ban/?noi=Ph%C3%BA+Qu%E1%BB%91c&tinh=an-giang")
