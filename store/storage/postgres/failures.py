"""What a PostgreSQL server or libpq says is wrong, as sentences for users. None of them shows a password.

Errors of statements are told apart by their SQLSTATE; for those of connecting see :mod:`.troubles.refusals`.
"""

from __future__ import annotations

import errno
import os

import psycopg
from psycopg import errors

from store.errors import Disconnected, Forbidden, LibraryUnavailable, PizhuError
from store.language import _
from store.patterns import late_pattern
from store.reasons import reason_of
from store.storage.postgres.address import PostgresAddress
from store.storage.postgres.troubles.refusals import refusal

_CAUSE = late_pattern(r"(?:FATAL: +|ERROR: +)?([^\n]+)")
_BEFORE_CAUSE = late_pattern(
    r"^(?:connection failed: |connection is bad: )*"  # untranslated: what libpq says, here and below
    r"(?:connection to server .*? failed: )?"
)
_BEYOND_ROLE = late_pattern(
    r"row-level security|^pizhu: |"  # untranslated: what the server and the triggers of the rights say
    r"permission denied for table (?:articles|annotations|documents)"
)
"""What somebody is told who may use the library, and does what their role in the team may not."""

_SHUT_OUT = late_pattern(
    r"permission denied for schema (?!public)"  # untranslated: what the server says
)
"""What somebody is told who may not enter the library at all."""

LOST = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.DatabaseDropped,
    errors.IdleSessionTimeout,
    errors.IdleInTransactionSessionTimeout,
    errors.ConnectionException,
    errors.ConnectionFailure,
    errors.ConnectionDoesNotExist,
)
"""Errors that end a connection; another one may work."""

AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
"""Errors after which the same transaction is to be tried again: nothing of it took effect."""


def is_lost(connection: psycopg.Connection, error: BaseException) -> bool:
    """Whether an error has ended a connection, so that it is not known what the server has done since."""
    return connection.closed or connection.broken or isinstance(error, LOST)


def unreachable(error: psycopg.Error, address: PostgresAddress) -> Disconnected:
    """Return the error for users after it was not possible to connect."""
    known = refusal(str(error), address)
    if known is not None:
        return Disconnected(known)
    return Disconnected(
        _(
            "The server of {address} cannot be reached ({reason}): check the address and the network, then "
            "try again.",
            address=address,
            reason=_reason(error),
        )
    )


def lost(error: psycopg.Error, address: PostgresAddress) -> Disconnected:
    """Return the error for users after a connection was lost and could not be made again."""
    return Disconnected(
        _(
            "The connection to {address} was lost ({reason}): try again when the server can be reached; what "
            "was saved is kept.",
            address=address,
            reason=_reason(error),
        )
    )


def failed(error: psycopg.Error, address: PostgresAddress) -> PizhuError:
    """Return the error for users after a statement has failed."""
    if isinstance(error, errors.InsufficientPrivilege):
        return _forbidden(error, address)
    if isinstance(error, errors.QueryCanceled):
        return LibraryUnavailable(
            _(
                "The server of {address} did not answer in time: try again when it has less to do.",
                address=address,
            )
        )
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return LibraryUnavailable(
            _(
                "The server of {address} is read-only, as a standby is: name the one that can be written.",
                address=address,
            )
        )
    if isinstance(error, errors.DiskFull | errors.OutOfMemory | errors.InsufficientResources):
        return LibraryUnavailable(
            _(
                "The server of {address} has no room ({reason}): free some on it, then try again.",
                address=address,
                reason=_reason(error),
            )
        )
    if isinstance(error, errors.UndefinedTable | errors.InvalidSchemaName | errors.UndefinedColumn):
        return missing(address)
    return LibraryUnavailable(
        _(
            "The server of {address} reports an error ({reason}): try again, and tell whoever runs it if it "
            "stays.",
            address=address,
            reason=_reason(error),
        )
    )


def not_in_team(address: PostgresAddress) -> LibraryUnavailable:
    """Return the error for users whom the library lets in no more, or not yet."""
    return LibraryUnavailable(
        _(
            "You are not in the team of the library at {address}: ask its owner to add you, and to let you "
            "in with `pizhu rights allow`.",
            address=address,
        )
    )


def _forbidden(error: psycopg.Error, address: PostgresAddress) -> LibraryUnavailable:
    if _BEYOND_ROLE.search(str(error)):
        return Forbidden(
            _(
                "Your role in the team does not allow this: coders change their own annotations and say when "
                "their work is done; ask a manager for the rest."
            )
        )
    if _SHUT_OUT.search(str(error)):
        return LibraryUnavailable(
            _(
                "You have no right to use the library at {address}: ask its owner to let you in with "
                "`pizhu rights allow`.",
                address=address,
            )
        )
    return LibraryUnavailable(
        _(
            "The role has no right to do this in {address} ({reason}): ask whoever runs the database for it.",
            address=address,
            reason=_reason(error),
        )
    )


def missing(address: PostgresAddress) -> LibraryUnavailable:
    """Return the error for users when tables of the library are missing, or rows that it always has."""
    return LibraryUnavailable(
        _(
            "The library at {address} is not there any more, or not complete: restore the database from its "
            "backup.",
            address=address,
        )
    )


def _reason(error: psycopg.Error) -> str:
    """Return what is wrong in a few words, without a full stop."""
    said = (error.diag.message_primary or _last_cause(str(error))).strip().rstrip(".")
    number = next((number for number in errno.errorcode if os.strerror(number) == said), None)
    if number is not None:
        return reason_of(OSError(number, said))
    return said or type(error).__name__


def _last_cause(said: str) -> str:
    """Return the cause in a message of libpq, which names each address that it tried."""
    lines = [line for line in said.splitlines() if line and not line[0].isspace()]
    causes = [_BEFORE_CAUSE.sub("", line) for line in lines]
    found = _CAUSE.match(causes[0]) if causes else None
    return found[1] if found else said
