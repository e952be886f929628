"""The errors of a library are Chinese sentences with their values, when the interface is Chinese."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from store.errors import PizhuError
from store.language import Language, use_language
from store.library import Library, open_library
from store.model.annotation import QuotedAnnotation
from store.query.parser import parse
from store.query.regular_expression import spans_of
from store.reasons import reason_of
from store.storage.folder.backup import restore
from store.storage.folder.check import check
from store.storage.folder.file_lock import FileLock
from store.storage.folder.folder_store import FolderStore
from tests.conftest import draft, root_of


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    use_language(Language.SIMPLIFIED)
    yield
    use_language(Language.ENGLISH)


@pytest.fixture
def article(library: Library) -> str:
    return library.articles.add(draft("船工解开缆绳。", title="渡口"))[0]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def locked_by_another(root: Path) -> None:
    lock = FileLock(root / "lock")
    assert lock.acquire(1)
    try:
        with open_library(root, patience=0.01) as late, late.locked():
            pass
    finally:
        lock.release()


def newer(root: Path) -> None:
    library_file = root / "library.json"
    library_file.write_text(library_file.read_text().replace('"schema":1', '"schema":99'))
    open_library(root)


def damaged(root: Path, article: str, content: bytes) -> None:
    write(FolderStore(root).article_file(article), content)
    FolderStore(root).read(article)


def backup_with(folder: Path, name: str) -> None:
    with ZipFile(folder / "备份.zip", "w") as archive:
        archive.writestr(name, "{}")
    restore(folder / "备份.zip", folder / "新")


def conflict(library: Library, article: str) -> None:
    library.articles.tag(article, ["水"])
    with open_library(root_of(library)) as other:
        other.articles.untag(article, ["水"])
        other.articles.tag(article, ["船"])
    library.articles.write_note(article, "新", before="旧")


def undo_of_what_was_changed(library: Library, article: str) -> None:
    with library.one_step(""):
        library.articles.set_starred(article, starred=False)
    library.articles.set_starred(article, starred=True)
    with library.one_step(""):
        library.articles.set_starred(article, starred=False)
    library.undo()


Cause = Callable[[Library, str, Path], object]

ERRORS: list[tuple[Cause, str]] = [
    (lambda library, *_: library.ids.resolve("ffff"), "没有文章 ffff：用 `pizhu list` 查看 ID。"),
    (
        lambda library, article, _: library.annotations.annotate(article, 5, 99),
        "范围 5–99 为空，或超出文章（{length} 字）。",
    ),
    (
        lambda library, article, _: library.annotations.annotate_quote(article, "火车"),
        "文章中没有“火车”：请从正文复制。",
    ),
    (
        lambda library, article, _: library.annotations.annotate_quote(article, "船工", occurrence=2),
        "文章中没有第 2 处“船工”：最后一处是第 1 处。",
    ),
    (
        lambda library, article, _: library.articles.tag(article, ["水//船"]),
        "标签名“水//船”中有空的层级：写成 服务/线上 这样的路径。",
    ),
    (
        lambda library, article, _: library.articles.untag(article, ["水"]),
        "文章没有标签“水”：用 `pizhu show` 查看已有标签。",
    ),
    (
        lambda library, article, _: library.articles.correct(article, {"日期": "前天"}),
        "“前天”不是日期：写成 2020-03-24、2020-03、2020 或 `2020年3月24日`。",
    ),
    (
        lambda library, article, _: library.articles.correct(article, {"标题": " "}),
        "标题为空：文章需要标题。",
    ),
    (
        lambda library, *_: library.codebook.rename("水", "船"),
        "没有标签“水”：用 `pizhu tags` 查看标签。",
    ),
    (
        lambda library, *_: library.dictionary.remove(["渡船"]),
        "用户词典中没有“渡船”：用 `pizhu words` 查看。",
    ),
    (
        lambda library, article, _: conflict(library, article),
        "文章的笔记已在别处更改：请先复制正在写的内容，再重新打开。",
    ),
    (
        lambda library, article, _: undo_of_what_was_changed(library, article),
        "无法撤销（收藏）：内容已在别处更改。未做任何更改；接下来可以撤销的是（导入《渡口》）。",
    ),
    (lambda *_: parse('"水'), "筛选条件的引号没有成对：请补上。"),
    (lambda *_: parse("date:2020-13"), "“2020-13”不是日期：日历上没有 2020-13。"),
    (lambda *_: spans_of("(水", "水"), "(水 不是有效的正则表达式：位置 2 缺少 )。"),
    (
        lambda library, *_: locked_by_another(root_of(library)),
        "另一个 Pizhu 写入 {root} 已有 0 秒：请等待完成后重试。",
    ),
    (
        lambda library, *_: newer(root_of(library)),
        (
            "{root} 中的文库由较新的 Pizhu 写入（格式版本 99，当前支持 1）：请更新 Pizhu 后再打开。"
            "如果并非如此，请运行 `pizhu check --repair`。"
        ),
    ),
    (
        lambda library, article, _: damaged(root_of(library), article, b'{"article":'),
        "{file} 已损坏（内容不完整）：请运行 `pizhu check --repair` 修复；如果无法修复，它会说明。",
    ),
    (
        lambda library, article, _: damaged(root_of(library), article, b"{} x"),
        (
            "{file} 已损坏（JSON 第 4 字节：末尾有多余字符）：请运行 `pizhu check --repair` 修复；"
            "如果无法修复，它会说明。"
        ),
    ),
    (
        lambda library, article, folder: open_library(write(folder / "文件", "")),
        "{folder}/文件 是文件：请为文库指定文件夹。",
    ),
    (
        lambda library, article, folder: open_library(write(folder / "别的/文件", "").parent),
        "{folder}/别的 中没有文库，只有其他文件：请为文库指定空文件夹。",
    ),
    (
        lambda library, article, folder: list(check(FolderStore(folder / "无"))),
        "{folder}/无 处没有文库：请指定文库所在的文件夹，或用 `pizhu import` 在那里新建。",
    ),
    (
        lambda library, article, folder: restore(write(folder / "备份.zip", "文"), folder / "新"),
        "{folder}/备份.zip 已损坏或不是 zip 文件（不是 zip 文件）：请使用其他备份。",
    ),
    (
        lambda library, article, folder: restore(folder / "无.zip", folder / "新"),
        "无法使用 {folder}/无.zip：没有这个文件或文件夹。请检查路径。",
    ),
    (
        lambda library, article, folder: backup_with(folder, "别的"),
        "{folder}/备份.zip 不是文库备份：其中有“别的”。",
    ),
]


@pytest.mark.parametrize(("cause", "sentence"), ERRORS, ids=[sentence for _, sentence in ERRORS])
def test_an_error_is_a_chinese_sentence(
    cause: Cause, sentence: str, library: Library, article: str, tmp_path: Path
) -> None:
    values = {
        "root": root_of(library),
        "folder": tmp_path,
        "file": FolderStore(root_of(library)).article_file(article),
        "length": len(library.articles.get(article).text),
    }
    with pytest.raises(PizhuError) as error:
        cause(library, article, tmp_path)
    assert str(error.value) == sentence.format(**values)
    assert words_of(sentence) == set()


def words_of(sentence: str) -> set[str]:
    """The English words of a sentence, without its values, commands and names."""
    plain = re.sub(r"`[^`]*`|\{\w+\}|“[^”]*”|re:", "", sentence)
    return set(re.findall(r"[A-Za-z]{2,}", plain)) - {"Pizhu", "ID", "JSON", "zip", "ffff"}


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), "没有权限"),
        (OSError(errno.EFBIG, "大于 16 MB"), "大于 16 MB"),
        (ValueError("Object missing required field `id` - at `$.a`"), "`$.a` 缺少字段 `id`"),
        (ValueError("nobody knows this"), "nobody knows this"),
    ],
)
def test_what_the_system_and_libraries_say_is_recognised(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason


def test_what_is_said_stays_english_in_english() -> None:
    use_language(Language.ENGLISH)
    assert reason_of(PermissionError(errno.EACCES, "Permission denied")) == "permission denied"


def test_an_error_about_one_of_several_marks_names_it(library: Library) -> None:
    with pytest.raises(PizhuError, match="文章中没有“火车”"):
        library.articles.add(draft("船工。", title="船"), marks=[QuotedAnnotation("火车", 1, (), "")])
