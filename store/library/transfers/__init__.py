"""Transfers between libraries: copies of whole ones."""
