"""Codes and addresses that people read and type."""

from __future__ import annotations

from catalog.codes import free_slug
from catalog.models import Producer


def test_a_slug_is_free_short_and_never_empty(cooperative):
    rows = Producer.objects.all()
    taken = cooperative.slug
    assert free_slug(rows, cooperative.name, max_length=120, otherwise="x") == f"{taken}-2"
    assert free_slug(rows, "Chợ Đông Ba", max_length=120, otherwise="x") == "cho-dong-ba"
    assert free_slug(rows, "市場 ☎", max_length=120, otherwise="diem-ban") == "diem-ban"
    assert len(free_slug(rows, "dài " * 100, max_length=120, otherwise="x")) <= 120
