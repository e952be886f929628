"""Reads texts annotated with brat: standoff annotations (``.ann``) and the text beside them (``.txt``).

Source: brat's description of its standoff format. A line is ``T1⇥Type 0 5⇥words`` for words with a type, or
``T1⇥Type 0 5;8 12⇥words`` if they are in several parts; ``#1⇥AnnotatorNotes T1⇥note`` for a note;
``A1⇥Name T1 Value`` for an attribute; ``N1⇥Reference T1 Source:ID⇥name`` for a normalisation. ``E`` is an
event, ``R`` and ``*`` are relations. Offsets count code points. Types on the same words become tags of one
annotation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath

import msgspec

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadInput
from store.formats.brat.writer import NOTES_ONLY
from store.formats.refi_qda.codes import tag_name_of
from store.formats.shared.note_text import head_of, head_text, read_notes
from store.formats.shared.offsets import ForeignSelection, guess_offset_map, normalise_newlines
from store.formats.shared.quotes import limited_quotes
from store.formats.shared.timestamps import UNKNOWN_TIME
from store.formats.shared.wording import join_paragraphs
from store.importing.decoding.encodings import decode
from store.importing.input_file import read_input
from store.importing.limits import MAX_ANNOTATIONS, MAX_FILE_BYTES, MAX_TAGS_OF_ONE, check_count, check_text
from store.importing.plain_text import read_text
from store.importing.verbatim_text import verbatim_draft
from store.language import _, pgettext, plural
from store.library.arrivals.known_text import has_made_title
from store.library.merging.placeholder import as_placeholder, title_key
from store.model.annotation import Anchor, Annotation, clean_note, motivation_of
from store.model.article import Draft
from store.model.bundle import Bundle, IncomingArticle
from store.model.stable_ids import guid
from store.storage.reanchoring import reanchored
from store.wording import counted

_LOSSES = {
    "attribute": plural("attribute", "attributes"),
    "event": plural("event", "events"),
    "normalisation": plural("normalisation", "normalisations"),
    "relation": plural("relation", "relations"),
    "unknown line": plural("unknown line", "unknown lines"),
}
"""What is left out, as one thing and as many."""

UNTAGGED = "Highlight"
"""The type that Pizhu gives to an annotation without a tag."""

_LINE = re.compile(r"[TEARMN#*]\S*\t\S+ ?")
_TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (\d{1,10} \d{1,10}(?:;\d{1,10} \d{1,10})*)(?:\t(.*))?")
_NOTE = re.compile(r"#\S*\t(\S+) (\S+)(?:\t(.*))?")
_ATTRIBUTE = re.compile(r"[AM]\S+\t(\S+) (\S+)(?: (.*))?")
_NORMALISATION = re.compile(r"N\S+\t\S+ (\S+) (\S+)(?:\t(.*))?")
_EVENT = re.compile(r"(E\S+)\t\S+:(\S+)")
_NUMBERED = re.compile(r" [0-9a-f]{4,16}$")
"""What Pizhu adds to the name of a file to make it unique."""
_HEAD, _HEAD_LINES = 2_000, 6
"""Code points and lines of a text among which its title is."""
_MOST_LINES = 8 * MAX_ANNOTATIONS
_TEXT_SUFFIXES = (".txt", ".TXT")


class _Words(msgspec.Struct):
    """Words with a type."""

    parts: list[tuple[int, int]]
    quote: str
    tags: list[str]
    notes: list[str]


class _Standoff(msgspec.Struct):
    """The lines of a file."""

    words: dict[str, _Words] = msgspec.field(default_factory=dict)
    """By their ID."""
    notes: list[str] = msgspec.field(default_factory=list)
    """Notes on the whole text."""
    is_notes_only: bool = False
    """Whether Pizhu wrote that the text is only what the notes quote."""
    losses: Counter[str] = msgspec.field(default_factory=Counter)


def read(path: Path) -> Bundle:
    """Read annotations and, if it is beside them, their text.

    :raises BadInput: when a file cannot be read, or has no annotation.
    """
    beside = next((found for suffix in _TEXT_SUFFIXES if (found := path.with_suffix(suffix)).is_file()), None)
    text = (
        read_input(beside, MAX_FILE_BYTES, _("too large for an article; split it first")) if beside else None
    )
    bundle = Bundle(count=1)
    lines = read_notes(path) if text is None or path.stat().st_size else ""
    bundle.pieces = [article_of(lines, str(path), text, bundle)]
    return bundle


def article_of(lines: str, name: str, text: bytes | None, bundle: Bundle) -> IncomingArticle:
    """Return the article that standoff annotations are on; what is left out is reported to the bundle.

    A text may have none: then ``lines`` are empty.

    :param name: the name of the file with the annotations.
    :param text: the file beside it; None if there is none.
    :raises BadInput: there are no annotations, or the text cannot be read.
    """
    standoff = _parse(lines)
    if not standoff.words and not standoff.notes and (text is None or lines.strip()):
        raise BadInput(_("{name}: there is no annotation of brat in it.", name=name))
    bundle.left_out += (
        _("Left out: {what}, which Pizhu has no place for.", what=counted(number, *_LOSSES[what]))
        for what, number in standoff.losses.items()
    )
    return _without_text(standoff, name) if text is None else _with_text(standoff, name, text)


def is_stand_in(path: Path) -> bool:
    """Whether Pizhu wrote a text of what notes quote, which is no article; the ``.ann`` beside it says so."""
    annotations = path.with_suffix(".ann")
    return f"\t{NOTES_ONLY} T1\t" in head_text(head_of(annotations)) if annotations.is_file() else False


def _parse(text: str) -> _Standoff:
    standoff = _Standoff()
    later: list[str] = []
    events: dict[str, str] = {}
    check_count(text.count("\n"), _MOST_LINES, pgettext("more than", "lines"))
    for line in text.split("\n"):
        if found := _TEXT_BOUND.fullmatch(line):
            check_count(len(standoff.words) + 1, MAX_ANNOTATIONS, pgettext("more than", "annotations"))
            places = [part.split() for part in found[3].split(";")]
            parts = [(int(start), int(end)) for start, end in places]
            tags = [tag_name_of(found[2].split("/"))] if found[2] != UNTAGGED else []
            standoff.words[found[1]] = _Words(parts=parts, quote=found[4] or "", tags=tags, notes=[])
        elif found := _EVENT.match(line):
            events[found[1]] = found[2]
            standoff.losses["event"] += ":" in line.partition(found[2])[2]
        elif line[:1] in ("R", "*"):
            standoff.losses["relation"] += 1
        elif line.strip():
            check_count(len(later) + 1, 4 * MAX_ANNOTATIONS, pgettext("more than", "notes and attributes"))
            later.append(line)
    for line in later:
        _add_to_words(standoff, events, line)
    standoff.losses = Counter({what: number for what, number in standoff.losses.items() if number})
    return standoff


def _add_to_words(standoff: _Standoff, events: dict[str, str], line: str) -> None:
    """Add a note, an attribute or a normalisation to what it is on."""
    if found := _NOTE.fullmatch(line):
        if found[1] == NOTES_ONLY:
            standoff.is_notes_only = True
            return
        target, note = found[2], _unescaped(found[3] or "")
        words = standoff.words.get(events.get(target, target))
        (words.notes if words else standoff.notes).append(note)
    elif found := _ATTRIBUTE.fullmatch(line):
        words = standoff.words.get(events.get(found[2], found[2]))
        if words is None:
            standoff.losses["attribute"] += 1
        else:
            words.tags.append(tag_name_of([found[1], *([found[3]] if found[3] else [])]))
    elif found := _NORMALISATION.fullmatch(line):
        words = standoff.words.get(found[1])
        if words is None:
            standoff.losses["normalisation"] += 1
        else:
            words.notes.append(f"{found[2]} {found[3] or ''}".strip())
    else:
        standoff.losses["unknown line"] += 1


def _unescaped(note: str) -> str:
    r"""Return a note with its line ends, which are written as ``\n``."""
    return re.sub(r"\\([n\\])", lambda found: "\n" if found[1] == "n" else "\\", note)


def _with_text(standoff: _Standoff, name: str, data: bytes) -> IncomingArticle:
    stem = PurePath(name).stem
    beside = str(PurePath(name).with_suffix(".txt"))
    text = decode(data, beside)[0].removeprefix("\ufeff")
    check_text(text, beside)
    stored = normalise_newlines(text)
    if not stored.strip():
        raise BadInput(_("{beside}: the text of {name} is empty.", beside=beside, name=PurePath(name).name))
    foreign = [
        ForeignSelection(start, end, each.quote)
        for each in standoff.words.values()
        for start, end in each.parts[:1]
    ]
    to_stored = guess_offset_map(text, foreign, crlf_is_two=True).to_stored
    spans: dict[tuple[int, int], list[_Words]] = {}
    for each in standoff.words.values():
        start = to_stored(min(start for start, _unused in each.parts))
        end = to_stored(max(end for _unused, end in each.parts))
        if start < end:
            spans.setdefault((snap_start(stored, start), snap_end(stored, end)), []).append(each)
    annotations = tuple(limited_quotes(_annotations(stored, spans)))
    draft, annotations = _as_imported(data, beside, stored, annotations) or (
        verbatim_draft(stored, ""),
        annotations,
    )
    draft = msgspec.structs.replace(draft, title=_title(draft, stem))
    return IncomingArticle(
        draft=as_placeholder(draft) if standoff.is_notes_only else draft,
        note=join_paragraphs(standoff.notes),
        annotations=annotations,
    )


def _title(draft: Draft, stem: str) -> str:
    """Return the title: the line of the head that the file is named after, that of the text, or the name."""
    name = title_key(_NUMBERED.sub("", stem))
    for line in draft.text[:_HEAD].split("\n")[:_HEAD_LINES]:
        if line.strip() and title_key(line) in (name, title_key(stem)) and name:
            return line.strip()
    return stem if not draft.title or has_made_title(draft) else draft.title


def _as_imported(
    data: bytes, name: str, stored: str, annotations: tuple[Annotation, ...]
) -> tuple[Draft, tuple[Annotation, ...]] | None:
    """Return the article that importing the text alone gives, with the annotations moved into it.

    So a text that is imported with its annotations and on its own is one article. None for a text that is
    kept as it is: one without blank lines, as Pizhu writes it, or one in which an annotation would be lost.
    """
    if "\n\n" not in stored.strip("\n"):
        return None
    draft, _unused = read_text(data, name)
    moved = tuple(reanchored(each, draft.text, stored) for each in annotations)
    return None if any(each.orphan or each.former for each in moved) else (draft, moved)


def _without_text(standoff: _Standoff, name: str) -> IncomingArticle:
    path = PurePath(name)
    quotes: dict[tuple[int, str], list[_Words]] = {}
    for each in standoff.words.values():
        quotes.setdefault((each.parts[0][0], each.quote), []).append(each)
    return IncomingArticle(
        title=path.stem,
        remedy=_("put its text, {stem}.txt, beside {name}", stem=path.stem, name=path.name),
        note=join_paragraphs(standoff.notes),
        annotations=tuple(
            _annotation(Anchor(start, start + len(quote), quote, "", ""), words, path.stem)
            for (start, quote), words in quotes.items()
            if quote
        ),
    )


def _annotations(text: str, spans: dict[tuple[int, int], list[_Words]]) -> Iterator[Annotation]:
    for (start, end), words in sorted(spans.items(), key=lambda item: item[0]):
        yield _annotation(Anchor.at(text, start, end), words, text[max(0, start - 100) : end + 100])


def _annotation(anchor: Anchor, words: list[_Words], place: str) -> Annotation:
    """Return the annotation on words that have one or several types."""
    tags = tuple(dict.fromkeys(tag for each in words for tag in each.tags))
    check_count(len(tags), MAX_TAGS_OF_ONE, pgettext("more than", "types and attributes on the same words"))
    note = clean_note(join_paragraphs(dict.fromkeys(note for each in words for note in each.notes)))
    return Annotation(
        **msgspec.structs.asdict(anchor),
        id=guid("brat", str(anchor.start), str(anchor.end), place),
        tags=tags,
        note=note,
        kind=motivation_of(tags, note),
        created=UNKNOWN_TIME,
        modified=UNKNOWN_TIME,
    )
