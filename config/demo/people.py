"""The demo's users: made up, and plainly so."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.enums import StaffRole
from accounts.models import User
from accounts.operations import save_user
from geography.models import Unit

DOMAIN = "demo.sao-que.example"
# Known to everybody on purpose: it opens nothing but the demo.
DEMO_PASSWORD = "nuoc-mam-ngon"  # noqa: S105


@dataclass(frozen=True)
class DemoUser:
    """One of the demo's users; `province` is the slug of an officer's province."""

    local_part: str
    full_name: str
    phone: str
    purpose: str
    staff_role: StaffRole = StaffRole.NONE
    province: str = ""

    @property
    def email(self) -> str:
        """What the user signs in with."""
        return f"{self.local_part}@{DOMAIN}"


BUYER = DemoUser("nguoi-mua", "Người mua thử", "+84900000001", "buyer")
SECOND_BUYER = DemoUser("nguoi-mua-2", "Người mua thử hai", "+84900000002", "buyer")
KHAI_HOAN = DemoUser("khai-hoan", "Chủ thử Khải Hoàn", "+84900000003", "owner of Khải Hoàn")
THANH_QUOC = DemoUser("thanh-quoc", "Chủ thử Thanh Quốc", "+84900000004", "owner of Thanh Quốc")
OFFICER_AN_GIANG = DemoUser(
    "can-bo-an-giang", "Cán bộ thử An Giang", "+84900000005", "officer of An Giang", StaffRole.OFFICER, "an-giang"
)
OFFICER_DA_NANG = DemoUser(
    "can-bo-da-nang", "Cán bộ thử Đà Nẵng", "+84900000006", "officer of Đà Nẵng", StaffRole.OFFICER, "da-nang"
)
OUTLET_MANAGER = DemoUser(
    "quan-ly-diem-ban", "Quản lý điểm bán thử", "+84900000007", "manager of the showroom in Mỹ Tho"
)
OPERATOR = DemoUser("van-hanh", "Người vận hành thử", "+84900000008", "operator of the platform", StaffRole.OPERATOR)
DEMO_USERS = (
    BUYER,
    SECOND_BUYER,
    KHAI_HOAN,
    THANH_QUOC,
    OFFICER_AN_GIANG,
    OFFICER_DA_NANG,
    OUTLET_MANAGER,
    OPERATOR,
)


def load_users() -> dict[DemoUser, User]:
    """Make the users that do not exist yet and give only those: nobody's password or role is set back."""
    known = set(User.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", flat=True))
    return {person: _make(person) for person in DEMO_USERS if person.email not in known}


def _make(person: DemoUser) -> User:
    province = None
    if person.province:
        province = Unit.objects.provinces().get(slug=person.province, valid_until=None)
    user = User(
        email=person.email,
        phone=person.phone,
        full_name=person.full_name,
        staff_role=person.staff_role,
        province=province,
    )
    user = save_user(user=user, by=None)
    user.set_password(DEMO_PASSWORD)
    user.save(update_fields=["password"])
    return user
