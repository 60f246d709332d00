"""The project's own production settings with the floors' addresses beside the pages'; nothing else differs.

BENCH_COUNTS=1 adds a header with the number of statements, in a server of its own that is not timed.
"""

import os

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "bench.floor.urls"
# Flat templates, written from the pages' own HTML before they are measured.
FLOOR_DIR = os.environ.get("BENCH_FLOOR_DIR", str(BASE_DIR / "var" / "bench" / "floor"))
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], FLOOR_DIR]
if os.environ.get("BENCH_COUNTS"):
    MIDDLEWARE = ["bench.counting.CountingMiddleware", *MIDDLEWARE]
