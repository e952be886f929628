"""What the fields of an article are called in sentences."""

from __future__ import annotations

from store.language import lazy

FIELD_NAMES = {
    "title": lazy("title", "field of an article"),
    "kicker": lazy("kicker", "field of an article"),
    "subtitle": lazy("subtitle", "field of an article"),
    "column": lazy("column", "field of an article"),
    "authors": lazy("authors", "field of an article"),
    "date": lazy("date", "field of an article"),
    "source": lazy("source", "field of an article"),
    "url": lazy("url", "field of an article"),
}
"""By the field; in English they are what users type for ``--set``."""
