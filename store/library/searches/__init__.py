"""Saved searches, and queries as users type them for a library."""
