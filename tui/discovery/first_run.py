"""Whether the tour has been shown to this user, in a file of the data folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import platformdirs

from tui.user_folders import APP


def claim_first_tour() -> bool:
    """Return whether the tour has never been shown, and remember that it is shown now.

    Where nothing can be written it is not shown by itself, so that it does not come back at each start.
    """
    seen = _flag()
    with suppress(OSError):
        seen.parent.mkdir(parents=True, exist_ok=True)
        seen.touch(exist_ok=False)
        return True
    return False


def _flag() -> Path:
    return platformdirs.user_data_path(APP) / "tour-shown"
