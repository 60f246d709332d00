"""Every refusal of carts and orders can be told by the API."""

from shop.operations.carts import CartError
from shop.operations.orders import LinesBlockedError, OrderError, PricesChangedError, TotalChangedError
from shop.schema import errors

TOLD_WITH_MORE = {LinesBlockedError, PricesChangedError, TotalChangedError}


def test_every_refusal_to_change_a_cart_has_a_code():
    assert set(CartError.__subclasses__()) == set(errors._CART_ERRORS)


def test_every_refusal_to_order_has_a_code():
    assert set(OrderError.__subclasses__()) - set(errors._ORDER_ERRORS) == TOLD_WITH_MORE
