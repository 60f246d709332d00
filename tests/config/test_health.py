"""/healthz and /readyz, for the machines around."""

import pytest
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_asks_no_database(stranger):
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_readyz_is_ready_when_every_migration_is_applied(stranger, db):
    answer = stranger.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrations": True})


def test_readyz_is_not_ready_while_a_migration_is_missing(stranger, db):
    MigrationRecorder.Migration.objects.filter(app="shop").delete()
    answer = stranger.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "migrations": False})


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_they_are_neither_cached_nor_redirected_to_https(stranger, db, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    answer = stranger.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
