from __future__ import annotations

import pytest

from webchat.domain.errors import Fixable
from webchat.domain.permissions import EVENTS, ROLES, ROUTES, Action, Role, may, require


def test_every_action_has_roles_and_is_used() -> None:
    assert set(ROLES) == set(Action)
    assert all(roles for action, roles in ROLES.items() if action is not Action.OWN_CONVERSATION)  # the end user’s
    asked_by_a_service = {Action.EDIT_SHARED_TOOLS}  # its route is open to all: they edit their own
    assert {*EVENTS.values(), *ROUTES.values(), *asked_by_a_service} - {None} == set(Action)


def test_what_has_no_row_and_who_has_no_role_is_refused() -> None:
    require("agent", Action.HANDLE_CONVERSATION)
    for role, action in (
        ("agent", None),
        ("administrator", None),
        ("manager", Action.READ_CONSOLE),
        ("", Action.OWN_ACCOUNT),
    ):
        with pytest.raises(Fixable, match="forbidden"):
            require(role, action)


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        (Action.HANDLE_CONVERSATION, {"agent", "supervisor", "administrator"}),
        (Action.EDIT_TICKET, {"agent", "supervisor", "administrator"}),
        (Action.MANAGE_ACCOUNTS, {"administrator"}),
        (Action.READ_AUDIT, {"administrator"}),
    ],
)
def test_who_may_is_who_was_meant(action: Action, roles: set[str]) -> None:
    assert {role.value for role in Role if may(role, action)} == roles
