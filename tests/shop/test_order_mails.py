"""Mails about an order: to the buyer, and to each maker its own part."""

import pytest
from django.core import mail

from accounts.models import SentMessage
from shop.models import Order
from shop.tasks import mail_buyer, mail_maker
from tests import cast
from tests.shop.buying import order_cart

pytestmark = pytest.mark.usefixtures("rates")


@pytest.fixture
def cart(bottle, box):
    return cast.make_cart(lines={bottle: 2, box: 1})


def sent_to(address):
    return [sent for sent in mail.outbox if sent.to == [address]]


def test_the_buyer_reads_code_link_and_what_each_parcel_costs(cart, units, run_jobs):
    order = order_cart(cart, units.phu_quoc)
    run_jobs()
    (sent,) = sent_to("lan@example.com")
    ((html, kind),) = sent.alternatives
    assert kind == "text/html"
    for text in (sent.body, html):
        for words in (
            order.code,
            "Hợp tác xã Nước mắm Bà Sáu",
            "Hộ kinh doanh Ông Tư",
            "350.000\xa0₫",
            "0900\xa0000\xa0001",
        ):
            assert words in text
    assert f"http://testserver{order.get_secret_url()}" in sent.body
    assert f"{order.code}-1" in sent.body


def test_a_maker_reads_only_its_own_part(cart, units, run_jobs):
    order = order_cart(cart, units.phu_quoc)
    run_jobs()
    (sent,) = sent_to("sau@example.com")
    assert sent.subject.endswith(f"{order.code}-1")
    for words in (
        "2 × Nước mắm Bà Sáu 40 độ đạm",
        "Thôn 1, đặc khu Phú Quốc, An Giang",
        "0900\xa0000\xa0001",
        "270.000\xa0₫",
        "Gọi trước khi giao",
    ):
        assert words in sent.body
    assert "Kẹo" not in sent.body
    assert order.secret not in sent.body + sent.alternatives[0][0]


def test_an_english_order_is_written_about_in_english(cart, units, run_jobs):
    order = order_cart(cart, units.phu_quoc, language="en")
    run_jobs()
    (sent,) = sent_to("lan@example.com")
    assert sent.subject == f"Order {order.code} at Sao Quê"
    assert f"http://testserver/en/don-hang/{order.code}/?k={order.secret}" in sent.body
    (to_maker,) = sent_to("sau@example.com")
    assert "/en/" not in to_maker.body


def test_without_an_e_mail_only_the_makers_are_written_to(cart, units, run_jobs):
    buyer = {"name": "Chị Lan", "phone": "+84900000001"}
    order_cart(cart, units.phu_quoc, buyer=type("Buyer", (), {**buyer, "email": ""}))
    run_jobs()
    assert len(mail.outbox) == 4


def test_a_job_run_again_sends_nothing_again(cart, units, run_jobs):
    order = order_cart(cart, units.phu_quoc)
    run_jobs()
    sent = len(mail.outbox)
    mail_buyer.call(order_id=order.pk)
    for consignment in order.consignments.all():
        mail_maker.call(consignment_id=consignment.pk)
    assert len(mail.outbox) == sent == SentMessage.objects.count() == 5


def test_a_name_with_mark_up_stays_text(cart, units, run_jobs):
    order = order_cart(cart, units.phu_quoc)
    Order.objects.filter(pk=order.pk).update(buyer_name="<b>Lan</b>\nBcc: x@example.com")
    run_jobs()
    (sent,) = sent_to("lan@example.com")
    assert "<b>Lan</b>" not in sent.alternatives[0][0]
    assert sent.to == ["lan@example.com"]
    assert not sent.bcc
