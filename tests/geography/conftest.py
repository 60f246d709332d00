"""Real units: all of them once for a module, or a few provinces for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from geography import commune_map
from geography.models import FormerName, OtherName, Succession, Unit
from geography.operations import LoadedUnits, load_units


@pytest.fixture(scope="module")
def all_units(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every unit, committed: loading takes seconds, so that a module shares it and clears it away."""
    with django_db_blocker.unblock():
        load_units()
    yield
    with django_db_blocker.unblock():
        for rows in (
            Succession.objects.all(),
            FormerName.objects.all(),
            OtherName.objects.all(),
            Unit.objects.communes(),
            Unit.objects.districts(),
            Unit.objects.provinces(),
        ):
            rows._raw_delete(rows.db)


@pytest.fixture
def load_provinces(db: None) -> Callable[..., LoadedUnits]:
    """Load a few provinces of today, with what became part of them: load_provinces("an-giang")."""
    return lambda *slugs: load_units(provinces=slugs)


@pytest.fixture(autouse=True)
def _no_remembered_map() -> None:
    """The country's dots are kept for a day in each process."""
    commune_map._countries.clear()
