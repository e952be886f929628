"""Dialogs about saved searches."""
