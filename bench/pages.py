"""What is measured: each page as a visitor asks for it, beside its floor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench import queries
from bench.floor.flatten import first_difference, same_bytes
from bench.server import Answer, Server, Visitor

Ask = Callable[[Visitor], object]
LIST = "/san-pham/"
GRAPHQL = "/graphql/"
# One word, three, one that most makers have, one mistyped, none that is known.
SEARCHES = {
    "search": "gạo",
    "search three words": "mật ong rừng",
    "search broad": "htx",
    "search typo": "nuoc mma",
    "search none": "xylophon qwz",
}
_CARD_ADDRESS = re.compile(r'<article class="card">.*?href="/san-pham/([^"/]+)/"', re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One row of the table: what the visitor does, and the bare view; `before` comes before each and is not counted."""

    name: str
    ask: Ask
    floor: Ask
    before: Ask | None = None


def get(path: str) -> Ask:
    """Ask for one address."""
    return lambda visitor: expect(visitor.get(path), 200, path)


def post_json(path: str, content: object) -> Ask:
    """Send JSON to one address."""
    return lambda visitor: expect(visitor.post_json(path, content), 200, path)


def expect(answer: Answer, status: int, what: str) -> Answer:
    """The same answer. Raises SystemExit when it is none we wanted to measure."""
    if answer.status != status:
        raise SystemExit(f"{what} answered {answer.status} instead of {status}: {answer.text[:500]}")
    return answer


class Measured:
    """One server with its catalogue: what can be asked there, and floors that were compared with their pages."""

    def __init__(self, server: Server, size: int) -> None:
        """Ask the server what there is to ask for."""
        self.server = server
        self.size = size
        self.visitor = server.visitor()
        chosen = json.loads(expect(self.visitor.get("/san/chon/"), 200, "what to ask for").text)
        self.slug: str = chosen["slug"]
        self.product = f"{LIST}{self.slug}/"
        self.province: Mapping[str, Any] = chosen["province"]
        self.variants: list[str] = [str(pk) for pk in chosen["variants"]]
        self.commune: Mapping[str, Any] = chosen["commune"]
        # A catalogue of 1,000 has no 50 pages.
        self.far = f"{LIST}?trang={50 if size > 2_000 else 30}"

    def uncached(self) -> Iterator[Page]:
        """What is worked out for each request: no page and no list is remembered, only counts that may be old."""
        yield Page("home", get("/"), self._cards_floor("home", "/", slugs=True))
        list_floor = self._cards_floor("list", LIST)
        yield Page("list", get(LIST), list_floor)
        yield from self._narrowed_lists()
        for name, words in SEARCHES.items():
            yield Page(name, get(f"{LIST}?{urlencode({'q': words})}"), list_floor)
        product_floor = self._floor("product", self.product, "product", "mot", {"slug": self.slug})
        yield Page("product", get(self.product), product_floor)
        yield from self._graphql()
        yield from self._shopping()
        yield Page("list, counts expired", get(LIST), list_floor, before=get("/san/quen/"))

    def remembering(self) -> Iterator[Page]:
        """The lists as they are shipped, which products they hold being remembered for a minute."""
        yield Page("list, remembered", get(LIST), self._cards_floor("list", LIST))

    def cached(self) -> Iterator[Page]:
        """Whole pages from the cache, beside a constant of the same bytes."""
        for name, path in (("home", "/"), ("list", LIST), ("product", self.product)):
            yield Page(f"cached {name}", get(path), self._floor(name, path, "constant", "hang", {}))

    def walk(self) -> None:
        """Ask for some of everything, so that the workers' memory is that of servers in use."""
        paths = [LIST, *(f"{LIST}?trang={number}" for number in range(2, 31))]
        paths += [f"{LIST}?{urlencode({'q': words})}" for words in SEARCHES.values()]
        slugs = _CARD_ADDRESS.findall(self.visitor.get(LIST).text)
        paths += ["/", *(f"{LIST}{slug}/" for slug in slugs), "/gio-hang/", "/chu-the/", "/diem-ban/", "/hoi-cho/"]
        for _ in range(2 * len(self.server.workers)):
            visitor = self.server.visitor()
            for path in paths:
                visitor.get(path)
            for page in self._graphql():
                page.ask(visitor)
            for page in self._shopping():
                if page.before:
                    page.before(visitor)
                page.ask(visitor)
            visitor.close()

    def _narrowed_lists(self) -> Iterator[Page]:
        narrowed = f"{LIST}?{urlencode({'sao': 3, 'tinh': self.province['slug']})}"
        chosen = {"current__stars": 3, "producer__province_id": self.province["pk"]}
        yield Page("filtered list", get(narrowed), self._cards_floor("filtered", narrowed, **chosen))
        start = (int(self.far.rpartition("=")[2]) - 1) * 24
        yield Page("page 50", get(self.far), self._cards_floor("far", self.far, start=start))

    def _graphql(self) -> Iterator[Page]:
        asked = (("list", queries.LIST, {}), ("product", queries.PRODUCT, {"slug": self.slug}))
        for name, query, variables in asked:
            content = {"query": query, "variables": variables}
            answers = [self.visitor.post_json(path, content).text for path in (GRAPHQL, "/san/graphql/")]
            if answers[0] != answers[1]:
                raise SystemExit(f"The floor of graphql {name} differs:\n{first_difference(*answers)}")
            yield Page(f"graphql {name}", post_json(GRAPHQL, content), post_json("/san/graphql/", content))

    def _shopping(self) -> Iterator[Page]:
        yield Page("cart add", self._add(0), self._add(0, "/san/them/"), before=self._open_product)
        pages = self._checkout(self.visitor)
        constants = [self._constant(f"checkout-{number}", page) for number, page in enumerate(pages)]
        yield Page("checkout", self._checkout, self._bare_checkout(constants), before=self._open_product)

    def _open_product(self, visitor: Visitor) -> None:
        """A guest without a cart on the page of a product, with its form's token."""
        visitor.become_new()
        visitor.answers.clear()
        if not visitor.csrf_token:
            expect(visitor.get(self.product), 200, self.product)

    def _add(self, number: int, path: str = "/gio-hang/them/") -> Ask:
        form = {"variant": self.variants[number], "quantity": "1"}
        return lambda visitor: expect(visitor.post(path, form), 302, path)

    def _checkout(self, visitor: Visitor) -> list[Answer]:
        """Goods of two makers, from the first add to the order's own page; answers the pages on the way."""
        if not visitor.csrf_token:
            self._open_product(visitor)
        pages = []
        for number in (0, 1):
            self._add(number)(visitor)
            pages.append(expect(visitor.get("/gio-hang/"), 200, "cart"))
        pages.append(expect(visitor.get("/dat-hang/"), 200, "checkout"))
        name = str(self.commune["name"])
        said = {
            "buyer_name": "Khách Đo Tốc Độ",
            "phone": "0900 000 001",
            "email": "khach@example.com",
            "commune_text": name,
            "searched": name,
            "commune": str(self.commune["pk"]),
            "street": "12 Đường Chợ",
            "note": "",
            "payment_method": "cash_on_delivery",
        }
        found = visitor.post("/dat-hang/", {**said, "do": "find", "cart": pages[-1].hidden("cart")})
        pages.append(expect(found, 200, "checkout with its commune"))
        shown = {name: found.hidden(name) for name in ("cart", "shown_total")}
        ordered = expect(visitor.post("/dat-hang/", {**said, **shown, "do": "order"}), 302, "ordering")
        pages.append(expect(visitor.get(ordered.location), 200, "the order"))
        return pages

    def _bare_checkout(self, constants: list[Ask]) -> Ask:
        """The same in bare views: constants of the same bytes, two adds, and the rows that an order leaves."""

        def ask(visitor: Visitor) -> None:
            if not visitor.csrf_token:
                self._open_product(visitor)
            for number in (0, 1):
                self._add(number, "/san/them/")(visitor)
                constants[number](visitor)
            constants[2](visitor)
            constants[3](visitor)
            expect(visitor.post("/san/dat/", {}), 302, "the bare order")
            constants[4](visitor)

        return ask

    def _cards_floor(self, name: str, path: str, *, slugs: bool = False, **arguments: Any) -> Ask:
        """The floor of a page of cards; `slugs` names its products instead of choosing them."""
        if slugs:
            arguments["slugs"] = _CARD_ADDRESS.findall(expect(self.visitor.get(path), 200, path).text)
        return self._floor(name, path, "cards", "the", arguments)

    def _constant(self, name: str, page: Answer) -> Ask:
        self._make(name, page.text, "constant", {})
        return get(f"/san/hang/{name}/")

    def _floor(self, name: str, path: str, kind: str, view: str, arguments: dict[str, Any]) -> Ask:
        page = expect(self.visitor.get(path), 200, path).text
        self._make(name, page, kind, arguments)
        address = f"/san/{view}/{name}/"
        floor = expect(self.visitor.get(address), 200, address).text
        if not same_bytes(page, floor):
            raise SystemExit(f"The floor of {name} is not the page:\n{first_difference(page, floor)}")
        return get(address)

    def _make(self, name: str, html: str, kind: str, arguments: dict[str, Any]) -> None:
        asked = {"html": html, "kind": kind, "arguments": arguments}
        expect(self.visitor.post_json(f"/san/dung/{name}/", asked), 200, f"making the floor of {name}")
