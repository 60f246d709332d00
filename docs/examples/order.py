#!/usr/bin/env python3
"""Browse, order, follow: a whole purchase as a guest, with nothing but Python.

python3 docs/examples/order.py http://127.0.0.1:8000 "nước mắm" "phường Sài Gòn, TP. Hồ Chí Minh"
"""

from __future__ import annotations

import json
import sys
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

TRIES = 3


class Shop:
    """The shop's GraphQL address."""

    def __init__(self, site: str, language: str = "vi") -> None:
        """`site` as it begins in a browser, `language` vi or en."""
        self.address = f"{site.rstrip('/')}/graphql/"
        self.language = language

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The data of one operation. An answer that was lost is asked for again: with its key nothing happens twice."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json", "Accept-Language": self.language}
        for tries_left in reversed(range(TRIES)):
            try:
                with urllib.request.urlopen(urllib.request.Request(self.address, body, headers), timeout=20) as answer:
                    said = json.load(answer)
                break
            except urllib.error.HTTPError as error:
                raise SystemExit(f"{error.code}: {error.read().decode()}") from error
            except OSError:
                if not tries_left:
                    raise
                time.sleep(1)
        if said.get("errors"):
            raise SystemExit(
                "\n".join(f"{error['extensions']['code']}: {error['message']}" for error in said["errors"])
            )
        data: dict[str, Any] = said["data"]
        return data

    def change(self, name: str, query: str, **variables: object) -> dict[str, Any]:
        """What a mutation answers, asked for under a new key; its typed errors end the program."""
        made: dict[str, Any] = self.ask(query, key=str(uuid.uuid4()), **variables)[name]
        if made["errors"]:
            raise SystemExit(
                "\n".join(f"{error['code']} {error['field']}: {error['message']}" for error in made["errors"])
            )
        return made


FIND = """query ($text: String!) {
  products(filter: {text: $text, inStock: true}, first: 3) {
    totalWords correctedText
    edges { node { name stars producer { name place { inShort } } packs { sku name price available } } }
  }
}"""
WHERE = "query ($text: String!) { resolveAddress(text: $text) { commune { code nameInFull } isSure } }"
CREATE = "mutation { createCart { cart { token } errors { field message code } } }"
ADD = """mutation ($input: AddToCartInput!, $key: String!) {
  addToCart(input: $input, idempotencyKey: $key) { cart { packs goodsTotal } errors { field message code } }
}"""
QUOTE = """query ($token: String!, $commune: String!) {
  cart(token: $token, destination: {communeCode: $commune}) {
    goodsTotal deliveryTotal total canBeOrdered
    lines { sku problemWords }
    parcels { producer { name } delivery { fee daysMin daysMax } }
  }
}"""
PLACE = """mutation ($input: PlaceOrderInput!, $key: String!) {
  placeOrder(input: $input, idempotencyKey: $key) {
    order { code secret link paymentWords } repeated errors { field message code }
  }
}"""
FOLLOW = """query ($code: String!, $secret: String!) {
  order(code: $code, secret: $secret) {
    statusWords total address
    consignments { code producerName producerPhone statusWords steps { words reachedAt } }
  }
}"""


def money(dong: int) -> str:
    """125000 as 125.000 ₫."""
    return f"{dong:,} ₫".replace(",", ".")


def browse(shop: Shop, words: str) -> dict[str, Any]:
    """Print what the words find, and choose the first pack there is."""
    found = shop.ask(FIND, text=words)["products"]
    print(f"“{found['correctedText'] or words}”: {found['totalWords']}")
    for edge in found["edges"]:
        product = edge["node"]
        print(f"  {product['name']} · {product['stars'] or '–'}★ · {product['producer']['place']['inShort']}")
    packs: list[dict[str, Any]] = [
        pack for edge in found["edges"] for pack in edge["node"]["packs"] if pack["available"]
    ]
    if not packs:
        raise SystemExit("Nothing of it is in stock.")
    return packs[0]


def find_commune(shop: Shop, address: str) -> str:
    """The code of the commune that an address, old or new, means."""
    meant = [match["commune"] for match in shop.ask(WHERE, text=address)["resolveAddress"] if match["commune"]]
    if not meant:
        raise SystemExit(f"No commune is meant by {address}.")
    print(f"To {meant[0]['nameInFull']} ({meant[0]['code']})")
    return str(meant[0]["code"])


def order(shop: Shop, pack: dict[str, Any], commune: str) -> dict[str, Any]:
    """Put the pack into a new cart, agree to what it costs there, and order it."""
    token = shop.ask(CREATE)["createCart"]["cart"]["token"]
    shop.change("addToCart", ADD, input={"cartToken": token, "sku": pack["sku"], "quantity": 1})
    cart = shop.ask(QUOTE, token=token, commune=commune)["cart"]
    for parcel in cart["parcels"]:
        maker, delivery = parcel["producer"]["name"], parcel["delivery"]
        print(f"  {maker}: {delivery['daysMin']}–{delivery['daysMax']} ngày, {money(delivery['fee'])}")
    print(f"{pack['name']}: {money(cart['goodsTotal'])} + {money(cart['deliveryTotal'])} = {money(cart['total'])}")
    answers = {
        "cartToken": token,
        "buyer": {"name": "Khách thử", "phone": "0900 000 001"},
        "destination": {"street": "Số 1", "communeCode": commune},
        "paymentMethod": "CASH_ON_DELIVERY",
        "expectedTotal": cart["total"],
    }
    placed: dict[str, Any] = shop.change("placeOrder", PLACE, input=answers)["order"]
    print(f"Order {placed['code']}: {placed['link']}")
    print(placed["paymentWords"])
    return placed


def follow(shop: Shop, placed: dict[str, Any]) -> None:
    """Print how far the order has come, by its code and secret."""
    seen = shop.ask(FOLLOW, code=placed["code"], secret=placed["secret"])["order"]
    print(f"{seen['statusWords']}: {seen['address']}")
    for consignment in seen["consignments"]:
        steps = ", ".join(f"{'✓' if step['reachedAt'] else '·'} {step['words']}" for step in consignment["steps"])
        print(f"  {consignment['code']} {consignment['producerName']}: {steps}")


def main(site: str, words: str, address: str) -> None:
    """Order the first pack there is, and look at the order."""
    shop = Shop(site)
    pack = browse(shop, words)
    placed = order(shop, pack, find_commune(shop, address))
    follow(shop, placed)


if __name__ == "__main__":
    main(*sys.argv[1:4])
