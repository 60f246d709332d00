"""Settings of the test suite: nothing from `.env`; databases from TEST_DATABASE_URL and TEST_REDIS_URL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH_DIR = Path(tempfile.mkdtemp(prefix="sao-que-tests-"))
_owner = os.getpid()


@atexit.register
def _remove_scratch_dir() -> None:
    """Processes forked from this one leave the directory to it."""
    if os.getpid() == _owner:
        shutil.rmtree(SCRATCH_DIR, ignore_errors=True)


# Each parallel worker of pytest gets a Redis database of its own, for a test may clear it.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_redis_url = os.environ.get("TEST_REDIS_URL", "")

for _name in ("ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL", "EMAIL_URL", "HOST", "PORT", "LOCK_TIMEOUT_SECONDS"):
    os.environ.pop(_name, None)
os.environ |= {
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "known-to-everybody-and-good-for-tests-only-" + "0123456789" * 2,
    "DEBUG": "0",
    "DEMO": "0",
    "SERVES_REQUESTS": "1",
    "SITE_URL": "http://testserver",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", f"sqlite:///{SCRATCH_DIR / 'unused.sqlite3'}"),
    "REDIS_URL": f"{_redis_url}/{_worker}" if _redis_url else "",
    "MEDIA_ROOT": str(SCRATCH_DIR / "media"),
    "STATIC_ROOT": str(SCRATCH_DIR / "static"),
}

from config.settings import *  # noqa: E402, F403  the environment has to be set first
from config.settings import ALLOWED_HOSTS, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

ALLOWED_HOSTS += ["testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A file, not memory: tests with threads, live servers and worker processes need connections of their own.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH_DIR / "tests.sqlite3")}
# Pages are tested without collectstatic; the browser tests run the real thing.
STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING_CONFIG = None
# Tests change rows past the operations, which nothing that is kept would notice; tests of the keeping turn it on.
LISTS_KEPT_SECONDS = 0
PAGES_KEPT_SECONDS = 0
# Django writes these rows anew by itself after a transactional test; tests/conftest.py brings back all others.
TEST_NON_SERIALIZED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
