"""The entry point of the ``pizhu`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from tui.cli import run  # noqa: PLC0415 - so that an interrupt during the imports is caught too

    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
