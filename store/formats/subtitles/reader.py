"""Reads subtitles (SRT, WebVTT, ASS) and lyrics (LRC) as an article.

Their cues are joined to sentences and paragraphs.

Source: WebVTT (W3C), section 4; SRT has no standard. Tags, positions and effects of ASS in braces are left
out; no character of what is said is. A pause, a change of speaker or many sentences end a paragraph.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from itertools import pairwise

import msgspec

from store.errors import BadInput
from store.formats.documents.article import document_article
from store.formats.documents.file_properties import FileProperties
from store.formats.documents.paragraph import DocumentParagraph
from store.importing.decoding.encodings import decode
from store.importing.limits import check_text
from store.importing.piece import Piece, Source
from store.language import _
from store.model.article import BlockKind
from store.press.lines import ends_sentence
from store.wording import counted

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[,.:](\d{1,3}))?"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-{{1,2}}>\s*{_TIME}(?:\s.*)?$")
_TAG = re.compile(r"</?(?:[biusrc]|font|ruby|v|lang)(?:[\s.][^<>]{0,200})?>|<\d[\d:.]*>", re.IGNORECASE)
_READING = re.compile(r"<rt>[^<]{0,200}</rt>", re.IGNORECASE)
_EFFECT = re.compile(r"\{\\[^{}]{0,300}\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?\s+([^<>]{1,80})>")
_NEXT_SPEAKER = re.compile(r"[-–—]\s*\S|\S{1,12}[:：]")
_HAN_OR_MARK = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff，。！？；：、“”‘’…—《》（）]"
)
_DIALOGUE = re.compile(
    r"^Dialogue:[^,\n]*,[ \t]*([\d:.]+),[ \t]*([\d:.]+),(?:[^,\n]*,){6}([^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
"""A line of ASS: layer, start, end, style, name, three margins and an effect stand before the text."""
_SUNG = re.compile(r"((?:\[\d{1,3}:\d\d(?:[.:]\d{1,3})?\])+)(.*)")
"""A line of LRC, with the times at which it is sung."""
_ABOUT_SONG = re.compile(r"\[[A-Za-z]{2,8}:[^\[\]]*\]")
"""A line of LRC with the title, the artist, an offset of the times."""
_STAMP = re.compile(r"\[(\d{1,3}):(\d\d)(?:[.:](\d{1,3}))?\]")
_OUTSIDE = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e \t\u3000"
_PAUSE = 3.0
"""Seconds between cues that end a paragraph where a sentence ends."""
_LONG_PAUSE = 8.0
"""Seconds that end a paragraph even within a sentence, since subtitles often have no punctuation."""
_FULL = 200
"""Code points from which the end of a sentence ends a paragraph."""
_LONGEST = 400
"""Code points from which the end of a cue does."""


class _Cue(msgspec.Struct):
    start: float
    end: float
    lines: list[str]


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the article of the subtitles.

    :raises BadInput: there are no cues, or the bytes are not text.
    """
    text, encoding = decode(data, source.name)
    check_text(text, source.name)
    cues, notes = _cues(_timed(text))
    if not cues:
        raise BadInput(
            _("{name}: it has no subtitles with times; if it is a text, name it .txt.", name=source.name)
        )
    voices = {name.strip() for name in _VOICE.findall(text)}
    paragraphs = [
        DocumentParagraph(text=each, kind=BlockKind.PARAGRAPH) for each in _paragraphs(cues, voices)
    ]
    title = _title(text)
    article = document_article(paragraphs, FileProperties(title=title or _name(source)), source)
    remarks = (_("{what} for editors left out", what=counted(notes, "note", "notes")),) if notes else ()
    yield Piece(article=article, encoding=encoding, remarks=remarks)


def _name(source: Source) -> str:
    """Return the name of the file without suffixes and the language: ``访谈.zh-Hans.srt`` is 访谈."""
    name = re.split(r"[/\\]", source.name)[-1]
    name = re.sub(r"\.(?:srt|vtt|ass|ssa|lrc)$", "", name, flags=re.IGNORECASE)
    return re.sub(r"\.(?:zh(?:-\w+)*|ch[st]|eng?|简体|繁体|双语)$", "", name, flags=re.IGNORECASE)


def _title(text: str) -> str:
    """Return the title after ``WEBVTT``; empty if there is none."""
    match = re.match(r"\ufeff?WEBVTT[ \t]+(?:-[ \t]*)?(\S.*)", text)
    if match is None:
        match = re.search(r"^(?:Title:|\[ti:)[ \t]*([^\]\n]{1,200})", text[:4_000], re.MULTILINE)
    return match[1].strip() if match else ""


def _timed(text: str) -> str:
    """Return ASS or LRC as SRT; other subtitles as they are."""
    if re.match(r"\s*\[Script Info\]", text.lstrip("\ufeff"), re.IGNORECASE):
        return "\n".join(
            f"{line[1].strip()} --> {line[2].strip()}\n{line[3]}\n" for line in _DIALOGUE.finditer(text)
        )
    return text if _is_vtt(text) or any(map(_is_timing, text.splitlines())) else _sung(text)


def _is_timing(line: str) -> bool:
    return "->" in line and _TIMING.match(line) is not None


def _is_vtt(text: str) -> bool:
    return text.replace("\ufeff", "").startswith("WEBVTT")


def _sung(text: str) -> str:
    """Return LRC as SRT; a line without a time belongs to the line above it. Other texts stay as they are."""
    found: list[tuple[list[tuple[str, str, str]], list[str]]] = []
    above: list[str] = []
    for line in map(str.strip, text.replace("\ufeff", "").splitlines()):
        if match := _SUNG.match(line):
            found.append((_STAMP.findall(match[1]), [*above, match[2]]))
            above = []
        elif line and not _ABOUT_SONG.fullmatch(line):
            (found[-1][1] if found else above).append(line)
    if not found:
        return text
    lines = [(stamp, "\n".join(words)) for stamps, words in found for stamp in stamps]
    lines.sort(key=lambda line: _seconds((None, *line[0])))
    return "\n".join(
        f"{minutes}:{seconds}.{part or 0} --> {minutes}:{seconds}.{part or 0}\n{words}\n"
        for (minutes, seconds, part), words in lines
    )


def _cues(text: str) -> tuple[list[_Cue], int]:
    """Return the cues in the order of their times, and the number of comments of WebVTT."""
    lines = text.replace("\ufeff", "").splitlines()
    timings = [index for index, line in enumerate(lines) if _is_timing(line)]
    is_vtt = _is_vtt(text)
    cues = [] if is_vtt else _above(lines[: timings[0] if timings else 0])
    notes = 0
    for index, following in pairwise([*timings, len(lines)]):
        match = _TIMING.match(lines[index])
        if match is None:
            continue
        times = match.groups()
        spoken = lines[index + 1 : following]
        if following < len(lines) and spoken and _is_name(lines[index - 1], spoken, is_vtt=is_vtt):
            spoken.pop()
        if is_vtt:
            spoken, left_out = _without_comments(spoken)
            notes += left_out
        cues.append(_Cue(_seconds(times[:4]), _seconds(times[4:]), _lines(spoken)))
    cues = [cue for cue in cues if cue.lines]
    return sorted(cues, key=lambda cue: cue.start), notes


def _above(lines: list[str]) -> list[_Cue]:
    """Return what stands above the first cue of SRT, without the number of that cue."""
    if lines and lines[-1].strip().isdecimal():
        lines = lines[:-1]
    return [_Cue(0, 0, _lines(lines))]


def _is_name(number: str, spoken: list[str], *, is_vtt: bool) -> bool:
    """Return whether the last line of a cue is the number or the name of the next one.

    :param number: the line above the times of this one.
    """
    last, after_blank = spoken[-1].strip(), len(spoken) > 1 and not spoken[-2].strip()
    if not last.isdecimal() or len(last) > 9:
        return is_vtt and after_blank
    number = number.strip()
    follows = number.isdecimal() and len(number) <= 9 and int(last) == int(number) + 1
    return after_blank or follows


def _without_comments(lines: list[str]) -> tuple[list[str], int]:
    """Return lines without the blocks NOTE, STYLE and REGION of WebVTT, and how many there were."""
    kept: list[str] = []
    notes, leaving = 0, False
    for place, line in enumerate(lines):
        if not line.strip():
            leaving = False
        elif place and not lines[place - 1].strip() and re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", line):
            leaving = True
            notes += line.startswith("NOTE")
        if not leaving:
            kept.append(line)
    return kept, notes


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}")


def _lines(spoken: list[str]) -> list[str]:
    """Return what is said in a cue, without tags; a speaker of WebVTT stands before it with a colon."""
    found = []
    for line in spoken:
        words = _VOICE.sub(lambda voice: f"{voice[1].strip()}：", line)
        words = _EFFECT.sub("", _TAG.sub("", _READING.sub("", words)))
        words = html.unescape(words) if "&" in words else words
        words = re.sub(r"\\[Nn]", " ", words).replace("\\h", " ").strip(_OUTSIDE)
        if words:
            found.append(words)
    return found


def _paragraphs(cues: list[_Cue], voices: Collection[str]) -> Iterator[str]:
    """Yield paragraphs of cues. Of a cue that repeats lines of the one before it, only the rest is added."""
    pieces: list[str] = []
    size = 0
    before: _Cue | None = None
    speaker = ""
    for cue in cues:
        lines, speaker = _without_same_speaker(_new_lines(before, cue), speaker, voices)
        if before is not None and pieces and lines:
            last = pieces[-1]
            pause = cue.start - before.end
            ended = ends_sentence(last)
            if (
                pause >= _LONG_PAUSE
                or (ended and (pause >= _PAUSE or size >= _FULL))
                or size >= _LONGEST
                or _NEXT_SPEAKER.match(lines[0])
            ):
                yield _joined(pieces)
                pieces, size = [], 0
        for place, line in enumerate(lines):
            if place and pieces and re.match(r"[-–—]\s*\S", line):
                yield _joined(pieces)
                pieces, size = [], 0
            pieces.append(line)
            size += len(line)
        before = cue
    if pieces:
        yield _joined(pieces)


def _without_same_speaker(lines: list[str], speaker: str, voices: Collection[str]) -> tuple[list[str], str]:
    """Return lines without the name of somebody who just goes on speaking, and who speaks last in them.

    :param voices: the speakers of WebVTT, whose names are no text.
    """
    shown = list[str]()
    for line in lines:
        name, mark, words = line.partition("：")
        named = bool(mark) and name in voices
        shown.append(words.strip(_OUTSIDE) if named and name == speaker else line)
        speaker = name if named else speaker
    return [line for line in shown if line], speaker


def _new_lines(before: _Cue | None, cue: _Cue) -> list[str]:
    """Return the lines of a cue without those that scroll up from the one before it."""
    if before is None or cue.start > before.end + 0.2:
        return cue.lines
    for shown in range(min(len(before.lines), len(cue.lines)), 0, -1):
        if before.lines[-shown:] == cue.lines[:shown]:
            return cue.lines[shown:]
    return cue.lines


def _joined(pieces: list[str]) -> str:
    """Join lines: with nothing between Chinese characters with punctuation, else with a space."""
    text = pieces[0]
    words = [text]
    for piece in pieces[1:]:
        is_chinese = _HAN_OR_MARK.match(piece[0]) and _HAN_OR_MARK.match(words[-1][-1])
        punctuated = re.match(r"\W", words[-1][-1]) or re.match(r"\W", piece[0])
        words.append(piece if is_chinese and punctuated else f" {piece}")
    return "".join(words)
