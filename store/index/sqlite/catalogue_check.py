"""Checks the file of a catalogue without opening it, and changes nothing."""

from __future__ import annotations

from pathlib import Path

from store.index.sqlite.catalogue_file import BUSY_TIMEOUT
from store.index.sqlite.foreign_entries import NAME, foreign_entries
from store.index.sqlite.page_sums import PageSums
from store.index.sqlite.proof import Proof
from store.language import Lazy, _, lazy


def damage_of_catalogue(folder: Path) -> tuple[Path, str] | None:
    """Read the whole catalogue in a folder; return a path and what is wrong with it, None if nothing is.

    It is what Pizhu wrote if its status is the recorded one and each page has its checksum. That there is
    none, or one that was copied with its library, is no damage: it is built from the articles.
    """
    for entry in foreign_entries(folder):
        if entry == folder:
            return entry, _("{path} is not a folder: the catalogue cannot be kept there.", path=entry)
        return entry, _("{path} is not a file: the catalogue cannot be kept there.", path=entry)
    path = folder / NAME
    proof, pages = Proof(path), PageSums(path)
    if proof.recorded() is None or proof.status() is None:
        return None
    try:
        pages.hold()
        try:
            return (path, damage.format(path=path)) if (damage := _damage(proof, pages)) else None
        finally:
            pages.let_go()
    except OSError:
        return None  # it was removed meanwhile, or the folder is read-only


def _damage(proof: Proof, pages: PageSums) -> Lazy | None:
    page: int | None = 0
    while page is not None and proof.gate.acquire(BUSY_TIMEOUT):
        try:  # nobody is writing the file now
            status, recorded = proof.status(), proof.recorded()
            if status is None or recorded is None or not status.inode == recorded.inode == pages.inode:
                return None  # it was replaced meanwhile, or will be when the library is opened
            if status != recorded:
                return lazy("{path} is damaged or was not written completely.")
            are_right, page = pages.are_right(page)
        finally:
            proof.gate.release()
        if not are_right:
            return lazy("{path} is damaged: a page of it is not as it was written.")
    return None
