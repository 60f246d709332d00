"""Measures every page beside its floor, through the real server: `make bench`, or `make bench QUICK=1` in two minutes.

What runs. gunicorn with the project's own configuration (two workers, preloaded) and production settings; SQLite as a
file, never ANALYZEd, as nothing in the project does so; PostgreSQL as a throwaway server without fsync. Catalogues of
1,000, 20,000 and 100,000 made-up products, the same rows in both databases (bench/catalogues.py). A visitor on one
connection asks and reads the whole answer, uncompressed, so that the time of gzip hides nothing.

What is timed. The CPU time, user and system, that the web workers spend on a request, read from the system's clock of
each process. SQLite works inside them, so its time is in it; the time of PostgreSQL's own processes is not. It is
steadier than time by the clock, but not free of what else the machine does, so page and floor, at all sizes, take turns
in rounds, and each figure is the median of its rounds; the ratio is the median of each round's ratio. Queries and bytes
come from another server, whose outermost middleware counts statements (savepoints too, not BEGIN and COMMIT).

The floor is a bare view that answers the same bytes through the same middleware; that they are the same is checked.
For cards: one query and one flat template, written from the page's own HTML: the frame is literal text, the cards are
looped over. (For the home page the floor's query is given the products, and everything around the cards, the map
included, is literal text.) For a search: the list's floor. For a product: one query, its texts put into the page's
HTML. For a cached page: a constant. For GraphQL: the least graphene that gives the same JSON, its documents parsed
once, with one query for the list and two for the product. For a first add to the cart: a cart and its line written in
one transaction. For the checkout: constants of the same bytes for its pages, two bare adds, and the rows of an order
written in one transaction.

What is uncached. All rows but those named "cached" and "remembered" are measured with no page kept
(PAGES_KEPT_SECONDS=0) and no list remembered (LISTS_KEPT_SECONDS=0). Counts beside filters and on the home page may be
five minutes old, as always; "list, counts expired" is the request that counts anew, after every cache of its worker was
emptied. "page 50" is page 30 with 1,000 products, so its growth says little. The checkout is a guest's whole way with
goods of two makers: two adds, the cart after each, the checkout, its commune looked up, the order, the order's page;
all its requests together.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bench.databases import KEPT, Database, collect_static, environment, postgresql_databases, sqlite_databases
from bench.pages import Ask, Measured, Page
from bench.report import HEAD, Memory, Row, growth, table, write_results
from bench.server import Server, Visitor, serving


class Effort(NamedTuple):
    """How long is measured: rounds, and about how many seconds a page in each; its floor takes as many requests."""

    rounds: int
    seconds: float


SIZES = (1_000, 20_000, 100_000)
QUICK_SIZES = (1_000, 20_000)
FULL_EFFORT, QUICK_EFFORT = Effort(rounds=7, seconds=0.2), Effort(rounds=3, seconds=0.1)
REPEATS = (2, 60)
SETTLING_SECONDS = 0.003
# What each group of pages is measured with.
GROUPS: tuple[tuple[dict[str, str], Callable[[Measured], Iterator[Page]]], ...] = (
    ({"PAGES_KEPT_SECONDS": "0", "LISTS_KEPT_SECONDS": "0"}, Measured.uncached),
    ({"PAGES_KEPT_SECONDS": "0", "LISTS_KEPT_SECONDS": "3600"}, Measured.remembering),
    ({"PAGES_KEPT_SECONDS": "3600"}, Measured.cached),
)
Counts = dict[tuple[str, int], tuple[int, float]]


def main(arguments: Sequence[str]) -> None:
    """Run, show each row as it comes, and write results.md unless it is the quick run."""
    quick = _is_quick(arguments)
    started = time.monotonic()
    signal.signal(signal.SIGTERM, _stop)
    KEPT.mkdir(parents=True, exist_ok=True)
    _say(
        "Quick: 1,000 and 20,000 products on SQLite, few rounds; results.md stays as it is." if quick else "All of it."
    )
    collect_static()
    rows: list[Row] = []
    memories: list[Memory] = []
    for open_databases in (sqlite_databases,) if quick else (sqlite_databases, postgresql_databases):
        with open_databases(QUICK_SIZES if quick else SIZES) as databases:
            rows += measure(databases, QUICK_EFFORT if quick else FULL_EFFORT)
            memories += [measure_memory(database) for database in (databases[-1:] if quick else databases)]
    print("\n" + table(HEAD, [row.cells() for row in rows]) + "\n" + growth(rows))
    print("\n".join(memory.line() for memory in memories))
    if not quick:
        write_results(rows, memories, __doc__ or "")
    _say(f"Done in {time.monotonic() - started:.0f} s.")


def measure(databases: Sequence[Database], effort: Effort) -> list[Row]:
    """Every page on databases of several sizes, which take turns."""
    rows = []
    for settings, pages in GROUPS:
        counts = count(databases, settings, pages)
        with contextlib.ExitStack() as stack:
            measured = [stack.enter_context(serve(database, settings)) for database in databases]
            for same_page in zip(*map(pages, measured), strict=True):
                timed = time_pages([one.server for one in measured], same_page, effort)
                for database, page, (cpu, floor, ratio) in zip(databases, same_page, timed, strict=True):
                    number, size = counts[page.name, database.size]
                    rows.append(Row(page.name, database.size, database.name, cpu, floor, ratio, number, size))
                    print("  " + "  ".join(cell.rjust(9) for cell in rows[-1].cells()), flush=True)
    order = {row.page: number for number, row in reversed(list(enumerate(rows)))}
    return sorted(rows, key=lambda row: (order[row.page], row.products))


def count(
    databases: Sequence[Database], settings: dict[str, str], pages: Callable[[Measured], Iterator[Page]]
) -> Counts:
    """Statements and kilobytes of each page, once everything is warm; of all its requests where it has several."""
    counts: Counts = {}
    for database in databases:
        with serve(database, settings | {"BENCH_COUNTS": "1", "WEB_WORKERS": "1"}) as measured:
            for page in pages(measured):
                visitor = measured.server.visitor()
                for _ in range(2):
                    if page.before:
                        page.before(visitor)
                    visitor.answers.clear()
                    page.ask(visitor)
                size = sum(len(answer.body) for answer in visitor.answers) / 1000
                counts[page.name, database.size] = sum(answer.queries for answer in visitor.answers), size
                visitor.close()
    return counts


def time_pages(servers: Sequence[Server], pages: Sequence[Page], effort: Effort) -> list[tuple[float, float, float]]:
    """CPU milliseconds of a page and of its floor and their ratio, for each server, in rounds that take turns."""
    visitors = [server.visitor() for server in servers]
    repeats = [_warm(visitor, page, effort.seconds) for visitor, page in zip(visitors, pages, strict=True)]
    spent: list[list[tuple[float, float]]] = [[] for _ in servers]
    for _ in range(effort.rounds):
        for number, (server, visitor, page) in enumerate(zip(servers, visitors, pages, strict=True)):
            cost = _spent(server, visitor, page.ask, page.before, repeats[number])
            floor = _spent(server, visitor, page.floor, page.before, repeats[number])
            spent[number].append((cost, floor))
    for visitor in visitors:
        visitor.close()
    return [_medians(pairs) for pairs in spent]


def measure_memory(database: Database) -> Memory:
    """With the settings as they are shipped, alone on the machine, after some of everything was asked for."""
    with serve(database, {}) as measured:
        measured.walk()
        return Memory(database.size, database.name, *measured.server.memory())


@contextlib.contextmanager
def serve(database: Database, settings: dict[str, str]) -> Iterator[Measured]:
    """A server of its own, with a folder for the floors' templates."""
    with tempfile.TemporaryDirectory(prefix="sao-que-floors-") as folder:
        surroundings = environment(database.url) | settings | {"BENCH_FLOOR_DIR": folder}
        with serving(surroundings) as server:
            yield Measured(server, database.size)


def _warm(visitor: Visitor, page: Page, seconds: float) -> int:
    """Ask for page and floor a few times; how often one round of so many seconds should."""
    for ask in (page.ask, page.floor):
        if page.before:
            page.before(visitor)
        ask(visitor)
    started = time.monotonic()
    for _ in range(2):
        if page.before:
            page.before(visitor)
        page.ask(visitor)
    each = (time.monotonic() - started) / 2
    if page.before:
        page.before(visitor)
    page.floor(visitor)
    return max(REPEATS[0], min(REPEATS[1], round(seconds / each)))


def _spent(server: Server, visitor: Visitor, ask: Ask, before: Ask | None, repeats: int) -> float:
    """CPU milliseconds that the workers spend on each; without what comes before, where something does."""
    seconds = 0.0
    for _ in range(repeats if before else 1):
        if before:
            before(visitor)
        start = _settled(server)
        for _ in range(1 if before else repeats):
            ask(visitor)
        seconds += _settled(server) - start
    visitor.answers.clear()
    return seconds * 1000 / repeats


def _settled(server: Server) -> float:
    """The workers' clocks once they sleep: what a running thread has spent is counted only when it stops."""
    time.sleep(SETTLING_SECONDS)
    return server.cpu_seconds()


def _medians(pairs: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    costs, floors = zip(*pairs, strict=True)
    ratios = [cost / floor for cost, floor in pairs]
    return statistics.median(costs), statistics.median(floors), statistics.median(ratios)


def _is_quick(arguments: Sequence[str]) -> bool:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure every page beside its floor.")
    parser.add_argument("--quick", action="store_true", help="two sizes on SQLite; writes no results.md")
    return bool(parser.parse_args(arguments).quick)


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(f"— {line}", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        _say("Stopped; nothing was written, nothing of it still runs.")
        os._exit(130)
