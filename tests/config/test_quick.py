"""The parts that Jinja2 draws."""

import pytest
from django.http import QueryDict
from django.template import engines
from django.utils import translation

from catalog.models import Product
from config.quick import other_query
from config.templatetags.quick import quick
from tests import cast


def in_django(source, **context):
    return engines["django"].from_string("{% load quick %}" + source).render(context)


@pytest.mark.django_db
def test_what_people_write_is_escaped_on_cards_and_on_the_page(stranger, cooperative):
    product = cast.make_product(producer=cooperative, name="<script>alert(1)</script>", set_number=9)
    Product.objects.filter(pk=product.pk).update(description="<b>a</b>\n\n& b", name_en='"><img src=x>')
    for address in ("/san-pham/", "/", product.get_absolute_url()):
        page = stranger.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    page = stranger.get(product.get_absolute_url()).content.decode()
    assert "<p>&lt;b&gt;a&lt;/b&gt;</p>" in page.replace("\n", "")
    assert "<img src=x>" not in stranger.get("/en/san-pham/").content.decode()


def test_a_part_gets_nothing_but_what_it_is_given():
    drawn = in_django('{% quick "breadcrumbs" crumbs=crumbs %}', crumbs=[("A & B", "/a/"), ("<c>", "")], words="no")
    assert '<a href="/a/">A &amp; B</a>' in drawn
    assert '<span aria-current="page">&lt;c&gt;</span>' in drawn


def test_a_part_speaks_the_readers_language_and_leads_to_its_pages():
    for language, words, address in [
        ("vi", "Giỏ hàng", "/gio-hang/"),
        ("en", "Cart", "/en/gio-hang/"),
        ("vi", "Giỏ hàng", "/gio-hang/"),
    ]:
        with translation.override(language):
            drawn = quick("tabbar", frame=None)
        assert words in drawn
        assert f'href="{address}"' in drawn


def test_another_query_keeps_what_else_was_asked_and_cannot_leave_its_attribute():
    query = QueryDict("sao=5&sao=4&trang=2&tinh=%22%3E%3Cb%3E")
    assert other_query(query, "trang", 3) == "?sao=5&sao=4&tinh=%22%3E%3Cb%3E&trang=3"
    assert other_query(QueryDict(""), "goi", "A&B") == "?goi=A%26B"
