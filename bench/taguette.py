"""Taguette's server for several users, beside which eight coders are measured.

``PIZHU_TAGUETTE`` names its program (``taguette`` in an environment of its own, in which ``pip install
taguette`` was run); without it, it is left out. ``python -m bench.taguette PORT NAME`` is a coder: it speaks
to the server as the page in a browser does.
"""

from __future__ import annotations

import json
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from bench.coders import CODERS, DONE, EACH, cell, run_at_once
from bench.corpus import drafts
from bench.timing import Row

DOCUMENTS = 20
PASSWORD = "eight coders"
PATIENCE = 60.0
"""Seconds in which the server must have started."""


class Client:
    """A user of Taguette, with the cookies of a browser and one connection that is kept."""

    def __init__(self, port: int) -> None:
        """Speak to the server on this machine at ``port``."""
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}

    def request(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[str, bytes]:
        """Return where the answer leads to, and its body."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if kind:
            headers |= {"Content-Type": kind, "X-XSRFToken": self._cookies["_xsrf"]}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status} {content[:200]!r}")
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: each.coded_value for name, each in SimpleCookie(line).items()}
        return answer.headers.get("Location", ""), content

    def form(self, path: str, **fields: str) -> str:
        """Send a form; return where the answer leads to."""
        form = urlencode({**fields, "_xsrf": self._cookies["_xsrf"]}).encode()
        return self.request("POST", path, form, "application/x-www-form-urlencoded")[0]

    def send(self, method: str, path: str, value: object) -> dict[str, object]:
        """Send JSON and return the JSON of the answer."""
        body = json.dumps(value).encode()
        content = self.request(method, path, body, "application/json; charset=utf-8")[1]
        answer: dict[str, object] = json.loads(content or b"{}")
        return answer

    def register(self, name: str) -> None:
        """Become a new user, who is logged in."""
        self.request("GET", "/register")
        self.form("/register", login=name, password1=PASSWORD, password2=PASSWORD)

    def log_in(self, name: str) -> None:
        """Log in."""
        self.request("GET", "/login")
        self.form("/login", login=name, password=PASSWORD)


def rows(_folder: Path) -> Iterator[Row]:
    """Yield what eight coders took, beside no library of ours."""
    program = os.environ.get("PIZHU_TAGUETTE")
    if program is None:
        return
    with tempfile.TemporaryDirectory() as temporary, _server(program, Path(temporary)) as (port, server):
        _prepare(port)
        before = _processor_seconds(server)
        commands = [
            [sys.executable, "-m", "bench.taguette", str(port), _name(number)] for number in range(CODERS)
        ]
        found = run_at_once(commands)
        processor = _processor_seconds(server) - before
        with closing(sqlite3.connect(Path(temporary) / "taguette.sqlite3")) as database:
            stored = {str(each) for (each,) in database.execute("SELECT id FROM highlights")}
    lost = len({highlight for _document, highlight in found.made} - stored)
    told = f"{cell(found, lost)}; its processor {processor * 1000 / max(1, len(found.made)):.0f} ms each"
    yield f"Taguette with SQLite: {DONE}", "—", told, "—"


def _name(number: int) -> str:
    return f"coder{number}"


@contextmanager
def _server(program: str, folder: Path) -> Iterator[tuple[int, int]]:
    """Run Taguette's server; yield its port and the ID of its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    settings = subprocess.run([program, "default-config"], capture_output=True, text=True, check=True).stdout
    said = {
        "BIND_ADDRESS": "127.0.0.1",
        "PORT": port,
        "DOMAIN": "localhost",
        "DATABASE": f"sqlite:///{folder}/taguette.sqlite3",
        "TOS_FILE": None,
    }
    for name, value in said.items():
        settings = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value!r}", settings)
    (folder / "config.py").write_text(settings, "utf-8")
    with (folder / "log").open("wb") as log:
        command = [program, "--no-browser", "server", str(folder / "config.py")]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait_for(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _prepare(port: int) -> None:
    """Register the coders, and let the first one make a project of documents that all of them may tag."""
    clients = [Client(port) for _ in range(CODERS)]
    for number, client in enumerate(clients):
        client.register(_name(number))
    first = clients[0]
    first.request("GET", "/project/new")
    first.form("/project/new", name="bench", description="")
    first.request("GET", "/project/1")
    first.send("POST", "/api/project/1/tag/new", {"path": "note", "description": ""})
    first.send(
        "PATCH",
        "/api/project/1/members",
        {_name(number): {"privileges": "TAG"} for number in range(1, CODERS)},
    )
    for number, draft in enumerate(islice(drafts(DOCUMENTS), DOCUMENTS)):
        kind, body = _multipart(f"{number}.html", draft.text)
        first.request("POST", "/api/project/1/document/new", body, kind)


def _multipart(name: str, text: str) -> tuple[str, bytes]:
    edge, page = "edge-of-a-part", "".join(f"<p>{line}</p>" for line in text.splitlines())
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in (("name", name), ("description", ""))
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: text/html\r\n\r\n{page}\r\n--{edge}--\r\n"
    )
    return f"multipart/form-data; boundary={edge}", "".join(parts).encode()


def _processor_seconds(process: int) -> float:
    with suppress(FileNotFoundError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def main(port: int, name: str) -> None:
    """Highlight random places with a tag, as fast as the server takes them."""
    chance = random.Random(name)
    client = Client(port)
    client.log_in(name)
    client.request("GET", "/project/1")
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(EACH):
        document, start = chance.randint(1, DOCUMENTS), chance.randrange(1500)
        began = time.perf_counter()
        place = {"start_offset": start, "end_offset": start + 15, "tags": [1]}
        made = client.send("POST", f"/api/project/1/document/{document}/highlight/new", place)
        print(document, made["id"], (time.perf_counter() - began) * 1000, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
