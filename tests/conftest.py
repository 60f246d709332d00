"""The cast as fixtures: who they are is told once, here; what a test needs beyond them it makes itself (tests/cast.py).

stranger, lan and minh buy; sau owns the cooperative in Phú Quốc, tu the household in Hải Châu; one officer of each of
their provinces and one of the ministry; an outlet manager; an operator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from accounts.enums import StaffRole
from accounts.memory import forget_everything
from accounts.models import User
from catalog.models import Producer, Product, Variant
from points_of_sale.models import Outlet, OutletManager
from tests import cast

_migrated_rows = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The empty database; the rows that migrations wrote (product sets, delivery rates) are remembered."""
    with django_db_blocker.unblock():
        request.config.stash[_migrated_rows] = connection.creation.serialize_db_to_string()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A transactional test ends by emptying every table: the rows of the migrations come back for the next test."""
    yield
    marker = item.get_closest_marker("django_db")
    is_transactional = marker is not None and marker.kwargs.get("transaction", False)
    is_transactional |= "transactional_db" in getattr(item, "fixturenames", ())
    if is_transactional and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(item.config.stash[_migrated_rows])


@pytest.fixture(autouse=True)
def _default_language() -> None:
    """A page read in English before leaves its language active in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _today(request: pytest.FixtureRequest) -> Iterator[None]:
    """The clock starts at NOW and runs, but in a browser, which has a clock of its own."""
    if request.node.get_closest_marker("browser"):
        yield
        return
    with time_machine.travel(cast.NOW, tick=True):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test finds what another has cached."""
    cache.clear()
    forget_everything()


@pytest.fixture
def units(db: None) -> cast.Units:
    """An Giang, Đà Nẵng and Hồ Chí Minh with some communes, and the old units of Phú Quốc."""
    return cast.make_units()


@pytest.fixture
def stranger() -> Client:
    """The browser of somebody who is not signed in."""
    return Client()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """Gives the browser of a user who is signed in."""

    def browser_of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser_of


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Gives a function that runs what is queued, as the worker does, and says how many jobs it were."""

    def run() -> int:
        jobs = list(DBTaskResult.objects.ready())
        for job in jobs:
            job.task.call(**job.args_kwargs["kwargs"])
            job.set_successful(None)
        return len(jobs)

    return run


@pytest.fixture
def lan(db: None) -> User:
    """A buyer with e-mail and phone."""
    return cast.make_user(
        email="lan@example.com", phone="+84900000001", full_name="Chị Lan", email_verified=True, phone_verified=True
    )


@pytest.fixture
def minh(db: None) -> User:
    """Another buyer, who signs in by phone alone."""
    return cast.make_user(phone="+84900000002", full_name="Anh Minh", phone_verified=True)


@pytest.fixture
def sau(db: None) -> User:
    """The owner of the cooperative."""
    return cast.make_user(email="sau@example.com", full_name="Bà Sáu")


@pytest.fixture
def tu(db: None) -> User:
    """The owner of the household business."""
    return cast.make_user(email="tu@example.com", full_name="Ông Tư")


@pytest.fixture
def officer_an_giang(units: cast.Units) -> User:
    """An officer bound to An Giang."""
    return cast.make_user(email="can-bo-an-giang@example.com", staff_role=StaffRole.OFFICER, province=units.an_giang)


@pytest.fixture
def officer_da_nang(units: cast.Units) -> User:
    """An officer bound to Đà Nẵng."""
    return cast.make_user(email="can-bo-da-nang@example.com", staff_role=StaffRole.OFFICER, province=units.da_nang)


@pytest.fixture
def officer_ministry(db: None) -> User:
    """An officer of the ministry, who sees every province."""
    return cast.make_user(email="can-bo-bo@example.com", staff_role=StaffRole.OFFICER)


@pytest.fixture
def operator(db: None) -> User:
    """An operator of the platform."""
    return cast.make_user(email="van-hanh@example.com", staff_role=StaffRole.OPERATOR)


@pytest.fixture
def cooperative(units: cast.Units, sau: User) -> Producer:
    """Bà Sáu's cooperative in Phú Quốc, An Giang."""
    return cast.make_producer(
        name="Hợp tác xã Nước mắm Bà Sáu", commune=units.phu_quoc, members=(sau,), street="Khu phố 2"
    )


@pytest.fixture
def household(units: cast.Units, tu: User) -> Producer:
    """Ông Tư's household business in Hải Châu, Đà Nẵng."""
    return cast.make_producer(
        name="Hộ kinh doanh Ông Tư", commune=units.hai_chau, members=(tu,), kind="household", street="12 Đường Biển"
    )


@pytest.fixture
def fish_sauce(cooperative: Producer) -> Product:
    """The cooperative's fish sauce: 5 stars, 120.000 ₫, ten bottles in stock."""
    return cast.make_product(producer=cooperative, name="Nước mắm Bà Sáu 40 độ đạm", set_number=9, stars=5)


@pytest.fixture
def bottle(fish_sauce: Product) -> Variant:
    """The fish sauce's one pack."""
    return fish_sauce.variants.get()


@pytest.fixture
def sesame_candy(household: Producer) -> Product:
    """The household's sesame candy: 4 stars, 45.000 ₫, ten boxes in stock."""
    return cast.make_product(producer=household, name="Kẹo mè xửng Ông Tư", set_number=5, price=45_000)


@pytest.fixture
def box(sesame_candy: Product) -> Variant:
    """The sesame candy's one pack."""
    return sesame_candy.variants.get()


@pytest.fixture
def outlet_manager(db: None) -> User:
    """Somebody who runs the shop in Long Xuyên once `outlet` exists."""
    return cast.make_user(email="quan-ly-diem-ban@example.com", full_name="Cô Bảy")


@pytest.fixture
def outlet(units: cast.Units, outlet_manager: User) -> Outlet:
    """An OCOP shop in Long Xuyên, An Giang, with its manager."""
    outlet = cast.make_outlet(name="Cửa hàng OCOP Long Xuyên", commune=units.long_xuyen, street="5 Đường Chợ")
    OutletManager.objects.create(outlet=outlet, user=outlet_manager)
    return outlet
