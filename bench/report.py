"""The table, and bench/results.md with it."""

from __future__ import annotations

import datetime
import math
import os
import platform
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.md")
PROFILES = Path(__file__).with_name("profiles.md")
HEAD = ("page", "products", "database", "CPU ms", "floor CPU ms", "ratio", "queries", "KB")


# The aims of issue 3, as ratios to the floor; the search's holds for the largest catalogue.
AIMS = {
    "list": 1.5,
    "product": 1.5,
    "cached home": 1.5,
    "cached list": 1.5,
    "cached product": 1.5,
    "graphql list": 1.25,
    "search": 3.0,
    "search three words": 3.0,
    "search broad": 3.0,
    "search typo": 3.0,
    "search none": 3.0,
}
MOST_GROWTH = 1.2
MOST_CHECKOUT_QUERIES = 90
MOST_WORKER_MEGABYTES = 240


@dataclass(frozen=True)
class Row:
    """One row of the table: CPU time of the web workers per request in milliseconds, medians over the rounds."""

    page: str
    products: int
    database: str
    cpu_ms: float
    floor_ms: float
    ratio: float
    queries: int
    kilobytes: float

    def cells(self) -> tuple[str, ...]:
        """As the table shows it."""
        times = (f"{self.cpu_ms:.2f}", f"{self.floor_ms:.2f}", f"{self.ratio:.2f}")
        return (self.page, f"{self.products:,}", self.database, *times, str(self.queries), f"{self.kilobytes:.1f}")


@dataclass(frozen=True)
class Memory:
    """PSS in MB of two workers together, and of the process that forked them, after everything was asked for."""

    products: int
    database: str
    workers: float
    arbiter: float

    def line(self) -> str:
        """As a sentence."""
        return (
            f"Memory, {self.products:,} products, {self.database}: two workers {self.workers:.0f} MB PSS together, "
            f"{self.workers + self.arbiter:.0f} MB with the process that preloads for them."
        )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, its columns wide enough to be read as text too; all but the first right-aligned."""
    cells = [tuple(head), *map(tuple, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ["| " + " | ".join(_padded(row, widths)) + " |" for row in cells]
    rule = (
        "|" + "|".join("-" * (width + 2) if not n else "-" * (width + 1) + ":" for n, width in enumerate(widths)) + "|"
    )
    return "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def growth(rows: Sequence[Row]) -> str:
    """How much more each page costs at the largest catalogue than at the smallest, by database."""
    databases = sorted({row.database for row in rows}, reverse=True)
    factors = _growth_factors(rows)
    pages = list(dict.fromkeys(row.page for row in rows))
    return table(["page", *databases], [[page, *(f"{factors[page, one]:.2f}" for one in databases)] for page in pages])


def missed(rows: Sequence[Row], memories: Sequence[Memory]) -> list[str]:
    """What is beyond the aims, a line each."""
    largest = max(row.products for row in rows)
    lines = [
        f"{row.page}, {row.products:,} products, {row.database}: {row.ratio:.2f} instead of {AIMS[row.page]}"
        for row in rows
        if row.ratio > AIMS.get(row.page, math.inf) and (row.products == largest or not row.page.startswith("search"))
    ]
    lines += [
        f"{page}, {database}: grows {factor:.2f}-fold instead of {MOST_GROWTH}"
        for (page, database), factor in _growth_factors(rows).items()
        if factor > MOST_GROWTH and not page.startswith("search")
    ]
    lines += [
        f"checkout, {row.products:,} products, {row.database}: {row.queries} queries instead of {MOST_CHECKOUT_QUERIES}"
        for row in rows
        if row.page == "checkout" and row.queries > MOST_CHECKOUT_QUERIES
    ]
    return lines + [memory.line() for memory in memories if memory.workers > MOST_WORKER_MEGABYTES]


def _growth_factors(rows: Iterable[Row]) -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for row in rows:
        costs[row.page, row.database][row.products] = row.cpu_ms
    return {key: cost[max(cost)] / cost[min(cost)] for key, cost in costs.items()}


def write_results(rows: Sequence[Row], memories: Sequence[Memory], method: str) -> None:
    """Write bench/results.md: what was run where, the table, growth, memory, the profiles kept by hand, the method."""
    profiles = PROFILES.read_text(encoding="utf-8") if PROFILES.exists() else ""
    sizes = sorted({row.products for row in rows})
    parts = [
        "# How fast every page is, beside the least work that gives the same bytes",
        f"Written by `make bench` on {datetime.date.today():%d/%m/%Y} ({_where()}).",  # noqa: DTZ011  the day here
        "Compare ratios, which are taken in one run and interleaved; milliseconds are this machine's on that day.",
        table(HEAD, [row.cells() for row in rows]),
        f"## Growth from {sizes[0]:,} to {sizes[-1]:,} products\n",
        growth(rows),
        "## Memory\n",
        *(memory.line() for memory in memories),
        "## Beyond the aims\n",
        "".join(f"- {line}\n" for line in missed(rows, memories)) or "Nothing.\n",
        profiles,
        "## Method\n",
        method,
    ]
    RESULTS.write_text("\n".join(part if part.endswith("\n") else part + "\n" for part in parts), encoding="utf-8")


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    pairs = zip(row, widths, strict=True)
    return [cell.rjust(width) if number else cell.ljust(width) for number, (cell, width) in enumerate(pairs)]


def _where() -> str:
    head = subprocess.run(["git", "describe", "--always"], capture_output=True, text=True, check=False).stdout.strip()
    return f"{f'commit {head}, ' if head else ''}{os.cpu_count()} cores, Python {platform.python_version()}"
