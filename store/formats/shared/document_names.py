"""Names of documents in other programs, which are often those of the files that they came from."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"(?<=.)\.(?:txt|text|md|docx?|odt|pdf|rtf|html?|xhtml|epub|wps)$", re.IGNORECASE)


def without_suffix(name: str) -> str:
    """Return the name of a document without the suffix of a file, as the title of an article."""
    return _SUFFIX.sub("", name.strip()).strip()
