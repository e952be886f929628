"""Subtitles become articles."""

# ruff: noqa: E501 - markup of documents

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.store.formats.documents import lines, piece


def srt(*cues: tuple[float, float, str]) -> bytes:
    def time(seconds: float) -> str:
        return f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{seconds % 60:06.3f}".replace(
            ".", ","
        )

    return "\n\n".join(
        f"{number}\n{time(start)} --> {time(end)}\n{words}"
        for number, (start, end, words) in enumerate(cues, 1)
    ).encode()


def test_cues_are_joined_to_sentences_and_a_pause_ends_a_paragraph() -> None:
    data = srt((1, 2, "油菜花开了，"), (2, 4, "列车停两分钟。"), (4, 5, "站长挥手。"), (20, 21, "晚上到了。"))
    assert lines(piece(data, "站台.zh-CN.srt")) == ["油菜花开了，列车停两分钟。站长挥手。", "晚上到了。"]
    assert piece(data, "站台.zh-CN.srt").article.draft.title == "站台"


def test_lines_without_marks_between_them_are_kept_apart_by_a_space() -> None:
    assert lines(piece(srt((1, 2, "油菜花开了\n列车停了"), (2, 3, "all right")), "a.srt")) == [
        "油菜花开了 列车停了 all right"
    ]


def test_each_speaker_has_a_paragraph() -> None:
    assert lines(piece(srt((1, 2, "- 再见。\n- 再见！")), "a.srt")) == ["- 再见。", "- 再见！"]


def test_tags_and_positions_are_left_out_and_other_signs_are_not() -> None:
    data = srt((1, 2, "{\\an8}<i>一</i> < 二 {三}"), (2, 3, "<font color='red'>四</font>&amp;五 <六>"))
    assert lines(piece(data, "a.srt")) == ["一 < 二 {三} 四&五 <六>"]


def test_webvtt_with_voices_names_comments_and_scrolling_lines() -> None:
    data = (
        "WEBVTT - 访谈录\n\nNOTE 给编辑\n\nSTYLE\n::cue {}\n\n名字\n00:01.000 --> 00:02.000 align:start\n<v 小满>你好</v>。\n\n"
        "00:02.000 --> 00:03.000\n<v 小满>你好</v>。\n<00:02.500><c>再见</c>。\n"
    ).encode()
    found = piece(data, "a.vtt")
    assert lines(found) == ["小满：你好。再见。"]
    assert found.article.draft.title == "访谈录"


def test_a_cue_without_a_blank_line_below_it_keeps_its_text() -> None:
    data = "1\n00:00:01,000 --> 00:00:02,000\n一九\n2\n00:00:02,000 --> 00:00:03,000\n84\n".encode()
    assert lines(piece(data, "a.srt")) == ["一九 84"]


@given(st.lists(st.text("春天来了。，？a1 -：", min_size=1), min_size=1, max_size=30))
def test_no_character_of_what_is_said_is_lost(cues: list[str]) -> None:
    if not any(words.strip() for words in cues):
        return
    found = piece(srt(*((2 * place, 2 * place + 1, words) for place, words in enumerate(cues))), "a.srt")
    said = "".join("".join(cues).split())
    assert "".join(found.article.draft.text.split()) == said


def test_cues_of_one_voice_are_joined_and_another_voice_begins_a_paragraph() -> None:
    cues = [
        ("陈小满", "油菜花开了，"),
        ("陈小满", "列车停两分钟。"),
        ("林山", "走吧。"),
        ("陈小满", "再等等。"),
    ]
    blocks = [
        f"00:0{at}.000 --> 00:0{at + 1}.000\n<v {who}>{words}</v>" for at, (who, words) in enumerate(cues)
    ]
    data = "\n\n".join(["WEBVTT", *blocks]).encode()
    assert lines(piece(data, "a.vtt")) == [
        "陈小满：油菜花开了，列车停两分钟。",
        "林山：走吧。",
        "陈小满：再等等。",
    ]


def test_a_long_speech_of_one_voice_names_it_once() -> None:
    blocks = [
        f"00:{at:02}.000 --> 00:{at + 1:02}.000\n<v 陈小满>第{at}趟列车在这个小站停了很久，没有人下车。"
        for at in range(30)
    ]
    found = lines(piece("\n\n".join(["WEBVTT", *blocks]).encode(), "a.vtt"))
    assert 2 <= len(found) <= 4
    assert "".join(found).count("陈小满") == 1


def test_times_in_the_words_of_a_cue_make_no_lyrics() -> None:
    data = srt((1, 2, "第一句。"), (2, 3, "[01:30] 这里回到开场。"), (3, 4, "NOTE 第三句。"))
    assert lines(piece(data, "a.srt")) == ["第一句。", "[01:30] 这里回到开场。 NOTE 第三句。"]
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n[00:30] 你好。\n\n00:02.000 --> 00:03.000\n再见。\n"
    assert lines(piece(vtt.encode(), "a.vtt")) == ["[00:30] 你好。再见。"]


def test_lines_without_a_time_stay_with_the_line_above_them() -> None:
    data = "[ti:渡口]\n卷首\n[00:03.00]人走了，\n不回头。\n[00:01.00]船来了，\n人上船，\n".encode()
    assert lines(piece(data, "a.lrc")) == ["船来了，人上船，卷首 人走了，不回头。"]


def test_words_above_the_first_cue_are_kept() -> None:
    assert lines(piece("渡口，\n".encode() + srt((1, 2, "船来了。")), "a.srt")) == ["渡口，船来了。"]


def test_a_text_that_begins_with_two_times_is_a_text() -> None:
    data = ("[00:01.00] 引\n[00:02.00] 子\n" + "船来了，人走了。\n" * 50).encode()
    assert lines(piece(data, "a.txt")).count("船来了，人走了。") == 50
