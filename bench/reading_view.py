"""The reading view beside an empty Textual app, TextArea and Static, with the same long texts."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median

from bench.timed_program import TimedProgram
from bench.timing import Row
from store.library import open_library
from tui.cli import run as command_line

SIZE, OTHER_SIZE = (120, 40), (100, 40)
RUNS = 3
KEYS = 24
FIRST_WORDS = "开篇第一句"
"""The beginning of the texts, which shows that they are on the screen."""

SENTENCE = "山里的邮路很长，她每天走二十里，把信送到最后一户人家。雨天的时候，邮包裹在雨衣里面。"

KEYS_BY_PROGRAM: dict[str, dict[str, str]] = {
    "Pizhu": {"down": "j", "word": "w", "page": " ", "find": "n"},
    "TextArea": {"down": "\x1b[B", "word": "\x1b[1;5C", "page": "\x1b[6~"},
    "Static": {"down": "\x1b[B", "page": "\x1b[6~"},
    "an empty app": {"down": "j", "word": "w", "page": " ", "find": "n"},
}


def texts() -> dict[str, str]:
    """Return the texts by description."""
    paragraph = SENTENCE * 4
    return {
        "1,000": "\n".join([FIRST_WORDS + SENTENCE, *[paragraph] * 5]),
        "100,000 in paragraphs": "\n".join(
            [FIRST_WORDS + SENTENCE, *[paragraph] * (100_000 // len(paragraph))]
        ),
        "100,000 in one": FIRST_WORDS + SENTENCE * (100_000 // len(SENTENCE)),
        "1,000,000 in paragraphs": "\n".join(
            [FIRST_WORDS + SENTENCE, *[paragraph] * (1_000_000 // len(paragraph))]
        ),
        "1,000,000 in one": FIRST_WORDS + SENTENCE * (1_000_000 // len(SENTENCE)),
    }


def rows(_folder: Path) -> Iterator[Row]:
    """Yield a text, a program, and its times and memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {"XDG_CACHE_HOME": f"{name}/cache", "XDG_CONFIG_HOME": f"{name}/config"}
        yield _measure("", "an empty app", [sys.executable, "-m", "bench.empty_app"], environment, "ready")
        for description, text in texts().items():
            path = folder / f"{description}.txt"
            path.write_text(text, "utf-8")
            for program, command in _programs(folder, path).items():
                yield _measure(description, program, command, environment, FIRST_WORDS)


def _programs(folder: Path, path: Path) -> dict[str, list[str]]:
    library = folder / f"{path.stem} library"
    with redirect_stdout(StringIO()):
        command_line(["import", str(path), "--library", str(library)])
    with open_library(library) as opened:
        (row,) = opened.articles.rows()
    ours = [str(Path(sys.executable).with_name("pizhu")), "--library", str(library), "read", row.id]
    peer = [sys.executable, "-m", "bench.text_widgets"]
    programs = {
        "Pizhu": ours,
        "TextArea": [*peer, "textarea", str(path)],
        "Static": [*peer, "static", str(path)],
    }
    return programs if path.stat().st_size < 1_000_000 else {"Pizhu": ours, "TextArea": programs["TextArea"]}


def _measure(
    description: str, program: str, command: list[str], environment: dict[str, str], first_words: str
) -> Row:
    first, memory = [], 0
    for _ in range(RUNS):
        with TimedProgram(command, environment, SIZE) as timed:
            first.append(timed.first_seen(first_words))
    with TimedProgram(command, environment, SIZE) as timed:
        timed.first_seen(first_words)
        timed.settle()
        keys = [
            _key(timed, KEYS_BY_PROGRAM[program].get(name), name) for name in ("down", "word", "page", "find")
        ]
        resize = _resize(timed)
        memory = timed.memory()
    return description, program, f"{median(first):.3f} s", *keys, f"{resize * 1000:.0f} ms", f"{memory} MB"


def _key(timed: TimedProgram, key: str | None, name: str) -> str:
    """Return the milliseconds of processor time per key."""
    if key is None:
        return "–"
    if name == "find":
        timed.key("/")
        timed.key("邮包")
        timed.key("\r")
    is_slow = timed.key(key) > 0.5
    presses = 2 if is_slow else KEYS
    start = timed.processor_time()
    for _ in range(presses):
        timed.key(key)
    return f"{(timed.processor_time() - start) / presses * 1000:.1f} ms"


def _resize(timed: TimedProgram) -> float:
    """Return the seconds from a change of size to the last byte of the response."""
    return median(timed.resize(*size) for size in (OTHER_SIZE, SIZE, OTHER_SIZE, SIZE))
