"""How the optional packages are installed, which an extra of this project names."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


def how_to_install(extra: str) -> str:
    """Return the command that installs an extra where this program runs: in its environment, from its clone.

    Without a clone it is that of an installed package.
    """
    root = Path(__file__).resolve().parent.parent
    project = f"pizhu[{extra}]"
    if (root / "pyproject.toml").is_file():
        place = _short(root)
        project = f"{place if place == '.' or '/' in place else f'./{place}'}[{extra}]"
    python, package = shlex.quote(_short(Path(sys.executable))), shlex.quote(project)
    return f"`{python} -m pip install {package}`"  # untranslated: a command


def _short(path: Path) -> str:
    """A path as somebody in the present folder would write it."""
    try:
        below = path.relative_to(Path.cwd())
    except (OSError, ValueError):
        return str(path)
    return str(below)
