"""The command `serve`: the reader in a browser."""

from __future__ import annotations

import errno
import os
import shlex
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from store.errors import PizhuError, UsageError
from store.language import _, lazy
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE

SHORTEST_TOKEN = 8
"""Characters of the shortest token. A shorter one is soon guessed."""


def serve(options: Namespace) -> int:
    """Serve the reader until ctrl+c, one for each tab.

    :raises UsageError: the host needs a token, or the token is too short.
    :raises PizhuError: the extra is not installed, or the port cannot be used.
    """
    try:
        from tui.serving.access import is_loopback
        from tui.serving.server import ReaderServer
    except ImportError as error:
        from store.extras import how_to_install

        remedy = how_to_install("web")
        raise PizhuError(
            _("The reader in a browser needs textual-serve: install it with {remedy}.", remedy=remedy)
        ) from error
    from tui.cli.opened_library import library_place
    from tui.cli.output.printing import print_text
    from tui.cli.settings_file import usable_config

    token = options.token or os.environ.get("PIZHU_TOKEN", "")
    if not token and not is_loopback(options.host):
        raise UsageError(
            _(
                "Whoever reaches {host} could change your library: add --token with a secret word.",
                host=options.host,
            )
        )
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isalnum()):
        raise UsageError(
            _(
                "The token must be {count} or more letters and digits from ASCII.",
                count=SHORTEST_TOKEN,
            )
        )
    usable_config()  # what is wrong with the settings is told here, not by each reader
    place = library_place(options)
    library = place.absolute() if isinstance(place, Path) else place
    with _listening(options.host, options.port) as listening:
        server = ReaderServer(_reader_command(str(library)), listening, token=token)
        address = _address(options.host, listening.getsockname()[1], token)
        print_text(_("Pizhu is at {address} until you press ctrl+c.", address=address))
        sys.stdout.flush()
        server.run()
    return DONE


def _reader_command(library: str) -> str:
    """The command line of a reader, for the shell, which it replaces."""
    arguments = [sys.executable, "-P", "-m", "tui", "--library", library]
    if os.name != "posix":
        return " ".join(map('"{}"'.format, arguments))
    return f"exec {shlex.join(arguments)}"  # untranslated: for the shell


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    :raises PizhuError: it cannot.
    """
    try:
        family, *_ignored, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        raise PizhuError(_explained(error, host, port)) from error


def _explained(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return _("Port {port} is in use by another program: choose another with --port.", port=port)
    if error.errno == errno.EACCES:
        return _("Port {port} is reserved for the system: choose one above 1023 with --port.", port=port)
    return _(
        "{host} is no address of this computer: leave --host out, or see its addresses with `ip address`.",
        host=host,
    )


def _address(host: str, port: int, token: str) -> str:
    """The address to open in a browser."""
    name = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)  # noqa: S104
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{port}/" + (f"?token={token}" if token else "")


def _port(number: str) -> int:
    if not (number.isascii() and number.isdecimal() and int(number) < 1 << 16):
        raise ArgumentTypeError(
            _("{number!r} is no port: write a number from 1 to 65535, or 0 for a free one", number=number)
        )
    return int(number)


def _add_serve_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=_port,
        default=8000,
        metavar="N",
        help=_("the port to listen on; 0 for a free one (default: 8000)"),
    )
    parser.add_argument(
        "--host",
        default="localhost",
        metavar="H",
        help=_("the address to listen on (default: localhost, this computer)"),
    )
    parser.add_argument(
        "--token",
        default="",
        metavar="T",
        help=_("a secret word that the address must have (default: $PIZHU_TOKEN)"),
    )


SERVE = Command(
    name="serve",
    summary=lazy("Serve the reader to browsers, one reader for each tab."),
    usages=(
        Usage(
            "serve [--port N] [--host H] [--token T]",
            lazy("Serve the reader to browsers of this computer; of others only with a token."),
        ),
    ),
    configure=_add_serve_arguments,
    run=serve,
    examples=("serve", "serve --port 8080"),
    has_json=False,
)
