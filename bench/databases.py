"""The databases that are measured: SQLite files made once for as long as nothing changes, PostgreSQL copied from them.

Both hold the same rows with the same keys, so that both are asked for the same things.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.run import postgresql

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench"
# What a catalogue depends on; a change of any of these makes new ones.
SOURCES = (
    "bench/catalogues.py",
    "bench/databases.py",
    "bench/words.py",
    "bench/writing.py",
    "bench/goods.toml",
    "catalog/search_text.py",
    "catalog/matching.py",
    "catalog/search_index.py",
    "geography/folding.py",
    "geography/data/*",
    "*/migrations/*.py",
)
# Rows that `migrate` writes by itself, or that are SQLite's own affair.
NOT_COPIED = {"django_migrations", "django_content_type", "auth_permission", "django_session"}


@dataclass(frozen=True)
class Database:
    """One database to measure."""

    name: str
    size: int
    url: str


def environment(url: str) -> dict[str, str]:
    """What our processes see: production settings, this database, nothing of this machine's own `.env`."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": "known-to-everybody-and-good-for-measuring-only-0123456789",
        "DATABASE_URL": url,
        "STATIC_ROOT": str(KEPT / "static"),
        "MEDIA_ROOT": str(KEPT / "media"),
        "LOG_LEVEL": "ERROR",
        "TRUSTED_PROXY_COUNT": "1",
    }


def collect_static() -> None:
    """The manifest that production pages name their styles by."""
    _manage("sqlite://:memory:", "collectstatic", "--noinput", "--verbosity", "0")


@contextlib.contextmanager
def sqlite_databases(sizes: Sequence[int]) -> Iterator[list[Database]]:
    """Working copies of the catalogues of these sizes: measuring writes carts and orders."""
    copies = {size: KEPT / f"measured-{os.getpid()}-{size}.sqlite3" for size in sizes}
    try:
        for size, copy in copies.items():
            shutil.copyfile(made_file(size), copy)
        yield [Database("SQLite", size, f"sqlite:///{copy}") for size, copy in copies.items()]
    finally:
        for copy in copies.values():
            _remove(copy)


@contextlib.contextmanager
def postgresql_databases(sizes: Sequence[int]) -> Iterator[list[Database]]:
    """The same rows in a throwaway PostgreSQL; none, and a word about it, where it is not installed."""
    with postgresql() as url:
        if not url:
            print("LEFT OUT: PostgreSQL. Install it (Debian: apt-get install postgresql).", flush=True)
            yield []
            return
        server = url.rsplit("/", 1)[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench_base")
            _manage(f"{server}/bench_base", "migrate", "--verbosity", "0")
            for size in sizes:
                name = sql.Identifier(f"bench_{size}")
                connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE bench_base").format(name))
                _copy_rows(made_file(size), f"{server}/bench_{size}")
        yield [Database("PostgreSQL", size, f"{server}/bench_{size}") for size in sizes]


def made_file(size: int) -> Path:
    """The SQLite file of the catalogue of this size, made when there is none yet."""
    base, wanted = KEPT / f"{_key()}-base.sqlite3", KEPT / f"{_key()}-{size}.sqlite3"
    if not wanted.exists():
        _forget_older()
        if not base.exists():
            print("  making the database: migrations, units", flush=True)
            with _finished_or_gone(base) as url:
                _manage(url, "migrate", "--verbosity", "0")
                _manage(url, "load_units", "--verbosity", "0")
        started = time.monotonic()
        print(f"  making {size:,} products", flush=True)
        with _finished_or_gone(wanted, base) as url:
            subprocess.run(
                [sys.executable, "-m", "bench.catalogues", str(size)], cwd=ROOT, env=environment(url), check=True
            )
        print(f"  made in {time.monotonic() - started:.0f} s", flush=True)
    return wanted


@contextlib.contextmanager
def _finished_or_gone(path: Path, origin: Path | None = None) -> Iterator[str]:
    """Give the URL of a file that bears its name only when all went well."""
    draft = path.with_suffix(f".draft-{os.getpid()}")
    _remove(draft)
    if origin:
        shutil.copyfile(origin, draft)
    try:
        yield f"sqlite:///{draft}"
        with contextlib.closing(sqlite3.connect(draft)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        draft.rename(path)
    finally:
        _remove(draft)


def _remove(path: Path) -> None:
    for found in path.parent.glob(f"{path.name}*"):
        found.unlink()


def _forget_older() -> None:
    for path in KEPT.glob("*.sqlite3*"):
        if not path.name.startswith((_key(), "measured-")):
            path.unlink()


def _key() -> str:
    """A name for everything that catalogues depend on, the month included."""
    digest = hashlib.sha256(time.strftime("%Y-%m").encode())
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _manage(url: str, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(url), check=True, stdout=subprocess.DEVNULL)


def _copy_rows(file: Path, url: str) -> None:
    """Every table that both databases have, row by row through COPY, then the sequences and the statistics."""
    started = time.monotonic()
    print("  copying to PostgreSQL", end="", flush=True)
    with contextlib.closing(sqlite3.connect(file)) as source, psycopg.connect(url) as target:
        known = {name for (name,) in target.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        listed = source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = sorted({name for (name,) in listed} & known - NOT_COPIED)
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        # The rows are known to fit together; times are kept as UTC there.
        target.execute("SET session_replication_role = replica; SET TIME ZONE 'UTC'")
        target.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
        for table in tables:
            _copy_table(source, target, table)
    with psycopg.connect(url, autocommit=True) as target:
        target.execute("VACUUM ANALYZE")
    print(f", {time.monotonic() - started:.0f} s", flush=True)


def _copy_table(source: sqlite3.Connection, target: psycopg.Connection, table: str) -> None:
    rows = source.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in rows.description]
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with target.cursor().copy(into) as copy:
        for row in rows:
            copy.write_row(row)
    (newest,) = source.execute(f'SELECT max("{columns[0]}") FROM "{table}"').fetchone()
    (sequence,) = target.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, columns[0]]).fetchone() or [None]
    if sequence and newest:
        target.execute("SELECT setval(%s, %s)", [sequence, newest])
