"""What each role may do. Which rows somebody may do it to is only ever said by a QuerySet's `visible_to(actor)`."""

from __future__ import annotations

import enum

from accounts.actors import Actor
from accounts.enums import Role


class Action(enum.Enum):
    """Everything that is not open to everybody."""

    VIEW_ORDER = enum.auto()  # a whole order, with every maker's part of it
    VIEW_CONSIGNMENT = enum.auto()  # one maker's part of an order
    HANDLE_CONSIGNMENT = enum.auto()  # accept, pack, ship
    EDIT_PRODUCER = enum.auto()
    MANAGE_MEMBERS = enum.auto()  # who works for a producer
    EDIT_PRODUCT = enum.auto()
    REVIEW_PRODUCT = enum.auto()  # publish, suspend, mark as a local speciality
    RECORD_CERTIFICATE = enum.auto()
    REVOKE_CERTIFICATE = enum.auto()
    RECEIVE_STOCK = enum.auto()
    EDIT_OUTLET = enum.auto()
    EDIT_FAIR = enum.auto()
    ANNOUNCE_FAIR = enum.auto()  # announce, postpone, cancel
    OPEN_DESK = enum.auto()
    VIEW_UNITS = enum.auto()
    MANAGE_USERS = enum.auto()
    EDIT_DELIVERY_RATES = enum.auto()


_MAKER_STAFF = frozenset(
    {Action.VIEW_CONSIGNMENT, Action.HANDLE_CONSIGNMENT, Action.EDIT_PRODUCT, Action.RECEIVE_STOCK}
)

MATRIX: dict[Role, frozenset[Action]] = {
    Role.STRANGER: frozenset(),
    Role.BUYER: frozenset({Action.VIEW_ORDER}),
    Role.MAKER_STAFF: _MAKER_STAFF,
    Role.MAKER_OWNER: _MAKER_STAFF | {Action.EDIT_PRODUCER, Action.MANAGE_MEMBERS},
    Role.OUTLET_MANAGER: frozenset({Action.EDIT_OUTLET}),
    Role.OFFICER: frozenset(
        {
            Action.VIEW_CONSIGNMENT,
            Action.EDIT_PRODUCER,
            Action.MANAGE_MEMBERS,
            Action.EDIT_PRODUCT,
            Action.REVIEW_PRODUCT,
            Action.RECORD_CERTIFICATE,
            Action.REVOKE_CERTIFICATE,
            Action.RECEIVE_STOCK,
            Action.EDIT_OUTLET,
            Action.EDIT_FAIR,
            Action.ANNOUNCE_FAIR,
            Action.OPEN_DESK,
            Action.VIEW_UNITS,
        }
    ),
    # The maker hands its goods over itself; the operator sees orders and everything the officers do.
    Role.OPERATOR: frozenset(Action) - {Action.HANDLE_CONSIGNMENT},
}


def may(role: Role, action: Action) -> bool:
    """Whether a role may do something, to rows it may see."""
    return action in MATRIX[role]


def desk_role(actor: Actor) -> Role:
    """What an actor is to the platform as a whole, where no row is in question."""
    if actor.is_operator:
        return Role.OPERATOR
    if actor.is_officer:
        return Role.OFFICER
    return Role.BUYER if actor.user is not None else Role.STRANGER


def may_at_desk(actor: Actor, action: Action) -> bool:
    """Whether an actor may do something at the officers' desk."""
    return may(desk_role(actor), Action.OPEN_DESK) and may(desk_role(actor), action)
