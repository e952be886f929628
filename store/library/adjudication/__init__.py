"""Adjudication: where coders of an article differ, and what is decided there."""
