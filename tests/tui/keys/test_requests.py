"""Each key posts the request that the keymap names, and each request reaches a controller."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import get_type_hints
from unittest.mock import Mock, create_autospec

import pytest
from textual.app import App
from textual.message import Message

from store.library import Library
from store.model.annotation import Annotation
from store.query.tree import Query
from tests.tui.reader import WIDE, articles, happened, notes, press, reader, reading, seen, tags
from tui.controllers.dispatch import AnyRequest, Dispatcher
from tui.keys.action import Scope
from tui.keys.keymap import actions_in
from tui.keys.requests import (
    AnnotationRequest,
    ArticleRequest,
    HighlightRequest,
    Request,
    TagRequest,
    TextRequest,
    reading_request,
)
from tui.panes.articles import ArticlesPane
from tui.panes.notes import NotesPane
from tui.panes.pane import Pane
from tui.panes.reading import ReadingContext, ReadingPane
from tui.panes.reading.text_range import TextRange
from tui.panes.tags import TagsPane

ACCEPTED: dict[Scope, list[Request]] = {
    Scope.ARTICLES: [*ArticleRequest],
    Scope.READING: [*AnnotationRequest, *HighlightRequest, *TextRequest],
    Scope.TAGS: [*TagRequest],
    Scope.NOTES: [*AnnotationRequest],
}

OTHER_KEYS: dict[Request, tuple[str, ...]] = {
    AnnotationRequest.READ_NOTE: ("enter",),
    HighlightRequest.HIGHLIGHT: ("v", "enter"),
    HighlightRequest.PINNED: ("v", "3"),
    HighlightRequest.MOVE_ENDS: ("g", "v", "enter"),
    TagRequest.PIN: ("p", "3"),
}
"""Requests posted by actions other than ``ask``, with their keys; the cursor is on an annotation."""


def asked_requests(scope: Scope) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the requests that the keymap names in a scope, each with its first keys."""
    for action in actions_in(scope):
        if action.name.startswith("ask("):
            yield action.name.removeprefix("ask('").removesuffix("')"), tuple(action.keys[0].split())


@pytest.mark.parametrize("scope", ACCEPTED)
def test_the_keymap_names_only_requests_that_the_pane_accepts(scope: Scope) -> None:
    assert {name for name, _ in asked_requests(scope)} <= set(ACCEPTED[scope])


def test_each_request_of_the_reading_pane_has_one_meaning() -> None:
    for request in ACCEPTED[Scope.READING]:
        assert reading_request(request.value) is request


def test_every_request_has_a_key() -> None:
    by_ask = {
        (type(request), request)
        for scope, requests in ACCEPTED.items()
        for request in requests
        if request in dict(asked_requests(scope))
    }
    others = {(type(request), request) for request in OTHER_KEYS}
    assert by_ask | others == {(type(request), request) for request in chain(*ACCEPTED.values())}


@pytest.mark.long
@pytest.mark.parametrize("scope", ACCEPTED)
async def test_every_key_posts_its_request(
    library: Library, station: str, monkeypatch: pytest.MonkeyPatch, scope: Scope
) -> None:
    posted: list[Request] = []

    def dispatch(self: Dispatcher, event: AnyRequest) -> None:
        assert isinstance(
            event, ArticlesPane.Requested | ReadingPane.Requested | TagsPane.Requested | NotesPane.Requested
        )
        posted.append(event.request)

    monkeypatch.setattr(Dispatcher, "dispatch", dispatch)
    library.annotations.annotate_quote(station, "列车", tags=["车"])
    keys = [*asked_requests(scope), *((request, keys) for request, keys in OTHER_KEYS.items())]
    app = reader(library, article=station)
    async with app.run_test(notifications=True, size=WIDE) as pilot:
        await seen(pilot, "列车")
        await press(pilot, "]", "a")
        pane = {
            Scope.ARTICLES: articles, Scope.READING: reading, Scope.TAGS: tags, Scope.NOTES: notes,
        }[scope](app)  # fmt: skip
        while app.screen.focused is not pane:
            await press(pilot, "tab")
        for request, sequence in keys:
            if request not in ACCEPTED[scope] or (request in OTHER_KEYS and scope is Scope.NOTES):
                continue
            posted.clear()
            await press(pilot, *sequence)
            await happened(pilot, lambda: bool(posted), f"{sequence} posted nothing")
            assert posted == [request]
            if scope is Scope.READING and reading(app).selection is not None:
                reading(app).drop_selection()


def context(library: Library, station: str, *, chosen: bool) -> ReadingContext:
    """Return the context of a request, with or without a selection and an annotation."""
    article = library.articles.get(station)
    words = TextRange(article, 0, 2, lambda: None)
    (annotation,) = library.annotations.of(station)
    return ReadingContext(
        article, 1, words, words, words, words if chosen else None, annotation if chosen else None
    )


def events(library: Library, station: str) -> Iterator[Message]:
    """Yield every request of every pane."""
    (row,), article = library.articles.rows(), library.articles.get(station)
    annotation: Annotation = library.annotations.of(station)[0]
    yield from (ArticlesPane.Requested(request, row) for request in ArticleRequest)
    yield from (TagsPane.Requested(request, ("车",), "3") for request in TagRequest)
    for chosen in (True, False):
        about = context(library, station, chosen=chosen)
        for request in (*AnnotationRequest, *HighlightRequest, *TextRequest):
            yield ReadingPane.Requested(request, about, "3")
        for note_request in AnnotationRequest:
            yield NotesPane.Requested(note_request, article, annotation if chosen else None)
    yield TagsPane.ToggleRequested(article, "车")
    yield TagsPane.FilterRequested("车", "&")
    yield ArticlesPane.FilterRequested(Query())
    yield NotesPane.AllNotesRequested()
    yield Pane.CreatorFilterRequested()


@pytest.mark.long
def test_every_request_reaches_one_controller_or_shows_a_message(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车", tags=["车"])
    app = create_autospec(App, instance=True)
    controllers: dict[str, Mock] = {
        name: create_autospec(kind, instance=True)
        for name, kind in get_type_hints(Dispatcher).items()
        if name != "app"
    }
    for event in events(library, station):
        app.notify.reset_mock()
        for controller in controllers.values():
            controller.reset_mock()
        Dispatcher(app, **controllers).dispatch(event)  # type: ignore[arg-type]  # one of AnyRequest
        calls = [call for mock in controllers.values() for call in mock.method_calls]
        explained = app.notify.call_count
        assert len(calls) + explained == 1, (type(event), getattr(event, "request", None), calls)
