"""What the tests of the shop share."""

from __future__ import annotations

import pytest

from shop.models import DeliveryRate
from tests import cast


@pytest.fixture
def rates(db: None) -> list[DeliveryRate]:
    """What delivery costs in these tests: the cast's two bands."""
    return cast.make_delivery_rates()
