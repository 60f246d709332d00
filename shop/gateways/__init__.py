"""The payment gateways; the checkout offers them in the order of GATEWAYS."""

from __future__ import annotations

from shop.enums import PaymentMethod
from shop.gateways.base import Gateway
from shop.gateways.cash_on_delivery import CashOnDelivery

_ALL: tuple[Gateway, ...] = (CashOnDelivery(),)
GATEWAYS: dict[PaymentMethod, Gateway] = {gateway.method: gateway for gateway in _ALL}

__all__ = ["GATEWAYS", "Gateway", "gateway_of"]


def gateway_of(method: str) -> Gateway:
    """The gateway of a stored payment method."""
    return GATEWAYS[PaymentMethod(method)]
