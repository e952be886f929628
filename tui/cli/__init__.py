"""The command line: parses the arguments, runs the command, and turns errors into exit codes.

Each command imports what it needs when it runs; only `read` imports Textual.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from store.errors import PizhuError, UsageError
from store.language import _
from tui.cli.exit_codes import DONE, SOME_FAILED, WRONG_USAGE
from tui.cli.output.printing import warn
from tui.cli.parser import parse
from tui.settings.language import choose_language
from tui.user_folders import config_file


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code.

    Errors are printed on standard error, one sentence each. The traceback of an unexpected one is logged.

    :raises SystemExit: the arguments are wrong, or help or the version was printed.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        choose_language(os.environ, config_file())
        if sys.stdout is None:
            return _fail(_("There is no standard output: leave it open."), SOME_FAILED)
        options = parse(arguments)
        code: int = options.run(options)
        sys.stdout.flush()
    except UsageError as error:
        return _fail(str(error), WRONG_USAGE, error.excerpt())
    except PizhuError as error:
        return _fail(str(error), SOME_FAILED)
    except BrokenPipeError:
        # The reader of our output, as `head`, has closed it: that is not an error.
        _discard_output()
        return DONE
    except Exception as error:  # noqa: BLE001 - a user never sees a traceback
        return _fail(_explained(error), SOME_FAILED)
    else:
        return code


def _fail(sentence: str, code: int, excerpt: str = "") -> int:
    warn(sentence, excerpt)
    return code


def _explained(error: Exception) -> str:
    """A sentence about an unexpected error, which is logged, or about output that cannot be written."""
    if isinstance(error, OSError) and error.filename is None:
        from store.reasons import reason_of

        # Commands turn errors of files into PizhuErrors, and those of other files have a name.
        _discard_output()
        return _("The output cannot be written: {reason}.", reason=reason_of(error))
    from tui.error_log import sentence_about

    return sentence_about(error)


def _discard_output() -> None:
    """Send further output to the null device; else the interpreter complains when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
