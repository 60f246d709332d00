"""The interface of a payment gateway."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from shop.enums import OrderStatus, PaymentMethod

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from shop.models import Consignment, Order


class Gateway(ABC):
    """One way of paying; a new one is a module here and an entry of GATEWAYS."""

    method: ClassVar[PaymentMethod]
    label: ClassVar[str | Promise]
    explanation: ClassVar[str | Promise]
    initial_order_status: ClassVar[OrderStatus]

    @abstractmethod
    def instructions(self, order: Order) -> str:
        """What the buyer does next, as a sentence for the order page and the mail."""

    @abstractmethod
    def instructions_for_maker(self, consignment: Consignment) -> str:
        """What the maker does about the money of a consignment, as a sentence."""
