"""The entry point of the ``pizhu`` command."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line and leave with its exit code.

    Told to end, a command ends as when it is interrupted: nothing half written is left. The reader has its
    own way.
    """
    signal.signal(signal.SIGTERM, _end)
    from tui.cli import run

    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
