"""Joins lines of a page that were cut at a line length, as in old plain texts."""

from __future__ import annotations

from store.press.lines import width


def unwrapped(lines: list[str]) -> list[str]:
    """Join lines that a line length has cut: at least three, of equal width, without marks at their ends."""
    joined: list[str] = []
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and lines[end]:
            continue
        group = lines[start:end]
        joined += ["".join(group)] if _is_wrapped(group) else group
        start = end + 1
    return joined


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 4:
        return False
    widths = [width(line) for line in lines[:-1]]
    full = [line for line in lines[:-1] if line[-1] not in "。！？!?：:；;”"]
    return (
        min(widths) >= 40
        and max(widths) - min(widths) <= 2
        and width(lines[-1]) <= max(widths)
        and len(full) * 2 > len(widths)
        and not any(line.isascii() for line in lines)
    )
