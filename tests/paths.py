"""Paths of the checkout, of the test texts, and of the real samples, which may be next to the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
"""The checkout."""

TEXTS = sorted((ROOT / "tests" / "texts").glob("*.txt"))
"""Two invented press articles, formatted like the output of a scraper."""

SAMPLES = ROOT.parent / "shared" / "samples"
"""Two real articles, which are not part of the project."""

needs_samples = pytest.mark.skipif(
    not any(SAMPLES.glob("*.txt")), reason="the two real samples are not next to the checkout"
)
"""Skips a test of the real samples if they are missing. All other tests use :data:`TEXTS`."""
