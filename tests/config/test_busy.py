"""config.middleware.BusyMiddleware: a lock that does not come free in time is "busy, try again"."""

import threading

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from accounts.models import User


def rename(request: HttpRequest) -> HttpResponse:
    User.objects.filter(email="lan@example.com").update(full_name="Somebody else")
    return HttpResponse("renamed")


urlpatterns = [path("rename", rename)]


@pytest.fixture
def held_row(transactional_db, lan):
    """Another connection has the buyer's row and does not give it back before the test ends."""
    is_held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            User.objects.filter(pk=lan.pk).update(full_name="Held")
            is_held.set()
            may_end.wait(timeout=20)
            transaction.set_rollback(True)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(timeout=5)
    yield lan
    may_end.set()
    holder.join()


@pytest.mark.urls(__name__)
def test_it_says_busy_when_another_holds_the_row(stranger, held_row):
    answer = stranger.get("/rename")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "<h1>" in answer.text
    held_row.refresh_from_db()
    assert held_row.full_name == "Chị Lan"


@pytest.mark.urls(__name__)
def test_it_leaves_everything_else_alone(stranger, lan):
    assert stranger.get("/rename").text == "renamed"
