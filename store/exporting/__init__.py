"""Exports a selection of the library to a file or a stream."""

from store.exporting.registry import FORMATS, Format, format_of
from store.exporting.writing import check_destination, export, export_text, is_somebody_elses

__all__ = [
    "FORMATS",
    "Format",
    "check_destination",
    "export",
    "export_text",
    "format_of",
    "is_somebody_elses",
]
