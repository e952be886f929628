"""Documents of all formats, changed at random: they give articles or a sentence, and never anything else."""

# ruff: noqa: E501 - markup of documents

from __future__ import annotations

import io
import random
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.formats.shared.zip_archive import ARCHIVE_ERRORS
from tests.lengths import examples
from tests.store.formats.documents import pieces
from tests.store.formats.test_same_piece import FILES
from tests.store.importing.test_hostile_files import CHANGES

SUBTITLES = b"1\n00:00:01,000 --> 00:00:02,000\n\xe6\x98\xa5\xe5\xa4\xa9\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>x</i>\n"
VALID = {name: make() for name, make in FILES.items() if name != "a.jex"} | {
    "a.srt": SUBTITLES,
    "a.vtt": b"WEBVTT\n\n" + SUBTITLES.replace(b",0", b".0"),
    "a.jex": FILES["a.jex"](),
}


def changed(data: bytes, chance: random.Random) -> bytes:
    """Change a file; of an archive, sometimes an entry, so that the change is behind its checksum."""
    change = chance.choice(CHANGES)
    if not data.startswith(b"PK") or chance.random() < 0.3:
        return change(data, chance)
    try:
        return _with_a_changed_entry(data, chance)
    except ARCHIVE_ERRORS:
        return change(data, chance)


def _with_a_changed_entry(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as archive, ZipFile(out, "w", ZIP_DEFLATED) as written:
        chosen = chance.choice(archive.namelist())
        for entry in archive.namelist():
            content = archive.read(entry)
            written.writestr(entry, changed(content, chance) if entry == chosen and content else content)
    return out.getvalue()


@settings(max_examples=examples(12), deadline=None)
@given(name=st.sampled_from(sorted(VALID)), seed=st.integers(0, 2**32))
def test_a_changed_document_gives_articles_or_a_sentence(name: str, seed: int) -> None:
    chance = random.Random(seed)
    data = VALID[name]
    for _ in range(chance.randint(1, 3)):
        data = changed(data, chance) or b"x"
    try:
        found = pieces(data, name)
    except BadInput:
        return
    for each in found:
        draft = each.article.draft
        assert draft.title
        assert "\n".join(draft.text[block.start : block.end] for block in draft.blocks) == draft.text
        draft.text.encode()
