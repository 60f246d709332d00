"""What a buyer writes at the checkout: odd signs do no harm, and every refusal is one sentence in the shop's words."""

import pytest
from django.core import mail
from django.test import Client

from shop.models import Order
from tests.shop.buying import traces
from tests.shop.test_checkout import answers, hidden, look_up, order

pytestmark = pytest.mark.usefixtures("rates")


@pytest.fixture
def guest(units, bottle):
    """A guest's browser, whose cart holds two bottles."""
    client = Client()
    client.post("/gio-hang/them/", {"variant": bottle.pk, "quantity": "2"})
    return client


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Chị\tLan \n", "Chị Lan"),
        ("Lan\r\nBcc: x@example.com", "Lan Bcc: x@example.com"),
        ("Lan\u2028\u2029An", "Lan An"),
        ("\u202eLan\u200b\ufeff\x07", "Lan"),
        ("Chi\u0323 Lan", "Chị Lan"),
        ("Lan 🐟", "Lan 🐟"),
        ("<b>Lan</b> {{ x }}", "<b>Lan</b> {{ x }}"),
    ],
)
def test_a_name_and_a_street_are_one_line_of_what_can_be_seen(guest, units, written, kept):
    order(guest, units.long_xuyen, buyer_name=written, street=written)
    placed = Order.objects.get()
    assert (placed.buyer_name, placed.street) == (kept, kept)


@pytest.mark.parametrize("nothing", ["\u200b", "\u202e \u2060", "\x07"])
def test_a_name_that_nobody_sees_is_none(guest, units, nothing):
    before = traces()
    answer = order(guest, units.long_xuyen, buyer_name=nothing, street=nothing)
    assert answer.status_code == 422
    assert {"buyer_name", "street"} <= answer.context["form"].errors.keys()
    assert traces() == before


def test_a_note_keeps_its_lines_wherever_it_is_read(guest, units, run_jobs):
    answer = order(guest, units.long_xuyen, note="Gọi trước\r\n<b>rồi</b> giao\u202e \r\n")
    assert Order.objects.get().note == "Gọi trước\n<b>rồi</b> giao"
    assert "Gọi trước<br>&lt;b&gt;rồi&lt;/b&gt; giao" in guest.get(answer["Location"]).text
    run_jobs()
    pages = [sent.alternatives[0].content for sent in mail.outbox]  # to the buyer, the maker and its member
    assert [page.count("Gọi trước<br>&lt;b&gt;rồi") for page in pages] == [1, 1, 1]


def test_a_note_of_as_many_signs_as_browsers_let_through_is_taken(guest, units):
    assert order(guest, units.long_xuyen, note="a\r\n" * 249 + "bc").status_code == 302
    assert len(Order.objects.get().note) == 500


def test_an_e_mail_longer_than_any_mailbox_is_refused_at_the_field(guest, units):
    before = traces()
    answer = order(guest, units.long_xuyen, email=f"lan@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.example.com")
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors
    assert traces() == before


def test_what_is_no_e_mail_address_is_said_to_be_none(guest, units):
    answer = order(guest, units.long_xuyen, email="lan@example")
    assert answer.context["form"].errors["email"] == ["Đây chưa phải địa chỉ e-mail. E-mail có dạng ten@example.com."]


def test_a_province_that_is_none_is_answered_once(guest, units):
    answer = order(guest, units.long_xuyen, province="999999")
    assert answer.context["form"].errors["province"] == ["Hãy chọn một tỉnh, thành phố trong danh sách."]


@pytest.mark.parametrize("method", ["", "gold" * 900])
def test_a_way_to_pay_that_is_none_is_not_repeated_to_the_reader(guest, units, method):
    answer = order(guest, units.long_xuyen, payment_method=method)
    assert answer.context["form"].errors["payment_method"] == ["Hãy chọn một cách thanh toán."]


def test_goods_added_in_another_window_are_said_with_the_new_total(guest, units, box):
    page = look_up(guest, units.long_xuyen)
    said = answers(units.long_xuyen, cart=hidden(page, "cart"), shown_total=hidden(page, "shown_total"))
    guest.post("/gio-hang/them/", {"variant": box.pk, "quantity": "1"})
    answer = guest.post("/dat-hang/", said)
    total = f"{answer.context['contents'].breakdown.total:,}".replace(",", ".")
    assert answer.context["form"].non_field_errors()[0].startswith(f"Tổng tiền bây giờ là {total}\xa0₫")
