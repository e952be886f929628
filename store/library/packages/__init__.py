"""Packages: a part of a library that somebody takes along, works on, and brings back."""
