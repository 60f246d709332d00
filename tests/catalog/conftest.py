"""What several tests of the catalogue need."""

from __future__ import annotations

import pytest
from django.utils import translation


@pytest.fixture
def english():
    """Sentences are compared in English, the language they are written in."""
    with translation.override("en"):
        yield
