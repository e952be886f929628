"""Measurements side by side: ours and a peer in the same run, as ratios. `make bench` runs them all."""
