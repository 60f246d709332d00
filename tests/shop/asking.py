"""What the tests of the shop's GraphQL share: its mutations as texts, and what they answer."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.graph import data_of

CART_FIELDS = """
  token isOrdered packs goodsTotal deliveryTotal total needsAdult canBeOrdered
  lines { sku quantity unitPrice seenPrice priceChanged total available problem problemWords }
  parcels { producer { name } goodsTotal weightGrams distanceKm delivery { fee daysMin daysMax } lines { sku } }
"""
ERROR_FIELDS = "errors { field message code available }"
ORDER_ERROR_FIELDS = "errors { field message code sku problem available price total }"


def change(client: Client, name: str, input: dict[str, Any] | None = None, key: str | None = None) -> dict[str, Any]:
    """Run one of the cart's mutations and give its payload."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    query = f"""mutation ($input: {kind}!, $key: String) {{
        {name}(input: $input, idempotencyKey: $key) {{ cart {{ {CART_FIELDS} }} {ERROR_FIELDS} }}
    }}"""
    return data_of(client, query, input=input, key=key)[name]


def new_cart(client: Client) -> str:
    """The token of a guest's new cart."""
    return data_of(client, "mutation { createCart { cart { token } } }")["createCart"]["cart"]["token"]


def codes(payload: dict[str, Any]) -> list[tuple[str | None, str]]:
    """What was refused, as (field, code)."""
    return [(error["field"], error["code"]) for error in payload["errors"]]


PLACE_ORDER = f"""mutation ($input: PlaceOrderInput!, $key: String!) {{
  placeOrder(input: $input, idempotencyKey: $key) {{
    repeated {ORDER_ERROR_FIELDS}
    order {{
      code secret link status total goodsTotal deliveryTotal buyerName buyerPhone buyerEmail address street note
      consignments {{ code status producerName lines {{ sku quantity total }} }}
    }}
  }}
}}"""


def order_input(**fields: Any) -> dict[str, Any]:
    """Chị Lan's order to Long Xuyên, cash on delivery."""
    return {
        "buyer": {"name": "Chị Lan", "phone": "0900 000 001", "email": "lan@example.com"},
        "destination": {"street": "Thôn 1", "communeCode": "30307", "note": "Gọi trước khi giao"},
        "paymentMethod": "CASH_ON_DELIVERY",
        "expectedTotal": 0,
        **fields,
    }


def place(client: Client, key: str = "order-1", **fields: Any) -> dict[str, Any]:
    """Place an order and give the payload."""
    return data_of(client, PLACE_ORDER, input=order_input(**fields), key=key)["placeOrder"]
