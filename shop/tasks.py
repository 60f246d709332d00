"""Mails about orders, sent by the job worker; running one again sends nothing twice."""

from __future__ import annotations

from django.utils import timezone

from accounts.jobs import retrying_task
from accounts.messages import send_once
from shop.emails import Mail, consignment_mail, order_mail
from shop.gateways import gateway_of
from shop.models import Consignment, Order
from shop.pricing import break_down


@retrying_task()
def mail_buyer(*, order_id: int) -> None:
    """Tell the buyer that the order has arrived."""
    orders = Order.objects.with_places().prefetch_related("consignments__lines")
    order = orders.get(pk=order_id)
    if order.buyer_email:
        lines = [line for consignment in order.consignments.all() for line in consignment.lines.all()]
        gateway = gateway_of(order.payment_method)
        mail = order_mail(order, vat_total=break_down(lines).vat_total, instructions=gateway.instructions)
        _send(f"order-placed:{order.pk}", order.buyer_email, mail)


@retrying_task()
def mail_maker(*, consignment_id: int) -> None:
    """Tell a maker and its members what to send."""
    consignments = Consignment.objects.with_order().prefetch_related("lines", "producer__memberships__user")
    consignment = consignments.get(pk=consignment_id)
    producer = consignment.producer
    addresses = [producer.email, *(membership.user.email for membership in producer.memberships.all())]
    gateway = gateway_of(consignment.order.payment_method)
    mail = consignment_mail(consignment, instructions=gateway.instructions_for_maker)
    for address in dict.fromkeys(address.lower() for address in addresses if address):
        _send(f"consignment-placed:{consignment.pk}:{address}", address, mail)


def _send(key: str, recipient: str, mail: Mail) -> None:
    send_once(key=key, recipient=recipient, subject=mail.subject, text=mail.text, html=mail.html, at=timezone.now())
