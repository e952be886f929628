"""Detects the encoding of a file and decodes it.

In this order: a byte order mark; ISO-2022 and HZ, which announce themselves; UTF-8 and its variant CESU-8,
either with a little damage; and of the others the one in which the bytes are the most probable text (see
:mod:`store.importing.decoding.likelihood`). UTF-7 is never assumed.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from store.errors import BadInput
from store.importing.decoding.common_characters import COMMON
from store.importing.decoding.likelihood import CHINESE, JAPANESE, KOREAN, Language
from store.importing.decoding.refused_formats import refuse_binary
from store.importing.decoding.resynchronising import Encoding, decode_damaged, surprise
from store.importing.decoding.shifted_encodings import SHIFTS
from store.language import _, ngettext
from store.wording import counted

_BOMS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
_OLD = (
    Encoding("gb18030", "gb18030", (1, 2, 4), CHINESE),
    Encoding("big5hkscs", "big5", (1, 2), CHINESE, 1),
    Encoding("cp950", "big5", (1, 2), CHINESE, 2),
    Encoding("euc_jp", "euc-jp", (1, 2, 3), JAPANESE, 8),
    Encoding("cp932", "shift_jis", (1, 2), JAPANESE, 8),
    Encoding("cp949", "euc-kr", (1, 2), KOREAN, 8),
    Encoding("gb18030", "gb18030", (1, 2, 4), JAPANESE, 10),
)
_WIDE = tuple(
    Encoding(name, name, (4,) if "32" in name else (2, 4), language, 4 if language is CHINESE else 10)
    for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    for language in (CHINESE, JAPANESE, KOREAN)
)
_SURROGATE_PAIR = re.compile(rb"\xed([\xa0-\xaf][\x80-\xbf])\xed([\xb0-\xbf][\x80-\xbf])")
"""A character beyond U+FFFF in CESU-8: its UTF-16 surrogates, each in three bytes."""

_MAX_DAMAGE = 0.01
"""The largest share of damaged places, in code points, of a text. Beyond it the file is refused as binary."""
_FEW = 5
"""Damaged places that are accepted in any text, if it has four times as many characters."""
_LONGEST_DAMAGE, _MAX_LOST = 32, 0.1
"""Lost characters, and their share, beyond which even few places are no small damage."""
_MAX_NULS = 0.005
_MAX_CONTROLS = 0.02
_MAX_BITS = 13.5
"""Bits of a character, ASCII excepted, from which a text is probably in another encoding than assumed."""
_SAMPLE_BYTES = 1 << 14
"""The number of bytes used to compare encodings: more do not make the result more reliable."""
_DAMAGED_SAMPLE_BYTES = 1024
_LEAST_TEXT = 256
"""Bytes at the beginning of a binary file from which it is told where its text ends."""
_LONGEST_CHARACTER = 4
"""Bytes."""
_STEP = 32
"""Bytes by which that place is known."""
_CUT = "unexpected end of data"  # untranslated: what Python calls it
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")


class _Decoded(NamedTuple):
    """A text, the name of its encoding, and the number of damaged places."""

    text: str
    encoding: str
    places: int = 0


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and its encoding.

    The encoding is ``utf-8``, ``utf-8-sig``, ``cesu-8``, ``utf-16-le``, ``utf-16-be``, ``utf-32-le``,
    ``utf-32-be``, ``gb18030``, ``big5``, ``euc-jp``, ``shift_jis``, ``euc-kr``, ``iso-2022-jp``,
    ``iso-2022-kr``, ``hz`` or ``cp1252``, followed by what was repaired: ``gb18030 (damaged, 1 place)``.
    Invalid bytes, such as a last character that was cut, become U+FFFD, so that the damage is visible.

    :param name: the name of the file, for error messages.
    :raises BadInput: when the file is empty or binary, or its encoding cannot be determined.
    """
    if not data:
        raise BadInput(_("{name}: the file is empty; choose one with text in it.", name=name))
    refuse_binary(data, name)
    found = _decode_with_bom(data) or _decode_with_escapes(data) or _decode_without_bom(data, name)
    text = found.text.replace("\x00", "")
    if _is_ruined(found) or not _is_readable(text):
        raise _mixed(data, name) or _binary(data, name)
    nuls = len(found.text) - len(text)
    if nuls > max(1, len(text) * _MAX_NULS):
        raise _binary(data, name)
    repairs = []
    if found.places:
        repairs.append(_("damaged, {places}", places=counted(found.places, "place", "places")))
    if nuls:
        repairs.append(ngettext("{count:,} NUL left out", "{count:,} NULs left out", nuls))
    return text, f"{found.encoding} ({_('; ').join(repairs)})" if repairs else found.encoding


def _binary(data: bytes, name: str) -> BadInput:
    return _torn(data, name) or BadInput(
        _("{name}: this is binary data, not text; save it as a text file and import that.", name=name)
    )


def _torn(data: bytes, name: str) -> BadInput | None:
    """Return the error for a file that begins as text; None if it does not."""
    end = _end_of_text(data)
    if not end:
        return None
    line = data.count(b"\n", 0, end) + 1
    return BadInput(
        _(
            "{name}: it is text only up to line {line:,} (byte {byte:,}), and binary data from there on; "
            "look for a better copy, or cut it off there and import the rest.",
            name=name,
            line=line,
            byte=end,
        )
    )


def _end_of_text(data: bytes) -> int:
    """Return how many bytes at the beginning are text, about; 0 if there are few."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not _is_text(data[:_LEAST_TEXT]):
        return 0
    text, binary = _LEAST_TEXT, len(data)
    while text + _STEP < binary:
        middle = (text + binary) // 2
        if _is_text(data[max(0, middle - _SAMPLE_BYTES) : middle]):
            text = middle
        else:
            binary = middle
    return text


def _is_text(data: bytes) -> bool:
    """Whether bytes are text with at most a character at either end that was cut."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        best = _most_probable(data, _OLD)
        text, places = decode_damaged(data, best, _FEW)
        if places > 2 or not _is_plausible(data, best):
            text = data.decode(errors="replace")
            if text.count("\ufffd") > 2 * _LONGEST_CHARACTER or _places(text.strip("\ufffd")):
                return False
    return not _CONTROL.search(text)


def _mixed(data: bytes, name: str) -> BadInput | None:
    """Return the error for a text of which some lines are in UTF-8 and some not; None if it is none."""
    kinds: dict[bool, list[bytes]] = {True: [], False: []}
    first: bool | None = None
    change = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            line.decode()
            is_utf8 = True
        except UnicodeDecodeError:
            is_utf8 = False
        kinds[is_utf8].append(line)
        first = is_utf8 if first is None else first
        if is_utf8 is not first and not change:
            change = number
    if not change or not _is_chinese(b"\n".join(kinds[True]), "utf-8"):
        return None
    rest = b"\n".join(kinds[False])
    other = next((each for each in ("gb18030", "big5") if _is_chinese(rest, each)), None)
    if other is None:
        return None
    before, after = ("utf-8", other) if first else (other, "utf-8")
    return BadInput(
        _(
            "{name}: it mixes two encodings: {before}, and {after} from line {line:,}; "
            "save all of it in one, such as utf-8.",
            name=name,
            before=before,
            after=after,
            line=change,
        )
    )


def _is_chinese(data: bytes, codec: str) -> bool:
    """Whether bytes are valid, and half of the characters beyond ASCII common in Chinese."""
    try:
        beyond = [char for char in data.decode(codec) if not char.isascii()]
    except UnicodeDecodeError:
        return False
    return sum(char in COMMON for char in beyond) * 2 >= len(beyond) > 0


def _is_ruined(decoded: _Decoded) -> bool:
    """Whether a text has so many damaged places that it is rather binary data, or in another encoding."""
    length = len(decoded.text)
    if decoded.places and decoded.text.count("\ufffd") > max(_LONGEST_DAMAGE, length * _MAX_LOST):
        return True
    return decoded.places > max(1, min(_FEW, length // 4), length * _MAX_DAMAGE)


def _is_readable(text: str) -> bool:
    """Whether a text has a character to read, and few controls."""
    if text.replace("\ufffd", "").isspace() or not text.replace("\ufffd", ""):
        return "\ufffd" not in text and bool(text)
    return len(_CONTROL.findall(text)) <= max(1, len(text) * _MAX_CONTROLS)


def _decode_with_bom(data: bytes) -> _Decoded | None:
    """Decode the text after a byte order mark; None if there is no mark."""
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if codec == "utf-8":
                return (_decode_utf8(body) or _replace_damage(body, "utf-8"))._replace(encoding=name)
            known = [encoding for encoding in (*_OLD, *_WIDE) if encoding.codec == codec]
            return _decode_as(body, known[0])._replace(encoding=name)
    return None


def _decode_with_escapes(data: bytes) -> _Decoded | None:
    """Decode ISO-2022-JP, ISO-2022-KR or HZ, which switch character sets by escapes; else None."""
    for shifts in SHIFTS:
        if shifts.announced_by(data):
            decoded = _decode_as(shifts.eight_bit(data), shifts.encoding)
            if _mean_bits(Counter(decoded.text), shifts.encoding.language) < _MAX_BITS and not _is_ruined(
                decoded
            ):
                return decoded
    return None


def _decode_without_bom(data: bytes, name: str) -> _Decoded:
    """Decode UTF-8 or the most probable of the other encodings."""
    nuls = data.count(0)
    if not nuls:
        return _decode_utf8(data) or _decode_legacy(data, name)
    wide = _most_probable(data, _WIDE)
    if _is_wide(data, wide) and _is_plausible(data, wide):
        return _decode_as(data, wide)
    if nuls > max(1, len(data) * _MAX_NULS) or nuls == len(data):
        raise _binary(data, name)
    decoded = _decode_without_bom(data.replace(b"\x00", b""), name)
    return decoded._replace(text=decoded.text + "\x00" * nuls)  # counted, and left out, by the caller


def _is_wide(data: bytes, encoding: Encoding) -> bool:
    """Whether data with NULs is more probable in UTF-16 or UTF-32 than in UTF-8 or GB18030."""
    sample = data[:_DAMAGED_SAMPLE_BYTES]
    bare = sample.replace(b"\x00", b"")
    nuls = (len(sample) - len(bare)) * CHINESE[0]
    narrow = nuls + min(CHINESE.of(Counter(bare.decode(errors="replace"))), surprise(bare, _OLD[0]))
    return surprise(sample, encoding) + encoding.prior < narrow


def _decode_utf8(data: bytes) -> _Decoded | None:
    """Decode UTF-8 or CESU-8, perhaps slightly damaged; None if it is another encoding."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return None if _looks_like_gb18030(data, text) else _Decoded(text, "utf-8")
    repaired = _SURROGATE_PAIR.sub(_joined_surrogates, data).replace(b"\xc0\x80", b"\x00")
    name = "utf-8" if repaired == data else "cesu-8"
    decoded = _replace_damage(repaired, name)
    valid = sum(2 if char > "\u07ff" else 1 for char in decoded.text if char > "\x7f" and char != "\ufffd")
    if valid < 4 * decoded.places and not (
        _is_cut(repaired) and max(decoded.text[:-1], default="") > "\u07ff"
    ):
        return None
    sample = data[:_DAMAGED_SAMPLE_BYTES]
    if CHINESE.of(Counter(sample.decode(errors="replace"))) > surprise(sample, _OLD[0]):
        return None
    return decoded


def _joined_surrogates(pair: re.Match[bytes]) -> bytes:
    surrogates = pair.group().decode(errors="surrogatepass")
    return surrogates.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le").encode()


def _replace_damage(data: bytes, name: str) -> _Decoded:
    text = data.decode(errors="replace")
    return _Decoded(text, name, _places(text))


def _places(text: str) -> int:
    """The number of runs of U+FFFD."""
    return len(re.findall("\ufffd+", text))


def _is_cut(data: bytes) -> bool:
    """Whether the only damage of UTF-8 is that its last character is incomplete."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(data) - 3 and error.reason == _CUT
    return True


def _looks_like_gb18030(data: bytes, text: str) -> bool:
    """Return whether a few bytes that are valid UTF-8 (Cyrillic, Arabic) are common Chinese in GB18030."""
    if len(data) > 16 or text.isascii() or max(text) > "\u07ff":
        return False
    return all(char in COMMON or char.isascii() for char in data.decode("gb18030", errors="replace"))


def _decode_legacy(data: bytes, name: str) -> _Decoded:
    """Decode with the most probable of the encodings that have no mark."""
    best = _most_probable(data, _OLD + (_WIDE if len(data) > 2 else ()))
    if _is_plausible(data, best):
        return _decode_as(data, _plainest(data, best))
    if _is_western(data):
        text = data.decode("cp1252", errors="replace")
        return _Decoded(text, "cp1252", _places(text))
    raise (
        _mixed(data, name)
        or _torn(data, name)
        or BadInput(
            _("{name}: its encoding cannot be detected; save it as UTF-8 and import that.", name=name)
        )
    )


def _most_probable(data: bytes, encodings: Sequence[Encoding]) -> Encoding:
    """The encoding in which the beginning of ``data`` has the fewest bits."""
    sample = _sample(data)
    if b"\x00" not in sample:  # the highest byte of a character in UTF-32 is always 0
        encodings = [encoding for encoding in encodings if not encoding.codec.startswith("utf-32")]
    decoded = {codec: Counter(_decode_sample(sample, codec)) for codec in {each.codec for each in encodings}}
    bits = [encoding.language.of(decoded[encoding.codec]) + encoding.prior for encoding in encodings]
    best = encodings[bits.index(min(bits))]
    text = decoded[best.codec]
    if not text["\ufffd"] and _mean_bits(text, best.language) < best.language.clean:
        return best
    sample = sample[:_DAMAGED_SAMPLE_BYTES]
    return min(encodings, key=lambda encoding: surprise(sample, encoding) + encoding.prior)


def _plainest(data: bytes, encoding: Encoding) -> Encoding:
    """Plain Big5 in place of an extension of it if all of ``data`` is: they differ in some symbols."""
    if encoding.name == "big5":
        for codec in ("big5", "cp950"):
            with suppress(UnicodeDecodeError):
                data.decode(codec)
                return encoding._replace(codec=codec)
    return encoding


def _is_plausible(data: bytes, encoding: Encoding) -> bool:
    """Whether the text is probable enough for its encoding to be right. A short one is given the benefit."""
    sample = _sample(data)[:_DAMAGED_SAMPLE_BYTES]
    text, places = decode_damaged(sample, encoding)
    others = sum(not char.isascii() for char in text)
    if others < 8 and encoding not in _WIDE:
        return places <= 1 or others > 4 * places
    return _mean_bits(Counter(text), encoding.language) < _MAX_BITS + (2 if others < 16 else 0)


def _mean_bits(text: Counter[str], language: Language) -> float:
    """The bits of a character that is not ASCII, on average."""
    others = Counter({char: times for char, times in text.items() if not char.isascii()})
    return language.of(others) / max(1, others.total())


def _sample(data: bytes) -> bytes:
    """Some bytes from the first one that is not ASCII on, or a little before it, where a character begins."""
    found = _HIGH.search(data)
    start = max(0, found.start() - 200) // 4 * 4 if found and b"\x00" not in data[:_SAMPLE_BYTES] else 0
    return data[start : start + _SAMPLE_BYTES]


def _decode_sample(sample: bytes, codec: str) -> str:
    """The text of a sample, without a last character that was cut."""
    return codecs.getincrementaldecoder(codec)(errors="replace").decode(sample)


def _decode_as(data: bytes, encoding: Encoding) -> _Decoded:
    text, places = decode_damaged(data, encoding, max(_FEW, len(data) * _MAX_DAMAGE))
    return _Decoded(text, encoding.name, places)


def _is_western(data: bytes) -> bool:
    """Return whether this is Latin text with single accented letters between ASCII letters."""
    high = re.findall(rb"[\x80-\xff]+", data)
    return len(b"".join(high)) < len(data) * 0.2 and sum(len(run) == 1 for run in high) > len(high) * 0.8
