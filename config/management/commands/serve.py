"""Web workers and the job worker in one terminal."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

COMMANDS = {
    "web server": [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi"],
    "job worker": [sys.executable, "manage.py", "db_worker", "--interval", "1", "--no-reload", "--verbosity", "0"],
}
STARTUP_SECONDS = 60
STOP_SECONDS = 25
Children = dict[str, subprocess.Popen[bytes]]


class Command(BaseCommand):
    """Starts both, prints where to look, and ends both when one dies or somebody stops it; restarts neither."""

    help = "Run the web workers and the job worker; HOST and PORT come from the environment."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a child ends (CommandError) or SIGINT or SIGTERM comes (a normal end)."""
        signal.signal(signal.SIGTERM, _stop)
        if _answers():
            raise CommandError(f"Port {settings.PORT} is taken. Choose another: make run PORT={settings.PORT + 1}")
        children = {
            name: subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603
            for name, command in COMMANDS.items()
        }
        try:
            self._wait_for_web(children)
            if not _ended(children):
                self._greet()
            while not (ended := _ended(children)):
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
            return
        finally:
            _end(children)
        raise CommandError(f"{ended}; the other was stopped.")

    def _wait_for_web(self, children: Children) -> None:
        for _ in range(STARTUP_SECONDS * 10):
            if _answers() or _ended(children):
                return
            time.sleep(0.1)
        raise CommandError("The web workers did not start.")

    def _greet(self) -> None:
        self.stdout.write(f"\nSao Quê is open: {settings.SITE_URL}/  (English: {settings.SITE_URL}/en/)")
        self.stdout.write("Stop with Ctrl+C.\n")


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _answers() -> bool:
    host = settings.SITE_URL.split("://")[1].rsplit(":", 1)[0].strip("[]")
    try:
        with socket.create_connection((host, settings.PORT), timeout=1):
            return True
    except OSError:
        return False


def _ended(children: Children) -> str:
    """What ended by itself, in words; empty while all run."""
    codes = {name: child.poll() for name, child in children.items()}
    return ", ".join(f"the {name} ended by itself ({code})" for name, code in codes.items() if code is not None)


def _end(children: Children) -> None:
    """Ask, wait, insist. A terminal has sent Ctrl+C to the children too; asking again does no harm."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
