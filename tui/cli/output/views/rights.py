"""Printing who may use a library on a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.language import _
from tui.cli.output.printing import print_json, print_text, record_fields

if TYPE_CHECKING:
    from store.storage.document_store import AllowedLogin


def print_rights(as_json: bool, allowed: Sequence[AllowedLogin]) -> None:
    """Print logins of the server with the members whose they are, and their roles."""
    from store.model.tables.member import ROLE_NAMES, Role

    for each in allowed:
        if as_json:
            print_json(**record_fields(each))
        elif each.role in set(Role):
            print_text(
                _(
                    "{member} ({kind}), as the login {login}",
                    member=each.member,
                    kind=ROLE_NAMES[Role(each.role)],
                    login=each.login,
                )
            )
        else:
            print_text(
                _(
                    "{member}, as the login {login}: not in the team any more, and may do nothing",
                    member=each.member,
                    login=each.login,
                )
            )
    if not allowed and not as_json:
        print_text(_("No login has rights of its own. Let members in with: pizhu rights allow NAME"))


def print_lines(statements: Sequence[str]) -> None:
    """Print SQL, one statement a line."""
    for statement in statements:
        print_text(statement)
