"""The example clients of docs/api.md, run as they are against a server of their own on a database file.

`make transcript` lets this test write docs/examples/transcript.md anew.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from tests.config.test_serve import environment, manage, wait_until_open  # noqa: F401  a fixture, asked for by name

pytestmark = pytest.mark.database_file
EXAMPLES = settings.BASE_DIR / "docs" / "examples"
TRANSCRIPT = EXAMPLES / "transcript.md"
HEAD = """# What the example clients said

Written by `make transcript`, from a server with {products} products of the demo. Secrets are left out.
"""


class Shop(NamedTuple):
    """A server that is open, and its database."""

    address: str
    database: Path


@pytest.fixture
def shop(environment: dict[str, str], tmp_path: Path) -> Iterator[Shop]:  # noqa: F811
    """The demo's shop, with a few products and no pictures."""
    environment |= {"DEMO": "1", "SITE_URL": f"http://127.0.0.1:{environment['PORT']}"}
    for command in ("migrate", "load_units", "load_demo --products 30 --no-pictures"):
        arguments = [sys.executable, "manage.py", *command.split()]
        subprocess.run(arguments, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.DEVNULL)
    server = manage("serve", environment)
    address = f"http://127.0.0.1:{environment['PORT']}"
    try:
        wait_until_open(f"{address}/healthz")
        yield Shop(address, tmp_path / "serve.sqlite3")
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def said_by(*command: str | Path) -> str:
    """What an example writes, which has to end well."""
    done = subprocess.run(
        list(map(str, command)), cwd=settings.BASE_DIR, text=True, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def orders_in(shop: Shop) -> dict[str, tuple[str, int]]:
    """The orders in the database: name and total by code."""
    with sqlite3.connect(shop.database) as connection:
        rows = connection.execute("SELECT code, buyer_name, total FROM shop_order").fetchall()
    connection.close()
    return {code: (name, total) for code, name, total in rows}


def without_secrets(text: str, shop: Shop) -> str:
    """The text as it may be shown: another address, and no secret."""
    text = text.replace(shop.address, "https://sao-que.example")
    return re.sub(r'(k=|"secret":")[\w-]{32}', r"\1…", text)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_both_clients_find_order_and_follow_as_a_guest(shop):
    python = said_by(sys.executable, EXAMPLES / "order.py", shop.address, "nuoc mam", "phường Sài Gòn, TP. Hồ Chí Minh")
    [code] = re.findall(r"^Order (\w{8}): ", python, re.MULTILINE)
    assert f"/don-hang/{code}/?k=" in python
    assert f"{code}-1 " in python
    first = orders_in(shop)
    assert first[code][0] == "Khách thử"
    assert f" = {first[code][1]:,} ₫".replace(",", ".") in python

    curl = said_by("sh", EXAMPLES / "order.sh", shop.address, "nước mắm", "26740")
    [other] = set(orders_in(shop)) - set(first)
    assert f'"code":"{other}"' in curl
    assert curl.count('"errors":[]') == 2
    assert '"statusWords":"đã đặt"' in curl

    if "WRITE_TRANSCRIPT" in os.environ:
        blocks = (("sh docs/examples/order.sh", curl), ("python3 docs/examples/order.py", python))
        parts = [f"## {name}\n\n```\n{without_secrets(text, shop).strip()}\n```\n" for name, text in blocks]
        TRANSCRIPT.write_text("\n".join([HEAD.format(products=30), *parts]), encoding="utf-8")


def test_the_transcript_shows_a_whole_purchase_and_no_secret():
    text = TRANSCRIPT.read_text(encoding="utf-8")
    for step in ("# Browse", "# Order", "# Follow", "Order ", "₫"):
        assert step in text
    assert not re.search(r'(k=|"secret":")[\w-]{32}', text)
    assert "127.0.0.1" not in text
