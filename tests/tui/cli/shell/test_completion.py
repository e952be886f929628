"""The completion scripts of shells."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tui.cli import run
from tui.cli.registry import all_commands
from tui.cli.shell.completion import SHELLS, completion_script


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_completes_every_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(command.name in script for command in all_commands())


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_commands_and_options() -> None:
    def completions(*words: str) -> set[str]:
        typed = " ".join(f"'{word}'" for word in words)
        ask = f"""{completion_script("bash")}
COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}
_shtab_pizhu pizhu '{words[-1]}' '{words[-2]}'; printf '%s\\n' "${{COMPREPLY[@]}}"
"""
        asked = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
        return set(asked.stdout.split())

    assert completions("pizhu", "ex") == {"export"}
    assert "--dry-run" in completions("pizhu", "import", "--d")
