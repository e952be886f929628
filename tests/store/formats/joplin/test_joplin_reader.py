"""Exports of Joplin become articles."""

from __future__ import annotations

import io
import tarfile

from tests.store.formats.documents import jex, jex_of_piece, lines, piece, pieces


def test_a_note_has_the_name_of_its_notebook_as_its_column_and_its_tags() -> None:
    article = piece(jex_of_piece(), "a.jex").article
    assert (article.draft.column, article.tags, article.draft.url) == (
        "剪报",
        ("铁路",),
        "https://a.example/1",
    )


def test_a_note_of_html_is_read_as_html() -> None:
    name = "1" * 32
    data = jex({name: f"题\n\n<p>甲。</p><p>乙。</p>\n\nid: {name}\nmarkup_language: 2\ntype_: 1"})
    assert lines(piece(data, "a.jex")) == ["甲。", "乙。"]


def test_an_encrypted_note_is_told() -> None:
    one, two = "1" * 32, "2" * 32
    data = jex({one: f"题\n\n<p>甲。</p>\n\nid: {one}\nmarkup_language: 2\ntype_: 1",
                two: f"题\n\nid: {two}\nencryption_applied: 1\ntype_: 1"})  # fmt: skip
    (found,) = pieces(data, "a.jex")
    assert found.key == one
    assert "encrypted" in found.remarks[-1]


def test_another_tar_archive_is_read_like_a_zip_archive() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        data = "春天来了。".encode()
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    assert lines(piece(out.getvalue(), "a.tar")) == ["春天来了。"]


def test_a_note_in_a_file_of_its_own_is_read_with_its_fields() -> None:
    fields = f"id: {'1a' * 16}\nauthor: 陈小满\nsource_url: https://a.example/1\n"
    fields += "created_time: 2021-03-04T08:00:00.000Z\ntype_: 1"
    data = f"茶园的冬天\n\n茶农们在晒场上**修竹匾**。\n\n“价钱高是好事。”\n\n{fields}\n".encode()
    draft = piece(data, "a.md").article.draft
    assert (draft.title, draft.authors, draft.date, draft.url) == (
        "茶园的冬天", ("陈小满",), "2021-03-04", "https://a.example/1",
    )  # fmt: skip
    assert draft.text == "茶农们在晒场上修竹匾。\n“价钱高是好事。”"


def test_other_lines_with_colons_at_the_end_stay_text() -> None:
    data = "茶园的冬天\n\n茶农们在晒场上修竹匾。\n\nid: 12\ntype_: 1\n".encode()
    assert "type_: 1" in piece(data, "a.md").article.draft.text
