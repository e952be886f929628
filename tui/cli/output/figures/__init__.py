"""Printing figures: tables, agreement, word lists."""
