"""Where the tests find what stands in the checkout, and the real samples, which may stand beside it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The checkout."""

SAMPLES = ROOT.parent / "shared" / "samples"
"""Two real articles, which are no part of the project; tests that need them are skipped without them."""
