"""The whole thing as a visitor meets it: a real server and job worker on a database file, demo data, Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as email_policy
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.run import CHROMIUM_NAMES, free_port

STARTS_WITHIN_SECONDS = 60
MAIL_WITHIN_SECONDS = 20
# As much as a phone's screen shows first; the widths are those of the design.
SIZES = {360: {"width": 360, "height": 740}, 1280: {"width": 1280, "height": 900}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """The running shop."""

    address: str
    mail_folder: Path

    def mails_to(self, recipient: str) -> list[EmailMessage]:
        """What was sent to somebody, waiting for the job worker until there is something."""
        deadline = time.monotonic() + MAIL_WITHIN_SECONDS
        while not (found := self._mails_to(recipient)) and time.monotonic() < deadline:
            time.sleep(0.2)
        return found

    def _mails_to(self, recipient: str) -> list[EmailMessage]:
        texts = [part for path in sorted(self.mail_folder.glob("*.log")) for part in path.read_bytes().split(b"-" * 79)]
        mails = [message_from_bytes(text.strip(), policy=email_policy) for text in texts if text.strip()]
        return [mail for mail in mails if recipient in str(mail["To"])]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The shop as `make run` starts it, in folders of its own."""
    folder = tmp_path_factory.mktemp("site")
    mail_folder = folder / "mail"
    mail_folder.mkdir()
    port = free_port(range(18_700, 18_800))
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "known-to-everybody-and-good-for-tests-only-0123456789",
        "DEMO": "1",
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "EMAIL_URL": f"filemail:///{mail_folder}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    manage = [sys.executable, "manage.py"]
    demo = ["load_demo", "--products", "24"]
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["load_units"], demo):
        subprocess.run([*manage, *command], cwd=settings.BASE_DIR, env=environment, check=True)
    server = subprocess.Popen([*manage, "serve"], cwd=settings.BASE_DIR, env=environment)
    try:
        wait_until_open(f"http://127.0.0.1:{port}/readyz")
        yield Site(address=f"http://127.0.0.1:{port}", mail_folder=mail_folder)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def wait_until_open(address: str) -> None:
    """Return as soon as the server answers; fail after a minute."""
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"nobody answers at {address}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; as root it runs only without its sandbox."""
    path = next(path for name in CHROMIUM_NAMES if (path := shutil.which(name)))
    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    if os.getuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": path, "args": arguments}


@dataclass
class Visitor:
    """Somebody at a screen, and everything their browser complained of."""

    page: Page
    address: str
    has_scripts: bool = True
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the shop."""
        self.page.goto(f"{self.address}{path}")

    def check_access(self, name: str) -> None:
        """Fail where axe finds that somebody could not read or use this page."""
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"

    def check_width(self, name: str) -> None:
        """Fail where the page is wider than the screen."""
        self.page.wait_for_load_state()
        widths = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert widths[0] <= widths[1], f"{name} is {widths[0]} px wide on a screen of {widths[1]} px"


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Any]:
    """Gives a visitor at a screen of a width, with or without JavaScript, whose browser may complain of nothing."""
    visitors: list[Visitor] = []

    def open_browser(width: int = 1280, *, scripts: bool = True) -> Visitor:
        context = browser.new_context(viewport=SIZES[width], java_script_enabled=scripts, locale="vi-VN")
        visitor = Visitor(page=context.new_page(), address=site.address, has_scripts=scripts)

        def note_message(message: ConsoleMessage) -> None:
            # A form shown again is answered 422, which Chromium mentions though nothing is wrong.
            if message.type in {"error", "warning"} and "status of 422" not in message.text:
                visitor.complaints.append(f"console: {message.text} ({message.location.get('url')})")

        def note_request(request: Request) -> None:
            if not request.url.startswith((site.address, "data:", "blob:")):
                visitor.complaints.append(f"another host: {request.url}")

        visitor.page.on("console", note_message)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"script: {error}"))
        visitor.page.on("request", note_request)
        visitors.append(visitor)
        return visitor

    yield open_browser
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.page.context.close()
    assert complaints == []
