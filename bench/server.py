"""The real web server for one measurement, what it spends, and the visitor who asks it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.counting import HEADER

ROOT = Path(__file__).resolve().parent.parent
# Below the range from which the system gives out ports; one at random, for another run may start at the same time.
PORTS = range(20_000, 30_000)
STARTUP_SECONDS = 60
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def queries(self) -> int:
        """Statements of this request, where they are counted."""
        return int(self.headers.get(HEADER, "0"))

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("Location", "")

    def hidden(self, name: str) -> str:
        """The value of a hidden field of the page."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        if found is None:
            raise LookupError(f"The page has no field {name}.")
        return found[1]


@dataclass
class Visitor:
    """One browser on one connection: keeps cookies, follows nothing, asks for no compression."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    csrf_token: str = ""
    answers: list[Answer] = field(default_factory=list)
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        """Send a form, with the token of the last page that had one."""
        body = urlencode({"csrfmiddlewaretoken": self.csrf_token, **form}).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def post_json(self, path: str, content: object) -> Answer:
        """Send JSON, as a program does."""
        return self._ask("POST", path, json.dumps(content).encode(), {"Content-Type": "application/json"})

    def become_new(self) -> None:
        """Forget every cookie but the CSRF token's: a guest who has no cart yet, with the form's page open."""
        self.cookies = {name: value for name, value in self.cookies.items() if name == "csrftoken"}

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        sent = dict(headers)
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = self._send(method, path, body, sent)
        answer = Answer(response.status, response.read(), dict(response.headers.items()))
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            if value.strip('"'):
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        # A constant page holds the token of the visitor it was made for.
        if answer.status == 200 and "/san/" not in path and (token := _CSRF.search(answer.text)):
            self.csrf_token = token[1]
        self.answers.append(answer)
        return answer

    def _send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """On the open connection; on a new one when the server has hung up meanwhile."""
        for attempt in (1, 2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self._connection.request(method, path, body, dict(headers))
                return self._connection.getresponse()
            except (ConnectionError, http.client.RemoteDisconnected):
                self._connection.close()
                self._connection = None
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")


class Server:
    """gunicorn as production runs it, on a free port, with the bench's settings."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it and wait until it answers."""
        self.port = _free_port()
        address = {"HOST": "127.0.0.1", "PORT": str(self.port), "SITE_URL": f"http://127.0.0.1:{self.port}"}
        command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi"]
        # A session of its own: Ctrl+C reaches it through us, once.
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**environment, **address}, start_new_session=True, stdout=subprocess.DEVNULL
        )
        self._wait()
        self.workers = self._find_workers(int(environment.get("WEB_WORKERS", "2")))

    def _wait(self) -> None:
        deadline = time.monotonic() + STARTUP_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                if Visitor(self.port).get("/healthz").status == 200:
                    return
            time.sleep(0.1)
        self.stop()
        raise SystemExit("The web server did not start.")

    def _find_workers(self, count: int) -> list[int]:
        """All of them: the first answers before the last is there."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        deadline = time.monotonic() + STARTUP_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            pids = [int(pid) for pid in children.read_text(encoding="ascii").split()]
            if len(pids) == count:
                return pids
            time.sleep(0.05)
        self.stop()
        raise SystemExit("The web server has not all its workers.")

    def visitor(self) -> Visitor:
        """A browser of its own."""
        return Visitor(self.port)

    def cpu_seconds(self) -> float:
        """User and system time the workers have spent, all their threads together, to the nanosecond."""
        return sum(time.clock_gettime(_process_clock(pid)) for pid in self.workers)

    def memory(self) -> tuple[float, float]:
        """PSS in MB of the workers together, and of the process that started them."""
        return sum(map(_pss, self.workers)), _pss(self.process.pid)

    def stop(self) -> None:
        """End it, at once when it does not listen."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


@contextlib.contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[Server]:
    """A server that is gone afterwards, whatever happens."""
    server = Server(environment)
    try:
        yield server
    finally:
        server.stop()


def _process_clock(pid: int) -> int:
    """The clock of another process's CPU time (clock_getcpuclockid(3), which Python does not offer)."""
    return (~pid << 3) | 2


def _pss(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _free_port() -> int:
    for port in random.sample(PORTS, 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise SystemExit("No free port.")
