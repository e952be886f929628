"""Where the tests find what stands in the checkout, and the real samples, which may stand beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
"""The checkout."""

TEXTS = sorted((ROOT / "tests" / "texts").glob("*.txt"))
"""Two press pieces of our own, as a scraper leaves them; all in them is invented."""

SAMPLES = ROOT.parent / "shared" / "samples"
"""Two real articles, which are no part of the project."""

needs_samples = pytest.mark.skipif(
    not any(SAMPLES.glob("*.txt")), reason="the two real samples are not beside the checkout"
)
"""Marks a test of the real samples themselves; all else is tested with :data:`TEXTS`."""
