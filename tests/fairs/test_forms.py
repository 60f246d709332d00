"""The desk's form of a fair: days that can be."""

import pytest

from fairs.forms import FairForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_year_without_fairs_is_answered_at_the_field(day):
    errors = FairForm({"starts_on": day, "ends_on": day}).errors
    assert (errors["starts_on"], errors["ends_on"]) == (["Bạn xem lại năm."], ["Bạn xem lại năm."])


def test_a_year_with_fairs_is_not():
    errors = FairForm({"starts_on": "2026-12-05", "ends_on": "2026-12-08"}).errors
    assert "starts_on" not in errors
    assert "ends_on" not in errors
