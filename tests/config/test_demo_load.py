"""load_demo on the real units: what stands in the shop afterwards, and that a second load changes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.enums import StaffRole
from accounts.models import User
from catalog.enums import DatePrecision, MemberRole
from catalog.models import Certificate, Membership, Producer, Product, ProductImage, Variant
from config.demo.loader import WALK_KEYS, Loaded, load_demo
from config.demo.people import DEMO_PASSWORD, DEMO_USERS
from fairs.models import Fair, Participation
from geography.operations import load_units
from points_of_sale.enums import OutletKind
from points_of_sale.models import Carried, OpeningHours, Outlet, OutletManager, StockItem, StockMovement
from points_of_sale.shelves import available_for
from tests.cast import NOW, TODAY

COUNTED = (User, Product, Variant, Producer, Certificate, ProductImage, Membership, StockItem, StockMovement, Outlet)
COUNTED += (OpeningHours, Carried, OutletManager, Fair, Participation)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker) -> Iterator[Loaded]:
    """The whole demo without pictures, loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_units()
        yield load_demo(at=NOW, with_pictures=False)
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: Loaded, db: None) -> Loaded:
    """The loaded demo; what a test changes of it is undone."""
    return loaded


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_it_says_what_it_added(demo):
    assert demo == Loaded(products=160, outlets=15, fairs=20, users=8)


def test_all_products_are_on_show_and_most_are_certified(demo):
    published = Product.objects.published()
    assert published.count() == 160
    assert published.certified(TODAY).count() == 126
    assert Producer.objects.count() == 126
    assert Certificate.objects.filter(is_illustrative=False).count() == 161


def test_thirty_products_have_only_certificates_that_ran_out(demo):
    without = Product.objects.exclude(pk__in=Product.objects.certified(TODAY))
    assert without.filter(certificates__valid_from__isnull=False).distinct().count() == 30
    assert without.filter(certificates__is_illustrative=True).count() == 0


def test_the_walk_finds_five_star_fish_sauces_of_two_makers_in_an_giang(demo):
    found = Product.objects.sellable(TODAY).filter(
        search_text__contains=" nuoc mam", producer__province__slug="an-giang", certificates__stars=5
    )
    assert sorted(found.values_list("name", flat=True).distinct()) == [
        "Nước mắm Phú Quốc Khải Hoàn 38 độ đạm",
        "Nước mắm Phú Quốc Khải Hoàn 40 độ đạm",
        "Nước mắm Phú Quốc Khải Hoàn 43 độ đạm",
        "Nước mắm Thanh Quốc 35 độ đạm",
        "Nước mắm Thanh Quốc 40 độ đạm",
        "Nước mắm Thanh Quốc 43 độ đạm",
    ]
    makers = {product.producer for product in found.select_related("producer__commune")}
    assert {maker.commune.full_name for maker in makers} == {"đặc khu Phú Quốc"}
    assert len(makers) == 2


def test_the_walks_goods_come_first_then_the_newest_certificates(demo):
    newest = Product.objects.order_by("-published_at").values_list("variants__sku", flat=True).distinct()
    assert {sku.rpartition("-")[0] for sku in newest[:8]} <= {f"DEMO-{key:03}" for key in WALK_KEYS}
    after = list(Product.objects.order_by("-published_at")[6:36])
    starts = [product.certificates.exclude(valid_from=None).latest("valid_from").valid_from for product in after]
    assert starts == sorted(starts, reverse=True)


def test_every_pack_lies_at_its_makers_premises_and_can_be_ordered(demo):
    variants = list(Variant.objects.all())
    assert len(variants) == 178
    assert all(available_for(variants).values())
    items = StockItem.objects.select_related("outlet", "variant__product")
    assert all(item.outlet.producer_id == item.variant.product.producer_id for item in items)
    assert {item.outlet.kind for item in items} == {OutletKind.PREMISES}


def test_what_is_ours_is_marked_and_what_is_real_names_its_source(demo):
    assert not Product.objects.filter(is_illustrative=False).exists()
    assert not Carried.objects.filter(is_illustrative=False).exists()
    assert not Product.objects.filter(source_url="").exists()
    assert not Producer.objects.filter(source_url="").exists()
    assert not Outlet.objects.filter(producer=None, source_url="").exists()
    assert not Fair.objects.filter(is_illustrative=False, source_url="").exists()
    assert not Certificate.objects.filter(is_illustrative=False, source_url="").exists()
    assert not Certificate.objects.filter(is_illustrative=True).exclude(decision_number="").exists()


def test_nobody_real_is_given_a_phone_number(demo):
    assert not Producer.objects.exclude(phone="", email="").exists()
    assert not Outlet.objects.exclude(phone="").exists()
    assert {user.phone[:10] for user in User.objects.all()} == {"+849000000"}


def test_one_product_rose_from_three_stars_to_five(demo):
    coffee = Product.objects.get(name="Cà phê Khe Sanh")
    assert list(coffee.certificates.order_by("valid_from").values_list("stars", "valid_from_precision")) == [
        (3, DatePrecision.YEAR),
        (5, DatePrecision.YEAR),
    ]


def test_a_maker_without_a_known_commune_has_the_old_district_or_the_province_alone(demo):
    lotus = Producer.objects.get(name="Chi nhánh Công ty cổ phần thực phẩm Sen Đại Việt")
    assert (lotus.commune, lotus.province.name, lotus.former_unit.full_name) == (None, "Đồng Tháp", "huyện Tháp Mười")
    coffee = Producer.objects.get(name="Hợp tác xã nông sản Khe Sanh")
    assert (coffee.commune, coffee.province.name, coffee.former_unit) == (None, "Quảng Trị", None)


def test_communes_that_differ_by_a_mark_alone_are_told_apart(demo):
    old = {maker.former_unit.name for maker in Producer.objects.filter(products__source_url__contains="phu-ninh")}
    assert {"Tam Dân", "Tam Đàn"} <= old


def test_outlets_are_as_incomplete_as_their_sources(demo):
    outlets = Outlet.objects.filter(producer=None)
    assert outlets.count() == 15
    assert outlets.filter(opening_hours__isnull=False).distinct().count() == 3
    my_tho = outlets.get(operator_name="Liên minh Hợp tác xã tỉnh Tiền Giang")
    assert my_tho.province.name == "Đồng Tháp"
    assert [str(hours.opens_at) for hours in my_tho.opening_hours.filter(weekday=1)] == ["14:00:00"]


def test_two_made_up_fairs_are_coming_and_all_real_ones_are_past(demo):
    coming = Fair.objects.coming(TODAY)
    assert [(fair.starts_on, fair.date_precision, fair.is_illustrative) for fair in coming] == [
        (datetime.date(2026, 12, 18), "day", True),
        (datetime.date(2027, 1, 1), "month", True),
    ]
    assert all(fair.participations.count() >= 4 for fair in coming)
    assert Fair.objects.past(TODAY).filter(is_illustrative=False).count() == 18


def test_demo_users_have_their_roles_and_the_known_password(demo):
    users = {user.email.partition("@")[0]: user for user in User.objects.select_related("province")}
    assert len(users) == len(DEMO_USERS) == 8
    assert users["can-bo-an-giang"].province.name == "An Giang"
    assert users["can-bo-da-nang"].province.name == "Đà Nẵng"
    assert users["van-hanh"].staff_role == StaffRole.OPERATOR
    assert users["khai-hoan"].memberships.get().producer.name == "Công ty cổ phần thương mại Khải Hoàn"
    assert users["thanh-quoc"].memberships.get().role == MemberRole.OWNER
    assert OutletManager.objects.get().user == users["quan-ly-diem-ban"]
    assert users["nguoi-mua"].check_password(DEMO_PASSWORD)


def test_loading_again_changes_nothing_not_even_what_somebody_changed(demo):
    buyer = User.objects.get(email="nguoi-mua@demo.sao-que.example")
    buyer.set_password("mot-mat-khau-khac")
    buyer.save()
    Variant.objects.filter(sku="DEMO-017-1").update(price=199_000)
    Product.objects.filter(variants__sku="DEMO-017-1").update(name="Nước mắm đổi tên", slug="nuoc-mam-doi-ten")
    Carried.objects.first().delete()
    before = counts()
    again = load_demo(at=NOW + datetime.timedelta(days=1), with_pictures=False)
    assert again == Loaded(products=0, outlets=0, fairs=0, users=0)
    assert counts() == before
    assert Variant.objects.get(sku="DEMO-017-1").price == 199_000
    buyer.refresh_from_db()
    assert buyer.check_password("mot-mat-khau-khac")


def test_the_command_prints_counts_and_sign_ins(demo, settings, capsys):
    settings.DEMO = True
    call_command("load_demo")
    said = capsys.readouterr().out
    assert "In the shop: 160 products" in said
    assert "khai-hoan@demo.sao-que.example" in said
