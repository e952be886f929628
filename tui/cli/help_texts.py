"""The words of argparse in the language of the interface, and help whose lines are measured in cells."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from store.language import Language, _, current_language, lazy, plural, plural_form

WORDS = (
    lazy("usage: "),
    lazy("positional arguments"),
    lazy("options"),
    lazy("show this help message and exit"),
    lazy("%(prog)s: error: %(message)s\n"),
    lazy("argument %(argument_name)s: %(message)s"),
    lazy("ambiguous option: %(option)s could match %(matches)s"),
    lazy("invalid choice: %(value)r (choose from %(choices)s)"),
    lazy("invalid %(type)s value: %(value)r"),
    lazy("expected one argument"),
    lazy("expected at most one argument"),
    lazy("expected at least one argument"),
    plural("expected %s argument", "expected %s arguments"),
    lazy("the following arguments are required: %s"),
    lazy("one of the arguments %s is required"),
    lazy("not allowed with argument %s"),
    lazy("ignored explicit argument %r"),
)
"""What argparse says to users. The rest of its texts is for programmers, or never said by these parsers."""


def translate_argparse() -> None:
    """Let argparse look up its texts in our catalogues.

    It calls ``_`` and ``ngettext``, names of its module, which are gettext's. There, the language would be
    that of the locale, and the translations files in other folders.
    """
    vars(argparse).update(_=_, ngettext=_plural)


def _plural(one: str, many: str, number: int) -> str:
    return plural_form((one, many), number)


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of a text that has several, and fills any other, in cells."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            return super()._fill_text(text, width, indent)
        return "\n".join(f"{indent}{line}" for line in self._split_lines(text, width - len(indent)))

    def _split_lines(self, text: str, width: int) -> list[str]:
        if current_language() is Language.ENGLISH:
            return super()._split_lines(text, width)
        from tui.typesetting.breaking import break_lines

        words = " ".join(text.split())
        return [words[each.start : each.end].rstrip() for each in break_lines(words, 0, len(words), width)]

    def _format_args(self, action: argparse.Action, default_metavar: str) -> str:
        if action.option_strings and action.nargs == "?":  # its value follows after = alone
            return f"[={self._metavar_formatter(action, default_metavar)(1)[0]}]"
        return super()._format_args(action, default_metavar)

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        prefix = _("usage: ") if prefix is None else prefix
        if prefix.isascii():
            return super()._format_usage(usage, actions, groups, prefix)
        from rich.cells import cell_len

        as_wide = "_" * cell_len(prefix)  # further lines are indented by as many characters
        return super()._format_usage(usage, actions, groups, as_wide).replace(as_wide, prefix, 1)

    class _Section(argparse.HelpFormatter._Section):  # noqa: SLF001 - has no other name
        def format_help(self) -> str:
            text = super().format_help()
            return text.replace(f"{self.heading}:\n", _("{heading}:", heading=self.heading) + "\n", 1)
