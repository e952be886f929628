"""The reading view beside an empty Textual app, TextArea and Static, on the same long texts."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median

from bench.pseudoterminal import Timed
from store.library import open_library
from tui.cli import run as command_line

SIZE, OTHER_SIZE = (120, 40), (100, 40)
RUNS = 3
KEYS = 24
MARK = "开篇第一句"
"""What the texts begin with, to see when they are on the screen."""

SENTENCE = "山里的邮路很长，她每天走二十里，把信送到最后一户人家。雨天的时候，邮包裹在雨衣里面。"

Row = tuple[str, ...]

KEYS_OF: dict[str, dict[str, str]] = {
    "Pizhu": {"down": "j", "word": "w", "page": " ", "find": "n"},
    "TextArea": {"down": "\x1b[B", "word": "\x1b[1;5C", "page": "\x1b[6~"},
    "Static": {"down": "\x1b[B", "page": "\x1b[6~"},
    "an empty app": {"down": "j", "word": "w", "page": " ", "find": "n"},
}


def texts() -> dict[str, str]:
    """The texts, by what they are."""
    paragraph = SENTENCE * 4
    return {
        "1,000": "\n".join([MARK + SENTENCE, *[paragraph] * 5]),
        "100,000 in paragraphs": "\n".join([MARK + SENTENCE, *[paragraph] * (100_000 // len(paragraph))]),
        "100,000 in one": MARK + SENTENCE * (100_000 // len(SENTENCE)),
        "1,000,000 in paragraphs": "\n".join([MARK + SENTENCE, *[paragraph] * (1_000_000 // len(paragraph))]),
        "1,000,000 in one": MARK + SENTENCE * (1_000_000 // len(SENTENCE)),
    }


def rows() -> Iterator[Row]:
    """Text, program, first paint, processor time of each key, of a resize, memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {"XDG_CACHE_HOME": f"{name}/cache", "XDG_CONFIG_HOME": f"{name}/config"}
        yield _measured("", "an empty app", [sys.executable, "-m", "bench.empty_app"], environment, "ready")
        for what, text in texts().items():
            path = folder / f"{what}.txt"
            path.write_text(text, "utf-8")
            for program, command in _programs(folder, path).items():
                yield _measured(what, program, command, environment, MARK)


def _programs(folder: Path, path: Path) -> dict[str, list[str]]:
    library = folder / f"{path.stem} library"
    with redirect_stdout(StringIO()):
        command_line(["import", str(path), "--library", str(library)])
    with open_library(library) as opened:
        (row,) = opened.articles.rows()
    ours = [str(Path(sys.executable).with_name("pizhu")), "--library", str(library), "read", row.id]
    peer = [sys.executable, "-m", "bench.peers"]
    programs = {
        "Pizhu": ours,
        "TextArea": [*peer, "textarea", str(path)],
        "Static": [*peer, "static", str(path)],
    }
    return programs if path.stat().st_size < 1_000_000 else {"Pizhu": ours, "TextArea": programs["TextArea"]}


def _measured(what: str, program: str, command: list[str], environment: dict[str, str], mark: str) -> Row:
    first, memory = [], 0
    for _ in range(RUNS):
        with Timed(command, environment, SIZE) as timed:
            first.append(timed.first_seen(mark))
    with Timed(command, environment, SIZE) as timed:
        timed.first_seen(mark)
        timed.settle()
        keys = [_key(timed, KEYS_OF[program].get(name), name) for name in ("down", "word", "page", "find")]
        resize = _resize(timed)
        memory = timed.memory()
    return what, program, f"{median(first):.3f} s", *keys, f"{resize * 1000:.0f} ms", f"{memory} MB"


def _key(timed: Timed, key: str | None, name: str) -> str:
    """Milliseconds of processor time a key."""
    if key is None:
        return "–"
    if name == "find":
        timed.key("/")
        timed.key("邮包")
        timed.key("\r")
    slow = timed.key(key) > 0.5
    presses = 2 if slow else KEYS
    start = timed.processor_time()
    for _ in range(presses):
        timed.key(key)
    return f"{(timed.processor_time() - start) / presses * 1000:.1f} ms"


def _resize(timed: Timed) -> float:
    """Seconds from a change of the size to the last byte of the answer."""
    return median(timed.resize(*size) for size in (OTHER_SIZE, SIZE, OTHER_SIZE, SIZE))
