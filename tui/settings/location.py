"""Where the settings file is. Every command asks for it, and needs nothing else of the settings."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "pizhu"
"""The name of the folders of the program."""


def config_file() -> Path:
    """The path of the settings file. It need not exist."""
    return platformdirs.user_config_path(APP) / "config.toml"
