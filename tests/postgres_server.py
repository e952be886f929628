"""A PostgreSQL server for the tests of one run, from the wheel ``pgserver``, shared by all workers.

Each worker holds a shared lock on a file as long as it needs the server. The first one starts a keeper, a
process that starts the server and waits for an exclusive lock on the same file: it gets it when the last
worker has let go or has ended, however that was. Then it stops the server and deletes what it wrote.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

PATIENCE = 60.0
"""Seconds in which the server must have started, on a machine that is busy."""

PORT = 5432
"""The number in the name of the server's socket. It listens at no address."""

ADMINISTRATOR = "postgres"
"""The role that owns the server. It needs no password: the socket is for this user of the machine alone."""


_KEEPERS: list[subprocess.Popen[bytes]] = []
"""Those that this process has started. They outlast it for a moment, and nobody waits for them."""


class NoServer(Exception):
    """There can be no server here: the message says why."""


@contextmanager
def running_server(folder: Path, *, is_durable: bool = False) -> Iterator[Path]:
    """Yield the folder of the socket of the server that is shared by those who name the same ``folder``.

    :param is_durable: whether what it has confirmed outlasts a power cut, with the settings of a usual
        server; tests do without that. The one who starts the server decides.
    :raises NoServer: there is no PostgreSQL for this machine, or it does not start.
    """
    programs = _programs()
    import fcntl

    folder.mkdir(exist_ok=True)
    with (folder / "users").open("a") as users, (folder / "starting").open("a") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)  # waits for a keeper that is stopping a server
        place = folder / "place"
        if not place.exists():
            _start_keeper(folder, programs, is_durable=is_durable)
        fcntl.flock(starting, fcntl.LOCK_UN)
        yield Path(place.read_text("utf-8"))


@contextmanager
def fresh_address(socket: Path) -> Iterator[str]:
    """Yield the address of a library in a schema that does not exist yet, and drop the schema afterwards.

    :param socket: the folder of the server's socket.
    """
    import psycopg
    from psycopg import sql

    database = f"postgresql:///postgres?host={socket}&user={ADMINISTRATOR}"
    name = os.urandom(6).hex()
    schema = f"测试 {name}"  # its name must be quoted
    yield f"{database}&application_name=pizhu-{name}&schema={quote(schema)}"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


def _programs() -> Path:
    """Return the folder with the programs of PostgreSQL."""
    if sys.platform == "win32":
        raise NoServer("the tests start no PostgreSQL on Windows")
    found = find_spec("pgserver")  # not imported: it would warn, and make folders
    if found is None or not found.submodule_search_locations:
        raise NoServer(
            "the wheel pgserver, which has PostgreSQL inside, is not there for this Python and machine"
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _start_keeper(folder: Path, programs: Path, *, is_durable: bool) -> None:
    command = [
        sys.executable,
        "-m",
        __name__,
        str(folder),
        str(programs),
        *(["durable"] if is_durable else []),
    ]
    with (folder / "log").open("ab") as log:
        keeper = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=Path(__file__).resolve().parent.parent,
            start_new_session=True,
        )
    _KEEPERS.append(keeper)
    deadline = time.monotonic() + PATIENCE
    while not (folder / "place").exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            log_text = (folder / "log").read_text("utf-8", "replace")
            raise NoServer(f"PostgreSQL did not start: {log_text[-1000:]}")
        time.sleep(0.02)


# The keeper


def keep(folder: Path, programs: Path, *, is_durable: bool = False) -> None:
    """Run the server until nobody holds the lock on the file of its users any more."""
    import fcntl

    settings = () if is_durable else _SETTINGS
    home = Path(tempfile.mkdtemp(prefix="pizhu-pg-", dir=_short_folder()))
    try:
        owner = _owner(home)
        programs = _usable_by(owner, programs, home)
        data = home / "data"
        _run(
            owner,
            programs / "initdb",
            "-D",
            data,
            "-U",
            ADMINISTRATOR,
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
            "-A",
            "trust",
        )
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", home, "-p", str(PORT), "-h", "", *settings],
            cwd=home,
            **owner,
        )
        try:
            _wait_until_ready(owner, programs, home, server)
            _put(folder / "place", str(home))
            with (folder / "users").open("a") as users:
                fcntl.flock(users, fcntl.LOCK_EX)
                (folder / "place").unlink()
                _stop(server)
        finally:
            _stop(server)
    finally:
        shutil.rmtree(home, ignore_errors=True)


_SETTINGS = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "shared_buffers=32MB", "-c", "max_connections=200", "-c", "max_wal_size=256MB"),
    *("-c", "autovacuum=off", "-c", "log_min_messages=fatal"),
)
"""Nothing needs to outlast the run."""


def _short_folder() -> str | None:
    """Return where the server's folder is made: the path of a socket has at most 107 bytes."""
    folder = tempfile.gettempdir()
    return folder if len(folder) < 60 else None if os.name == "nt" else "/tmp"


def _owner(home: Path) -> dict[str, Any]:
    """Return the arguments that start a process as somebody who may run a server: root may not."""
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _usable_by(owner: dict[str, Any], programs: Path, home: Path) -> Path:
    """Return programs that the owner of the server can run: copies, if those of the wheel are root's own.

    The programs find the libraries that the wheel brings along in a folder beside that of the package.
    """
    if not owner:
        return programs
    try:
        _run(owner, programs / "postgres", "--version")
    except (OSError, subprocess.CalledProcessError):
        package = programs.parent.parent
        libraries = package.with_name(f"{package.name}.libs")
        copied = home / "programs"
        for folder in (package, libraries):
            if folder.is_dir():
                shutil.copytree(folder, copied / folder.name)
        return copied / programs.relative_to(package.parent)
    return programs


def _run(owner: dict[str, Any], *command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd="/", stdout=subprocess.DEVNULL, **owner)


def _wait_until_ready(
    owner: dict[str, Any], programs: Path, home: Path, server: subprocess.Popen[bytes]
) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        if server.poll() is not None:
            raise NoServer("the server has ended")
        with suppress(subprocess.CalledProcessError):
            _run(owner, programs / "pg_isready", "-q", "-h", home, "-p", PORT)
            return
        if time.monotonic() > deadline:
            raise NoServer("the server is not ready")
        time.sleep(0.02)


def _put(path: Path, text: str) -> None:
    """Write a file that is complete as soon as it is there."""
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server at once: its data are not needed any more."""
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


if __name__ == "__main__":
    keep(Path(sys.argv[1]), Path(sys.argv[2]), is_durable=sys.argv[3:] == ["durable"])
