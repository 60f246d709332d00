"""manage.py serve: the web workers and the job worker as real processes on a database file."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from tests.run import free_port

pytestmark = pytest.mark.database_file


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """A machine of its own: an empty database file and a free port."""
    first = 18_000 + 100 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    port = free_port(range(first, first + 100))
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "known-to-everybody-and-good-for-tests-only",
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'serve.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "PORT": str(port),
    }


def manage(command: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A manage.py command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", command],
        cwd=settings.BASE_DIR,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def status_of(address: str) -> int:
    """The status of an answer, 0 while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def wait_until_open(address: str) -> None:
    """Return as soon as the server answers; fail after half a minute."""
    deadline = time.monotonic() + 30
    while status_of(address) == 0:
        assert time.monotonic() < deadline, f"nobody answers at {address}"
        time.sleep(0.1)


def test_it_serves_until_it_is_told_to_stop(environment):
    address = f"http://127.0.0.1:{environment['PORT']}"
    migrate = manage("migrate", environment)
    assert migrate.communicate(timeout=60)[0].count("OK") > 10
    server = manage("serve", environment)
    try:
        wait_until_open(f"{address}/healthz")
        assert status_of(f"{address}/readyz") == 200
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=30)
    assert server.returncode == 0, said
    assert f"Sao Quê is open: {address}/" in said
    assert status_of(f"{address}/healthz") == 0


def test_it_ends_with_an_error_when_one_of_its_processes_dies(environment):
    server = manage("serve", environment)  # nobody has migrated, so the job worker finds no table
    said, _ = server.communicate(timeout=30)
    assert server.returncode == 1
    assert "the job worker ended by itself (1)" in said
    assert status_of(f"http://127.0.0.1:{environment['PORT']}/healthz") == 0


def test_it_says_so_when_the_port_is_taken(environment):
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        said, _ = (server := manage("serve", environment)).communicate(timeout=30)
    assert server.returncode == 1
    assert f"Port {environment['PORT']} is taken" in said
