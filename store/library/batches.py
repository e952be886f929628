"""Batches of articles, each written by one change: a disk syncs several files at the price of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

MAX_ARTICLES = 64
"""Articles in a batch, at most."""

MAX_CHARACTERS = 2_000_000
"""Code points of text after which a batch is complete, however few articles are in it."""


def batches(items: Iterable[T], characters: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield the items in batches, each to be written by one change. They are read as they are needed.

    :param characters: returns how many code points of text an item has.
    """
    batch: list[T] = []
    size = 0
    for item in items:
        batch.append(item)
        size += characters(item)
        if len(batch) == MAX_ARTICLES or size >= MAX_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
