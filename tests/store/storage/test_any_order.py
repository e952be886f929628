"""Random sequences of changes: undo and redo restore exactly the states before and after each step."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from store.chinese.folding import fold
from store.errors import UsageError
from store.library import open_library
from store.model.article import Status
from store.model.tag import Tag
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.record_check import Kind
from tests.conftest import draft, root_of
from tests.lengths import by_length
from tests.store.storage.folder.test_crashes import state

Model = dict[str, dict[str, Any]]
"""Maps article IDs to the text, tags, note, status, star and annotations."""

TEXTS = ("山上有一座小庙。", "河水涨了一尺多高。", "站长每天去看两次。", "山上有一座大庙。")
TAGS = st.sampled_from(["山", "水", "人/站长", "人/旅客"])
SOME_TAGS = st.lists(TAGS, max_size=2)
NOTES = st.sampled_from(["", "记下", "再看\n一遍"])


class AnyOrder(RuleBasedStateMachine):
    """A library, a model of it, and the states that undo and redo must restore."""

    articles: Bundle[str] = Bundle("articles")
    annotations: Bundle[tuple[str, str]] = Bundle("annotations")

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp())
        self._library = open_library(self._folder / "library")
        self._model: Model = {}
        self._before: list[tuple[Model, dict[str, object]]] = []
        self._after: list[tuple[Model, dict[str, object]]] = []

    def teardown(self) -> None:
        self._library.close()
        shutil.rmtree(self._folder)

    def _snapshot(self) -> tuple[Model, dict[str, object]]:
        return copy.deepcopy(self._model), state(root_of(self._library))

    def _begin_step(self) -> None:
        """Start a new step: save the state before it, and clear the redo steps."""
        self._before.append(self._snapshot())
        self._after.clear()

    def _drop_unchanged_step(self) -> None:
        """Drop the step if it changed nothing, since such a change is not recorded."""
        if self._before[-1][1] == state(root_of(self._library)):
            self._before.pop()

    @rule(target=articles, text=st.sampled_from(TEXTS), number=st.integers(0, 99))
    def add(self, text: str, number: int) -> str:
        existing = {fields["text"]: article for article, fields in self._model.items()}
        made = draft(text, f"第{number}号。")
        if made.text in existing:
            return self._library.articles.add(made)[0]
        self._begin_step()
        article = self._library.articles.add(made)[0]
        self._model[article] = {
            "text": made.text,
            "tags": (),
            "note": "",
            "status": Status.UNREAD,
            "starred": False,
            "annotations": {},
        }
        return article

    def _exists(self, article: str) -> bool:
        return article in self._model

    @rule(article=articles, tags=st.lists(TAGS, min_size=1, max_size=3))
    def tag(self, article: str, tags: list[str]) -> None:
        if self._exists(article):
            self._begin_step()
            now = self._library.articles.tag(article, tags)
            self._model[article]["tags"] = tuple(dict.fromkeys([*self._model[article]["tags"], *tags]))
            assert now == self._model[article]["tags"]
            self._drop_unchanged_step()

    @rule(article=articles, note=NOTES, status=st.sampled_from(Status), starred=st.booleans())
    def update(self, article: str, note: str, status: Status, starred: bool) -> None:
        if self._exists(article):
            self._begin_step()
            with self._library.one_step("note, status and star"):
                self._library.articles.write_note(article, note)
                self._library.articles.set_status(article, status)
                self._library.articles.set_starred(article, starred=starred)
            self._model[article].update(note=note, status=status, starred=starred)
            self._drop_unchanged_step()

    @rule(
        target=annotations,
        article=articles,
        start=st.integers(0, 9),
        tags=st.lists(TAGS, max_size=2),
        note=NOTES,
    )
    def annotate(self, article: str, start: int, tags: list[str], note: str) -> tuple[str, str]:
        if not self._exists(article):
            return article, ""
        self._begin_step()
        annotation = self._library.annotations.annotate(article, start, start + 4, tags=tags, note=note)
        self._model[article]["annotations"][annotation.id] = (start, tuple(dict.fromkeys(tags)), note)
        return article, annotation.id

    def _has_annotation(self, place: tuple[str, str]) -> bool:
        return self._exists(place[0]) and place[1] in self._model[place[0]]["annotations"]

    @rule(place=annotations, note=NOTES, tags=st.lists(TAGS, max_size=2, unique=True))
    def edit(self, place: tuple[str, str], note: str, tags: list[str]) -> None:
        if self._has_annotation(place):
            article, annotation = place
            self._begin_step()
            self._library.annotations.edit(article, annotation, note=note, tags=tags)
            self._model[article]["annotations"][annotation] = (
                self._model[article]["annotations"][annotation][0],
                tuple(tags),
                note,
            )
            self._drop_unchanged_step()

    @rule(place=consumes(annotations))
    def delete(self, place: tuple[str, str]) -> None:
        if self._has_annotation(place):
            self._begin_step()
            self._library.annotations.delete(*place)
            del self._model[place[0]]["annotations"][place[1]]

    @rule(article=articles)
    def remove(self, article: str) -> None:
        if self._exists(article):
            self._begin_step()
            self._library.articles.remove([article])
            del self._model[article]

    @rule(name=TAGS, description=NOTES)
    def describe(self, name: str, description: str) -> None:
        self._begin_step()
        self._library.codebook.write([Tag(name=name, description=description, colour="jade")])
        self._drop_unchanged_step()

    @rule(article=articles, tag=TAGS)
    def dismiss(self, article: str, tag: str) -> None:
        self._begin_step()
        self._library.dismissals.for_article(article, tag)
        assert fold(tag) in self._library.dismissals.of_article(article)
        self._drop_unchanged_step()

    @rule(words=st.sampled_from(TEXTS), tag=TAGS)
    def dismiss_for_words(self, words: str, tag: str) -> None:
        self._begin_step()
        self._library.dismissals.for_words(words, tag)
        assert fold(tag) in self._library.dismissals.of_words(words)
        self._drop_unchanged_step()

    @rule(tag=TAGS, name=st.sampled_from(["石", "水", "人/站长"]))
    def rename(self, tag: str, name: str) -> None:
        if tag == name or tag not in {each.name for each in self._library.codebook.tags()}:
            return
        if name in {each.name for each in self._library.codebook.tags()}:
            with pytest.raises(UsageError):
                self._library.codebook.rename(tag, name)
            return
        self._begin_step()
        self._library.codebook.rename(tag, name)

        def renamed(tags: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(name if each == tag else each for each in tags))

        for fields in self._model.values():
            fields["tags"] = renamed(fields["tags"])
            fields["annotations"] = {
                annotation: (start, renamed(tags), note)
                for annotation, (start, tags, note) in fields["annotations"].items()
            }

    @rule()
    def reopen(self) -> None:
        """Restart: steps from before can still be undone."""
        self._library.close()
        self._library = open_library(self._folder / "library")
        self._library.resync()

    @precondition(lambda self: self._before)
    @rule()
    def undo(self) -> None:
        current = self._snapshot()
        assert self._library.undo() is not None
        model, before = self._before.pop()
        assert state(root_of(self._library)) == before
        self._model = model
        self._after.append(current)

    @precondition(lambda self: self._after)
    @rule()
    def redo(self) -> None:
        current = self._snapshot()
        assert self._library.redo() is not None
        model, after = self._after.pop()
        assert state(root_of(self._library)) == after
        self._model = model
        self._before.append(current)

    @invariant()
    def library_equals_model(self) -> None:
        assert {row.id for row in self._library.articles.rows()} == set(self._model)
        for article, fields in self._model.items():
            now, annotations = self._library.articles.open(article)
            assert (now.text, now.tags, now.note) == (fields["text"], fields["tags"], fields["note"])
            assert (now.status, now.starred) == (fields["status"], fields["starred"])
            assert {
                annotation.id: (annotation.start, annotation.tags, annotation.note)
                for annotation in annotations
            } == fields["annotations"]
            assert {row.id: row.annotations for row in self._library.articles.rows()}[article] == len(
                annotations
            )
            assert {found.id for found in self._library.texts.search(now.text)} == {article}

    @invariant()
    def uses_of_tags_equal_model(self) -> None:
        uses: Counter[str] = Counter()
        for fields in self._model.values():
            uses.update(fields["tags"])
            for _, tags, _ in fields["annotations"].values():
                uses.update(tags)
        assert self._library.codebook.uses() == uses

    @invariant()
    def library_is_intact(self) -> None:
        assert {damage.kind for damage in check(FolderStore(root_of(self._library)))} <= {Kind.JOURNAL}


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=by_length(short=8, long=100), stateful_step_count=by_length(short=12, long=40)
)
