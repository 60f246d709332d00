"""The sitemap: every public page in both languages, and nothing else."""

from __future__ import annotations

import datetime
import re

import pytest

from tests import cast

pytestmark = pytest.mark.django_db


def addresses(client, section):
    return re.findall(r"<loc>http://testserver(.*?)</loc>", client.get(f"/sitemap-{section}.xml").text)


def test_the_index_names_every_section(stranger):
    page = stranger.get("/sitemap.xml")

    assert page.headers["content-type"].startswith("application/xml")
    assert re.findall(r"sitemap-([a-z-]+)\.xml", page.text) == [
        "trang",
        "san-pham",
        "chu-the",
        "noi",
        "diem-ban",
        "hoi-cho",
    ]


def test_it_has_public_pages_in_both_languages_and_no_drafts(stranger, fish_sauce, household, outlet, units):
    cast.make_product(producer=household, name="Kẹo nháp", status="draft", published_at=None)
    cast.make_fair(name="Hội chợ nháp", commune=units.hai_chau, starts_on=datetime.date(2026, 12, 5), status="draft")

    assert addresses(stranger, "san-pham") == [
        f"/san-pham/{fish_sauce.slug}/",
        f"/en/san-pham/{fish_sauce.slug}/",
    ]
    assert f"/diem-ban/{outlet.slug}/" in addresses(stranger, "diem-ban")
    assert addresses(stranger, "hoi-cho") == []
    assert f"/xa/{units.phu_quoc.slug}/" in addresses(stranger, "noi")
    assert "/quy-dinh/bao-mat/" in addresses(stranger, "trang")


def test_communes_with_a_maker_an_outlet_or_a_coming_fair_are_in_it_and_no_others(stranger, units, cooperative):
    cast.make_outlet(name="Chợ Hàn", commune=units.hai_chau)
    cast.make_fair(name="Hội chợ Tết", commune=units.long_xuyen, starts_on=datetime.date(2026, 12, 5))
    cast.make_producer(name="Cơ sở đã nghỉ", commune=units.hoi_an, status="left")
    cast.make_outlet(name="Đã đóng", commune=units.hoi_an, status="closed")
    cast.make_fair(name="Hội chợ đã qua", commune=units.hoi_an, starts_on=datetime.date(2026, 1, 5))

    communes = [path for path in addresses(stranger, "noi") if path.startswith("/xa/")]

    assert sorted(communes) == sorted(
        f"/xa/{unit.slug}/" for unit in (cooperative.commune, units.hai_chau, units.long_xuyen)
    )


def test_an_unknown_section_is_not_there(stranger):
    assert stranger.get("/sitemap-khong-co.xml").status_code == 404
