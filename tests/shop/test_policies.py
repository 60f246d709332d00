"""The rules of the house in both languages."""

from __future__ import annotations

import pytest

from shop.policies import POLICIES

pytestmark = pytest.mark.django_db

SLUGS = [policy.slug for policy in POLICIES]


@pytest.mark.parametrize("slug", SLUGS)
def test_each_is_there_in_both_languages_and_marked_as_a_template(stranger, slug):
    english = stranger.get(f"/en/quy-dinh/{slug}/")
    vietnamese = stranger.get(f"/quy-dinh/{slug}/")

    assert "This text is a template" in english.text
    assert '<article class="prose"><h2>1. ' in english.text.replace("\n", "")
    for response in (english, vietnamese):
        assert response.status_code == 200
        assert response.text.count("<h2>") >= 4
    assert "người bán" in vietnamese.text
    assert "seller" in english.text


def test_every_page_links_them_all(stranger):
    page = stranger.get("/en/").text
    assert all(f'href="/en/quy-dinh/{slug}/"' in page for slug in SLUGS)


def test_there_is_no_other(stranger):
    assert stranger.get("/quy-dinh/khong-co/").status_code == 404
    assert stranger.get("/quy-dinh/..%2Fterms/").status_code == 404
