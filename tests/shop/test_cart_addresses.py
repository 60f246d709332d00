"""The addresses the cart's buttons send to, opened as if they were pages: after a wrong form browsers do that."""

import pytest

from shop.models import Cart, CartLine


@pytest.mark.parametrize("address", ["/gio-hang/them/", "/gio-hang/gia/", "/gio-hang/dong/1/"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_they_lead_on_to_the_cart(stranger, db, language, address):
    answer = stranger.get(f"{language}{address}")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert f'<a class="button" href="{language}/gio-hang/">' in answer.text


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_ways_change_nothing(stranger, bottle, method):
    stranger.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "2"})
    line = CartLine.objects.get()
    for address in ("/gio-hang/them/", "/gio-hang/gia/", f"/gio-hang/dong/{line.pk}/"):
        assert getattr(stranger, method)(address).status_code == 405
    assert CartLine.objects.get().quantity == 2
    assert Cart.objects.count() == 1
