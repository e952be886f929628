"""Patterns for file names that say something about the article, such as ``{date}-{title}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

import msgspec

from store.errors import UsageError
from store.library.corrections import Value, checked

FIELDS = ("date", "title", "author", "source", "column")
"""The fields that a pattern may have; ``{}`` stands for anything that is ignored."""

_FIELD = re.compile(r"\{([^{}]*)\}")

_DATE = r"(?:\d{4}[-./_年]\d{1,2}[-./_月]\d{1,2}日?|\d{8}|\d{4}[-./_年]\d{1,2}月?|\d{6}|\d{4}年?)"

_LONGEST_NAME = 1_000
"""Code points of a file name that are compared: a system has names of at most 255 bytes."""


class FileNamePattern(msgspec.Struct, frozen=True):
    """A pattern for the names of files, without their suffix; slashes in it stand for folders."""

    pattern: str

    def __post_init__(self) -> None:
        """Check the pattern.

        :raises UsageError: it has an unknown field, the same field twice, none, or two without a mark
            between them.
        """
        names = _FIELD.findall(self.pattern)
        for name in names:
            if name and name not in FIELDS:
                known = ", ".join(f"{{{each}}}" for each in FIELDS)
                raise UsageError(
                    f"{{{name}}} is no field of a file name: write {known}, or {{}} for what is ignored."
                )
            if name and names.count(name) > 1:
                raise UsageError(f"{{{name}}} is twice in the pattern {self.pattern!r}: write it once.")
        if not any(names):
            raise UsageError(f"{self.pattern!r} has no field: write a pattern such as {{date}}-{{title}}.")
        if re.search(r"(?<!\{date)\}\{(?!date)", self.pattern):
            raise UsageError(
                f"{self.pattern!r}: write a character between two fields, such as {{date}}-{{title}}."
            )

    def fields_of(self, path: PurePath) -> Mapping[str, Value] | None:
        """Return the fields of an article by the name of its file; None if the name does not fit.

        A date or another value that is not valid does not fit.
        """
        depth = self.pattern.count("/") + 1
        name = "/".join([*path.parts[:-1], path.stem][-depth:])[:_LONGEST_NAME]
        match = re.compile(self._expression()).fullmatch(name)
        if match is None:
            return None
        found = {field: value.strip() for field, value in match.groupdict().items()}
        try:
            return checked(found)
        except UsageError:
            return None

    def _expression(self) -> str:
        parts = []
        for place, part in enumerate(_FIELD.split(self.pattern)):
            if place % 2 == 0:
                parts.append(re.escape(part))
            elif not part:
                parts.append("[^/]*?")
            else:
                parts.append(f"(?P<{part}>{_DATE if part == 'date' else '[^/]+?'})")
        return "".join(parts)
