"""Run the measurements and print them as a table in Markdown."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version

from bench import reader, words


def main() -> None:
    """Measure and print, row by row."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("textual", "rich", "tinydb", "jieba"))
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine},")
    print(f"Python {platform.python_version()}, {packages}. Medians.\n")
    print("## The reader beside an empty Textual app\n")
    print("| what | Pizhu | empty app | ratio |\n| --- | --- | --- | --- |")
    for row in reader.rows():
        print(f"| {' | '.join(row)} |", flush=True)
    print("\n## The event loop while words are loaded\n")
    print("| what | took | worst stall |\n| --- | --- | --- |")
    for load in words.rows():
        print(f"| {' | '.join(load)} |", flush=True)


if __name__ == "__main__":
    main()
