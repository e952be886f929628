"""Benchmarks: Pizhu and a peer in the same run, compared as ratios. ``make bench`` runs all of them."""
