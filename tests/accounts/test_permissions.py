"""Who may do what."""

from __future__ import annotations

import pytest

from accounts.actors import Actor
from accounts.enums import Role
from accounts.permissions import MATRIX, Action, desk_role, may, may_at_desk

DESK_ROLES = {Role.OFFICER, Role.OPERATOR}

WHO_MAY = {
    Action.VIEW_ORDER: {Role.BUYER, Role.OPERATOR},
    Action.VIEW_CONSIGNMENT: {Role.MAKER_STAFF, Role.MAKER_OWNER, Role.OFFICER, Role.OPERATOR},
    Action.HANDLE_CONSIGNMENT: {Role.MAKER_STAFF, Role.MAKER_OWNER},
    Action.EDIT_PRODUCER: {Role.MAKER_OWNER, Role.OFFICER, Role.OPERATOR},
    Action.MANAGE_MEMBERS: {Role.MAKER_OWNER, Role.OFFICER, Role.OPERATOR},
    Action.EDIT_PRODUCT: {Role.MAKER_STAFF, Role.MAKER_OWNER, Role.OFFICER, Role.OPERATOR},
    Action.REVIEW_PRODUCT: DESK_ROLES,
    Action.RECORD_CERTIFICATE: DESK_ROLES,
    Action.REVOKE_CERTIFICATE: DESK_ROLES,
    Action.RECEIVE_STOCK: {Role.MAKER_STAFF, Role.MAKER_OWNER, Role.OFFICER, Role.OPERATOR},
    Action.EDIT_OUTLET: {Role.OUTLET_MANAGER, Role.OFFICER, Role.OPERATOR},
    Action.EDIT_FAIR: DESK_ROLES,
    Action.ANNOUNCE_FAIR: DESK_ROLES,
    Action.OPEN_DESK: DESK_ROLES,
    Action.VIEW_UNITS: DESK_ROLES,
    Action.MANAGE_USERS: {Role.OPERATOR},
    Action.EDIT_DELIVERY_RATES: {Role.OPERATOR},
}


def test_every_role_and_every_action_is_said():
    assert set(MATRIX) == set(Role)
    assert set(WHO_MAY) == set(Action)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_exactly_what_is_written_here(role, action):
    assert may(role, action) is (role in WHO_MAY[action])


def test_the_desk_role_is_what_the_account_says(lan, officer_an_giang, operator):
    users = (None, lan, officer_an_giang, operator)
    assert [desk_role(Actor(user=user)) for user in users] == [
        Role.STRANGER,
        Role.BUYER,
        Role.OFFICER,
        Role.OPERATOR,
    ]


def test_a_closed_staff_account_may_do_nothing_at_the_desk(operator):
    operator.is_active = False
    assert desk_role(Actor(user=operator)) == Role.BUYER
    assert not any(may_at_desk(Actor(user=operator), action) for action in Action)


def test_a_buyer_may_do_nothing_at_the_desk(lan):
    assert not any(may_at_desk(Actor(user=lan), action) for action in Action)
