"""Merging files of a library: two versions of one in git, and the conflict copies of synced folders."""
