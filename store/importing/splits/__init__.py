"""Splits a text that holds several articles."""
