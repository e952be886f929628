"""Exports a selection of the library to a file or a stream."""

from store.exporting.registry import FORMATS, Format, format_of
from store.exporting.writing import check_destination, export, export_text

__all__ = ["FORMATS", "Format", "check_destination", "export", "export_text", "format_of"]
