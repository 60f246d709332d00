"""The whole suite on every database this machine can start, and loudly what had to be left out.

`make test` runs everything on SQLite, the browser tests on SQLite, and everything but those on a throwaway PostgreSQL
and Redis. `make test T=tests/shop` runs a part on SQLite alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# Below the range from which the system gives out ports by itself, so that nobody else takes one in between.
POSTGRES_PORTS = range(15432, 15442)
REDIS_PORTS = range(16379, 16389)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
PYTEST = [sys.executable, "-m", "pytest", "-q", "--durations=5"]
# By module: what a module loads once is then loaded once, and not by every worker.
PARALLEL = ["-n", "2", "--dist", "loadscope"]


def main(parts: list[str]) -> int:
    """Run, and answer the exit code: 0 only when all that could run has passed."""
    if parts:
        return run("a part, on SQLite", [*PYTEST, *parts], {})
    left_out: list[str] = []
    failures = [name for name, failed in whole_suite(left_out) if failed]
    print()
    for line in left_out:
        print(f"LEFT OUT: {line}")
    if left_out and os.environ.get("CI"):
        failures.append("CI leaves nothing out")
    print(f"make test: FAILED ({', '.join(failures)})" if failures else "make test: all that ran has passed.")
    return 1 if failures else 0


def whole_suite(left_out: list[str]) -> Iterator[tuple[str, bool]]:
    """Run each stage that this machine can, yielding its name and whether it failed."""
    yield "SQLite", bool(run("SQLite", [*PYTEST, *PARALLEL, "-m", "not browser"], {}))
    if any(shutil.which(name) for name in CHROMIUM_NAMES):
        yield "browser", bool(run("browser, on SQLite", [*PYTEST, "-m", "browser"], {}))
    else:
        left_out.append("the browser tests. Install Chromium (Debian: apt-get install chromium).")
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(postgresql())
        redis_url = stack.enter_context(redis())
        if not redis_url:
            left_out.append("Redis as the cache. Install it (Debian: apt-get install redis-server).")
        if url:
            environment = {"TEST_DATABASE_URL": url, "TEST_REDIS_URL": redis_url}
            name = "PostgreSQL and Redis" if redis_url else "PostgreSQL"
            yield name, bool(run(name, [*PYTEST, *PARALLEL, "-m", "not browser"], environment))
        else:
            left_out.append("PostgreSQL, so races are unproved. Install it (Debian: apt-get install postgresql).")


def run(name: str, command: list[str], environment: dict[str, str]) -> int:
    """Run one stage and say how long it took."""
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, env=os.environ | environment, check=False).returncode
    print(
        f"=== {name}: {'passed' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - started:.0f} s", flush=True
    )
    return code


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL of our own, gone afterwards; empty where its programs are not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if not initdb:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="sao-que-postgresql-") as folder:
        data = Path(folder) / "data"
        as_owner: list[str] = []
        if os.getuid() == 0:  # PostgreSQL refuses root
            as_owner = ["runuser", "-u", "postgres", "--"]
            shutil.chown(folder, "postgres")
        port = free_port(POSTGRES_PORTS)
        control = [*as_owner, str(Path(initdb).with_name("pg_ctl")), "-D", str(data), "-s", "-w"]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        setup = ["-D", str(data), "-A", "trust", "-U", "saoque", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run([*as_owner, initdb, *setup], **quiet)
        subprocess.run([*control, "-l", str(Path(folder) / "log"), "-o", options, "start"], **quiet)
        try:
            yield f"postgres://saoque@127.0.0.1:{port}/saoque"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The URL of a Redis or Valkey of our own, gone afterwards; empty where none is installed."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if not program:
        yield ""
        return
    port = free_port(REDIS_PORTS)
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def free_port(ports: range) -> int:
    """The first of these ports on which nobody listens."""
    for port in ports:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise SystemExit(f"Every port from {ports.start} to {ports.stop - 1} is taken.")


def wait_for(port: int) -> None:
    """Return once somebody listens; give up after ten seconds."""
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"Nothing answers on port {port}.")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
