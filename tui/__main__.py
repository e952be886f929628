"""The entry point of the ``pizhu`` command."""

from __future__ import annotations

import gc
import signal
import sys

COLLECTED_AT = 10_000
"""New objects after which unreachable ones are searched for. At Python's 700, imports cause 100 searches."""


def main() -> None:
    """Run the command line and exit with its exit code.

    SIGTERM ends a command as Ctrl+C does, so that no file is left half written. The reader handles it in its
    own way. Unexpected errors are logged; no traceback is shown.
    """
    gc.set_threshold(COLLECTED_AT)
    signal.signal(signal.SIGTERM, _exit)
    from tui.cli import run
    from tui.error_log import log_all_errors

    log_all_errors()

    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


def _exit(number: int, _: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
