"""The parts of many kinds of press articles, and the invariant that no character is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.importing.plain_text import read_text
from store.model.article import BlockKind, Draft
from store.press.parts import find_parts
from tests.lengths import examples
from tests.paths import SAMPLES, TEXTS, needs_samples

MORNING = (
    "清晨六点，青石镇的豆腐坊已经冒起了热气，老板娘掀开木盖，把第一板豆腐端到门口，等着头一拨赶集的人来挑。"
)
WELL = (
    "镇上的人说，这口井的水甜，做出来的豆腐就嫩。三十年里，井台换过两回石头，水却一直没有断过，夏天也凉"
    "得扎手。"
)
ROAD = (
    "去年秋天，镇里修了一条通到山外的路，货车可以一直开到坊门口，豆腐当天就能摆上县城的柜台，销量翻了一番。"
)


def of_kind(source: str, kind: BlockKind) -> list[str]:
    return [words for found, words in find_parts(source) if found is kind]


def kinds(source: str) -> str:
    """The kinds of the parts, separated by spaces."""
    return " ".join(kind.value for kind, _ in find_parts(source))


def test_a_feature_has_column_title_byline_and_headings() -> None:
    source = (
        f"青石新闻\n    豆腐坊的四十天\n    陈小满 周 涛   2024-03-05\n\n    {MORNING}\n\n    井水养人"
        f"\n\n    {WELL}\n"
    )
    assert kinds(source) == "column title byline paragraph heading paragraph"


def test_a_kicker_and_title_on_one_line_are_split_at_the_space() -> None:
    parts = find_parts(
        f"青石镇守着一口老井，豆腐坊这么办—— 小井不小 豆腐飘香\n\n朱 华 郭小洁\n\n\n{MORNING}\n\n{WELL}\n"
    )
    assert parts[:3] == [
        (BlockKind.KICKER, "青石镇守着一口老井，豆腐坊这么办——"),
        (BlockKind.TITLE, "小井不小 豆腐飘香"),
        (BlockKind.BYLINE, "朱 华 郭小洁"),
    ]


def test_a_kicker_on_its_own_line_is_recognised_by_its_ending() -> None:
    assert kinds(f"青石镇党委开会强调\n让豆腐走出大山 让日子越过越甜\n林一主持\n{MORNING}\n").startswith(
        "kicker title subtitle paragraph"
    )


@pytest.mark.parametrize("dash", ["——", "--", "──"])
def test_a_line_with_a_leading_dash_is_the_subtitle(dash: str) -> None:
    assert kinds(f"一口井\n{dash}青石镇小记\n本报记者　周　涛\n　　{MORNING}\n　　{WELL}\n") == (
        "title subtitle byline paragraph paragraph"
    )


def test_a_column_in_brackets_can_precede_a_short_title() -> None:
    assert kinds(f"【青石时评】\n别困在山里\n林一舟\n　　{MORNING}\n　　（作者系青石大学副教授）\n") == (
        "column title byline paragraph credit"
    )


def test_a_short_title_that_looks_like_a_name_is_not_a_byline() -> None:
    assert (
        kinds(f"檐下\n包书皮\n江 篱   2018-09-02\n\n{MORNING}\n\n{WELL}\n")
        == "column title byline paragraph paragraph"
    )


def test_a_news_report_has_date_and_source_on_one_line() -> None:
    source = (
        f"豆腐坊通了公路\n2024-03-05 09:12 来源：青石日报\n　　本报讯（记者 陈小满）{MORNING}\n（责任编"
        "辑：周一）\n"
    )
    assert kinds(source) == "title date paragraph credit"


def test_a_page_line_above_the_title_is_not_the_title() -> None:
    source = (
        f"青石日报 2024年03月05日 星期二 第03版：要闻\n豆腐坊通了公路\n本报记者 陈小满\n{MORNING}\n{WELL}\n"
    )
    assert kinds(source) == "date title byline paragraph paragraph"


def test_counters_between_date_and_byline_are_credits() -> None:
    source = (
        "豆腐坊通了公路\n发布时间：2024-03-05 10:22\n字号：大 中 小\n来源：青石日报\n作者：陈小满\n"
        f"浏览次数：1024\n\n{MORNING}\n\n{WELL}\n"
    )
    assert kinds(source) == "title date credit byline byline credit paragraph paragraph"


def test_a_public_account_post_has_numbered_headings_and_credits() -> None:
    source = (
        f"一碗豆腐脑里的清晨\n原创 小满 城市慢读 2024-03-05 08:00 四川\n\n{MORNING}\n\n01\n\n早起的人\n"
        f"\n{WELL}\n\n"
        f"▲ 豆腐坊的早晨。图/林一\n\n02\n\n通到山外的路\n\n{ROAD}\n\n文 | 小满\n编辑 | 周一\n- END -\n"
    )
    assert kinds(source) == (
        "title byline paragraph heading heading paragraph caption heading heading paragraph byline cred"
        "it credit"
    )


def test_marked_headings_are_found_next_to_invisible_lines() -> None:
    source = (
        f"一碗豆腐脑\n\n文｜陈小满\n\n\u200b\n\n{MORNING}\n\n▍早起的人\n\n{WELL}\n\n▍通到山外的路\n\n{ROAD}\n"
    )
    assert kinds(source) == "title byline paragraph heading paragraph heading paragraph"


def test_headings_with_a_comma_are_not_joined_to_the_text() -> None:
    source = f"一口井\n周 涛\n\n{MORNING}\n\n上下同心，共克时艰\n\n{WELL}\n\n内外兼修，再上台阶\n\n{ROAD}\n"
    assert of_kind(source, BlockKind.HEADING) == ["上下同心，共克时艰", "内外兼修，再上台阶"]


@pytest.mark.parametrize(
    "torn",
    [
        "镇里听说了井台的事，连夜查到坊里该笔",
        "坊主翻遍了柜子，终于找到这份",
        "去年镇里派来的技术员一共有三名",
        "三十年来镇上的人一直都记得老井旁边的",
        "豆腐坊的主人每天早上都要起得很早去井边打水以及",
        "镇里修了一条通到山外的路，货车可以一直开到坊门口，",
        "他把“青石豆腐",
        "他们从县城买来了石磨、木桶、",
    ],
)
def test_a_torn_paragraph_is_joined_without_a_space(torn: str) -> None:
    rest = "东西”摆在井台边上，从早到晚都有人来看，镇上的孩子也跟着帮忙。"
    source = f"豆腐坊通了公路\n周 涛\n\n{MORNING}\n\n{torn}\n\n{rest}\n\n{WELL}\n"
    assert torn + rest in of_kind(source, BlockKind.PARAGRAPH)


@pytest.mark.parametrize(
    "heading", ["走好第一步", "争当前三名", "钱是从哪里来的", "爱一直都在", "找准方向", "从容应对"]
)
def test_a_heading_with_the_ending_of_a_torn_line_stays_a_heading(heading: str) -> None:
    source = f"豆腐坊通了公路\n周 涛\n\n{MORNING}\n\n{heading}\n\n{WELL}\n\n井水养人\n\n{ROAD}\n"
    assert heading in of_kind(source, BlockKind.HEADING)


def test_a_line_that_begins_with_a_comma_is_joined_to_the_previous_one() -> None:
    source = (
        f"豆腐坊通了公路\n周 涛\n\n{MORNING}\n\n镇上的老井三十年里从来没有断过水\n\n，井台却换过两回石头。\n"
    )
    assert kinds(source) == "title byline paragraph paragraph"


def test_captions_are_recognised_by_their_words() -> None:
    captions = [
        "图为坊主在井台边打水。",
        "井台边的早晨。 陈小满 摄",
        "▲石磨",
        "新磨的豆腐（受访者供图）",
        "图：林一",
    ]
    source = f"豆腐坊通了公路\n周 涛\n\n{MORNING}\n\n" + "\n\n".join(captions) + f"\n\n{WELL}\n"
    assert of_kind(source, BlockKind.CAPTION) == captions


def test_captions_are_recognised_by_wider_gaps_around_them() -> None:
    source = (
        f"豆腐坊通了公路\n周 涛\n\n{MORNING}\n\n{WELL}\n\n\n\n豆腐坊主人在井台边打水获乡亲称赞\n\n\n\n"
        "老井的水三十年没有断过。\n\n"
        f"通到山外\n\n{ROAD}\n\n{WELL}\n\n\n\n石磨还是当年的那一副。\n\n（本版图片由青石镇提供）\n"
    )
    assert kinds(source) == (
        "title byline paragraph paragraph caption caption heading paragraph paragraph caption credit"
    )


def test_a_short_paragraph_with_usual_gaps_is_not_a_caption() -> None:
    source = f"豆腐坊通了公路\n周 涛\n\n{MORNING}\n\n老井的水三十年没有断过。\n\n{WELL}\n"
    assert kinds(source) == "title byline paragraph paragraph paragraph"


def test_paragraphs_can_be_consecutive_lines_without_gaps() -> None:
    source = f"豆腐坊通了公路\n周 涛\n　　{MORNING}\n　　一、井水养人\n　　{WELL}\n　　通到山外\n　　{ROAD}\n"
    assert kinds(source) == "title byline paragraph heading paragraph heading paragraph"


def test_an_article_that_begins_with_its_text_has_no_title() -> None:
    assert kinds(f"{MORNING}{WELL}\n\n{WELL}\n\n{ROAD}\n") == "paragraph paragraph paragraph"


def wrapped(paragraph: str, column: int, indent: str = "") -> str:
    whole = indent + paragraph
    return "\n".join(whole[at : at + column] for at in range(0, len(whole), column))


def test_hard_wrapped_text_with_indents_is_unwrapped() -> None:
    paragraphs = [MORNING + WELL, WELL + ROAD, ROAD + MORNING]
    body = "\n".join(wrapped(paragraph, 30, "　　") for paragraph in paragraphs)
    source = f"豆腐坊通了公路\n周 涛\n\n{body}\n"
    assert of_kind(source, BlockKind.PARAGRAPH) == paragraphs
    assert kinds(source).startswith("title byline paragraph")


def test_hard_wrapped_text_with_blank_lines_keeps_its_headings() -> None:
    paragraphs = [MORNING + WELL, WELL + ROAD]
    body = f"{wrapped(paragraphs[0], 26)}\n\n井水养人\n\n{wrapped(paragraphs[1], 26)}"
    assert find_parts(f"豆腐坊通了公路\n\n{body}\n")[1:] == [
        (BlockKind.PARAGRAPH, paragraphs[0]),
        (BlockKind.HEADING, "井水养人"),
        (BlockKind.PARAGRAPH, paragraphs[1]),
    ]


def test_wrapped_latin_text_is_joined_with_spaces() -> None:
    words = "the owner lifts the wooden lid and carries the first tray to the door for the early crowd " * 5
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) > 60:
            lines.append(line.strip())
            line = ""
        line += word + " "
    source = "\n".join([*lines, line.strip() + "."])
    assert find_parts(source) == [(BlockKind.PARAGRAPH, words.strip() + ".")]


def test_questions_and_answers_are_paragraphs() -> None:
    source = (
        f"“井水不断，豆腐就不断”\n——访豆腐坊主人周涛\n\n本报记者 陈小满\n\n　　{MORNING}\n\n从一口井开始\n\n"
        f"　　问：当初为什么回来？\n　　答：{WELL}\n　　问：以后打算做什么\n　　答：{ROAD}\n"
    )
    assert kinds(source) == (
        "title subtitle byline paragraph heading paragraph paragraph paragraph paragraph"
    )


def test_a_poem_has_a_title_and_no_headings() -> None:
    poem = (
        "清晨的井\n\n井台上的石头\n记得每一只水桶\n绳子勒出的沟\n比手掌的纹路还深\n\n有人走了\n有人还在"
        "\n水一直没有断\n"
    )
    assert kinds(poem) == "title" + " paragraph" * 7


def test_classical_verse_keeps_its_lines() -> None:
    verse = "山前一口旧时井，\n井畔三间卖饼家。\n日出炊烟浮瓦上，\n客来先饮一杯茶。\n"
    assert [words for _, words in find_parts(verse)] == verse.split()


@pytest.mark.parametrize(
    "words", ["豆腐\n豆花\n豆干\n腐竹\n豆浆\n豆皮\n", "“你来了。”\n“来了”\n“豆腐呢”\n“卖完了”\n她笑了。\n"]
)
def test_lists_and_dialogues_are_paragraphs(words: str) -> None:
    assert set(kinds(words).split()) == {"paragraph"}


def test_a_list_within_an_article_has_no_headings() -> None:
    source = f"豆腐坊通了公路\n周 涛\n\n{MORNING}\n\n豆花\n\n豆干\n\n腐竹\n\n{WELL}\n"
    assert kinds(source) == "title byline paragraph paragraph paragraph paragraph paragraph"


def test_an_article_in_traditional_characters_has_the_same_parts() -> None:
    source = (
        "青石鎮的豆腐坊　一口井養三代人\n記者陳小滿／青石報導　2019-12-08\n\n　　清晨六點，豆腐坊已經冒"
        "起了熱氣，老闆娘掀開木蓋，把第一板豆腐端到門口。\n\n"
        "　　井水的甜味\n\n　　鎮上的人說，這口井的水甜，做出來的豆腐就嫩，三十年裡水一直沒有斷過。\n\n"
        "（圖片由青石鎮提供）\n"
    )
    assert kinds(source) == "title byline paragraph heading paragraph credit"


def test_a_letter_ends_with_its_writer_and_date() -> None:
    source = (
        f"给乡亲们的一封信\n\n亲爱的乡亲们：\n\n　　{MORNING}\n\n　　此致\n\n敬礼\n\n陈小满\n2024年3月5日\n"
    )
    assert kinds(source) == "title paragraph paragraph paragraph paragraph byline date"


def test_markdown_headings_are_found() -> None:
    source = f"# 豆腐坊通了公路\n\n作者：小满\n\n{MORNING}\n\n## 井水养人\n\n{WELL}\n\n- 豆腐\n- 豆花\n"
    assert kinds(source) == "title byline paragraph heading paragraph paragraph paragraph"


def test_an_english_article_has_the_same_parts() -> None:
    source = (
        "The Last Tofu Shop in Town\nBy John Smith\nMarch 5, 2024\n\nAt six in the morning the shop is "
        "full of steam, and the "
        "owner carries the first tray to the door.\n\nA well that never ran dry\n\nPeople say the water"
        " from this well is sweet.\n"
    )
    assert kinds(source) == "title byline date paragraph heading paragraph"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\f", "\v", "\x85"])
def test_every_line_end_of_unicode_ends_a_line(end: str) -> None:
    assert kinds(end.join(["一口井", "周 涛", MORNING, WELL])) == "title byline paragraph paragraph"


def test_white_space_within_a_line_is_kept() -> None:
    assert of_kind(f"一口井　两代人\n\n{MORNING}\n", BlockKind.TITLE) == ["一口井　两代人"]


def test_white_space_alone_has_no_parts() -> None:
    assert find_parts(" \n　\r\n\u2028") == []


KIND_LETTERS = {
    "T": BlockKind.TITLE,
    "K": BlockKind.KICKER,
    "S": BlockKind.SUBTITLE,
    "C": BlockKind.COLUMN,
    "B": BlockKind.BYLINE,
    "D": BlockKind.DATE,
    "H": BlockKind.HEADING,
    "P": BlockKind.PARAGRAPH,
    "X": BlockKind.CAPTION,
    "R": BlockKind.CREDIT,
}


def parse_annotated(article: str) -> tuple[str, list[tuple[BlockKind, str]]]:
    """Parse an annotated article into its source and its parts.

    A line begins with the letter of its kind and a bar. ``+`` continues the part before it; ``<T>`` within a
    line begins another part; ``P1`` to ``P3`` are complete paragraphs. White space and empty lines are those
    of the source.
    """
    stock = {"P1": f"P|{MORNING}", "P2": f"P|{WELL}", "P3": f"P|{ROAD}"}
    source: list[str] = []
    parts: list[tuple[BlockKind, str]] = []
    for raw in article.split("\n"):
        letter, bar, words = stock.get(raw, raw).partition("|")
        source.append(re.sub("<[A-Z]>", "", words))
        if letter == "+":
            parts[-1] = (parts[-1][0], parts[-1][1] + words)
        elif bar:
            items = re.split("<([A-Z])>", f"<{letter}>{words}")[1:]
            parts += [(KIND_LETTERS[kind], part.strip()) for kind, part in batched(items)]
    return "\n".join(source), parts


def batched(items: list[str]) -> list[tuple[str, str]]:
    return list(zip(items[::2], items[1::2], strict=True))


ARTICLES = {
    "kicker, title, subtitle and headings with a comma": (
        "K|沅溪之上，十二座旧渡口改建为驿站——\nT|渡口醒了 村子活了\nS|——桐溪县老码头见闻\n"
        "B|本报记者 何小满 周牧野\n\nP1\nH|旧石阶，新用处\nP2\nH|小驿站，大账本\nP3"
    ),
    "numbered headings, one of them a question": (
        "T|青禾医院把号源挂到村口\nB|黎小英 蒋 涛   2021-06-11\n\nP1\n\nH|一、号源下沉，少跑一趟路\n\n"
        "P2\n\nH|二、药品下架，还是下村？\n\nP3"
    ),
    "questions as headings": (
        "T|加装电梯，卡在哪儿\nB|□ 记者 秦 岚\n\nP1\nH|钱从哪里来？\nP2\nH|光线挡了怎么办？\nP3\n"
        "H|坏了谁来修！\nP1"
    ),
    "one question among plain headings": (
        "T|一座桥\nB|秦 岚\n\nP1\n\nH|桥下的水\n\nP2\n\nH|谁来守桥？\n\nP3\n\nH|桥上的人\n\nP1"
    ),
    "rhetorical questions": "T|末班地铁\nB|龚自立\n\nP1\n\nP|怎么办？\n\nP2\n\nP|谁说不是呢！\n\nP3",
    "questions of an interviewer without a label": (
        "T|一座桥\nB|秦 岚\n\nP1\n\nP|您什么时候来的？\n\nP2\n\nP|您为什么不走？\n\nP3\n\n"
        "P|您后来去了吗？\n\nP1"
    ),
    "headings with quotes, a dash, numbers and a share": (
        "T|从98%到100%:最后一公里\nB|冯 瑶 纪 南\n\nP1\n\nH|“云端”有了小柜台\n\nP2\n\n"
        "H|100%——不只是一个数字\n\nP3\n\nH|3个人、1辆车、52个周末\n\nP1"
    ),
    "a list introduced by a sentence": (
        "T|清单之外\n\nP1\n\nP|具体包括：\n\nP|（一）关系转移；\nP|（二）到期换领；\nP|（三）转移登记。\n\nP2"
    ),
    "captions with numbers and positions, and credits": (
        "T|海塘上的守夜人\nB|本报记者 林 可 摄影报道\n\nP1\n\nX|图①：守塘人。\nX|图②：饭团。\n\nP2\n\n"
        "X|左上图为海塘。\n\nP3\n\nR|本版图片均由本报记者林可摄\nR|责编：周 舟　版式设计：何 禾"
    ),
    "captions recognised by gaps, and one below the last": (
        "T|一家县医院的笨办法\nB|苗 青\n\nP1\n\nP2\n\n\n\nX|医院医生冒雨下乡为行动不便的老人送药\n\n\n\n"
        "X|护士在黑板前更新坐诊信息。\n\nX|（云溪县医院供图）"
    ),
    "a caption without a full stop after two others": (
        "T|一家县医院\nB|苗 青\n\nP1\n\n\n\nX|医院医生冒雨下乡送药\n\n\n\n"
        "X|护士在黑板前写下坐诊信息\n\n\n\nP2\n\nP3\n\nP1\n\n\n\n"
        "X|院长每天下午四点从一楼走到六楼看望病人\n\nP3\n\nP2\n\nP1"
    ),
    "a kicker and a title with a wide space between": (
        "K|聚焦春耕生产一线<T>　　种子进村 农机下田\nB|本报通讯员 曾 彦\n\nP1\n\nP2"
    ),
    "a kicker and a title without a space": (
        "K|为群众办实事，石河海关这么做——<T>一张表 跑通一条链\nB|潘小满\n\nP1\n\nP2"
    ),
    "a kicker without a mark": ("K|县里修通最后一座断桥\nT|孩子们不再绕远路\nB|本报记者 庄晓梦\n\nP1\n\nP2"),
    "a title of two lines": "T|守着一条河长大，\nT|又守着一条河变老\n\nP1\n\nP2",
    "a section on the line of the title": (
        "C|【新春走基层】<T>守岛人的年夜饭\nB|本报记者 石小川\n\nP1\n\nP2"
    ),
    "a section before a bar": "C|记者手记｜<T>在矿井口等一盏灯\nB|文清扬\n\nP1\n\nP2",
    "a genre as section above a short title": "C|散文\nT|老屋\nB|江 南\n\nP1\n\nP2",
    "a remark below the title": "T|在乡下教书的第一年\nS|（节选）\nB|蔡 寻\n\nP1\n\nP2",
    "a page and a date above the title": (
        "C|第01版：要闻\nD|2022年08月30日 星期二\nT|稻田里的飞行员\nB|本报记者 钟 意\n\nP1"
    ),
    "an editor's note above the title": (
        f"P|编者按：{MORNING}\n\nT|旧粮仓变身社区剧场\nB|本报记者 童 乐 包一凡\n\nP2\n\nP3"
    ),
    "a lead between title and byline": (
        f"T|窑口的咖啡馆\nP|核心提示：{MORNING}\nB|本报记者 杜 若\nD|2022-11-03\n\nP2\nP3"
    ),
    "breadcrumbs and buttons of a website": (
        "R|当前位置：首页 > 要闻 > 正文\nT|价格医生\n"
        "B|来源：岭南早报 作者：郝一鸣 时间：2022-03-18 10:21 浏览：356次\n\nP1\nP2\nR|【打印】\n"
        "R|上一篇：公交站台添座椅\nR|下一篇：无"
    ),
    "appeals of a public account around its post": (
        "R|点击蓝字 关注我们\nT|冬天的早餐摊\nB|原创：小满\nD|2024年01月12日 06:40\n\nP1\n\nP2\n\n"
        "B|文字 | 小满\nR|图片 | 小满\nR|推荐阅读\nR|山里的第一碗米线\nR|点在看\nR|阅读 10万+"
    ),
    "a letter from a reader": (
        "T|一封感谢信\n\nP|编辑同志：\n\nP1\n\nP|此致\nP|敬礼\n\nB|新桥镇居民 方晓春\nD|2019年4月2日"
    ),
    "a salutation without a title": "P|尊敬的读者：\nP1\nP2\nP|青河市图书馆",
    "torn after a measure word, in a number, in a quotation": (
        "T|搬家\nB|邢一南\n\n"
        "P|第一次搬家是水库要淹的那一年。全村人把桌椅、黑板和一口铜钟都搬到了坡上，一路上还排查了三座\n"
        "+|木桥。走一步响一声，山谷里全是回声。\n\nP|全村人用板车把桌椅和一口铜钟搬到坡上，铜钟重一百四\n"
        "+|十斤，是四个人抬上去的，山谷里全是回声。\n\n"
        "P|孩子们在帐篷里上了四个月的课，他们说：“老师，帐篷里的\n"
        "+|风会翻书。”风翻到哪一页，老师就讲哪一页，一页也没有落下。"
    ),
    "torn in the middle of a word": (
        "T|搬家\nB|邢一南\n\n"
        "P|新楼里唯独没有那口钟。老校长找到施工队，说钟可以不挂起来，放在门口就行，只要孩子们进门时能看\n"
        "+|见它，伸手能摸到它，施工队答应了，给它砌了一个台子。\n\nP1"
    ),
    "torn across a caption": (
        "T|粮库里的年轻人\nB|洪 波 时 雨\n\nP|保管员们手里的这本\n\nX|保管员在测量粮温。 洪波 摄\n\n"
        "P|册子已经翻得卷了边，哪一座仓在哪一天升了半度，都写得清清楚楚。\n\nP1"
    ),
    "a short answer between paragraphs": (
        "T|巡线工手记\nB|姚 舜\n\nP1\n\nP|塌方。\n\nP2\n\nP|没有人说话。\n\nP3"
    ),
    "a section and a title that both look like names": "C|金秋\nT|江南 水乡\n\nP1\n\nP2",
    "reviews that begin with a book title": (
        "T|本月书讯\n\nP|《水边的人》，作者顾小河，记十二位渔民。\n\n"
        "P|《旧车站》，作者冯一丁，十四万字。\n\nP1"
    ),
    "a report from Taiwan": (
        "C|地方焦點\nT|偏鄉小校的最後一屆　三個學生的畢業典禮\nB|〔記者陳以安／臺東報導〕\n"
        "D|2018-04-09 05:30\n\n"
        "P|山上的小學今年只有三個畢業生，典禮卻來了兩百多人。他說：「我怕念完就沒有了。」\n\n"
        "X|▲三名畢業生。（學校提供）"
    ),
}


@pytest.mark.parametrize("article", ARTICLES.values(), ids=ARTICLES)
def test_an_article_has_the_parts_an_editor_would_name(article: str) -> None:
    source, parts = parse_annotated(article)
    assert find_parts(source) == parts
    assert find_parts(source.replace("\n", "  \r\n")) == parts


MACHINE_FILES = {
    "a user database": (
        "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n"
        "bin:x:2:2:bin:/bin:/usr/sbin/nologin\nsys:x:3:3:sys:/dev:/usr/sbin/nologin\n"
        "sync:x:4:65534:sync:/bin:/bin/sync\n"
    ),
    "a table": (
        "序号,姓名,部门\n1,张三,信贷部\n2,李四,营业部\n3,王五,办公室\n4,赵六,信贷部\n5,孙七,营业部\n"
    ),
    "a log": (
        "2024-03-05 10:00:00,123 INFO  server: worker 0 is ready\n"
        "2024-03-05 10:00:01,123 INFO  server: worker 1 is ready\n"
        "2024-03-05 10:00:02,123 INFO  server: worker 2 is ready\n"
        "2024-03-05 10:00:03,123 INFO  server: worker 3 is ready\n"
        "2024-03-05 10:00:04,123 INFO  server: worker 4 is ready\n"
        "2024-03-05 10:00:05,123 INFO  server: worker 5 is ready\n"
        "2024-03-05 10:00:06,123 INFO  server: worker 6 is ready\n"
        "2024-03-05 10:00:07,123 INFO  server: worker 7 is ready\n"
        "2024-03-05 10:00:08,123 INFO  server: worker 8 is ready\n"
    ),
    "a log in Chinese": (
        "[2024-01-02 03:04:00] 服务启动成功，监听端口 8080\n"
        "[2024-01-02 03:04:01] 服务启动成功，监听端口 8081\n"
        "[2024-01-02 03:04:02] 服务启动成功，监听端口 8082\n"
        "[2024-01-02 03:04:03] 服务启动成功，监听端口 8083\n"
        "[2024-01-02 03:04:04] 服务启动成功，监听端口 8084\n"
        "[2024-01-02 03:04:05] 服务启动成功，监听端口 8085\n"
        "[2024-01-02 03:04:06] 服务启动成功，监听端口 8086\n"
        "[2024-01-02 03:04:07] 服务启动成功，监听端口 8087\n"
        "[2024-01-02 03:04:08] 服务启动成功，监听端口 8088\n"
    ),
    "a program": (
        "import os\n\ndef total(folder):\n    size = 0\n    for each in folder.rglob('*'):\n"
        "        size += each.size()\n    return size\n"
    ),
    "a script": (
        "#!/bin/sh\n# build the site and copy it\nset -e\nnpm run build\n# restart\nsystemctl restart web\n"
    ),
    "settings with comments": (
        "# the first line says what this is\n# and the second goes on with it\nname = pizhu\n\n# a path\n"
        "path = a\n"
    ),
    "names in columns": (
        "张三　李四　王五　赵六\n冯一　陈二　褚三　卫四\n朱一　秦二　尤三　许四\n孔一　曹二　严三　华四\n"
    ),
    "data": (
        '{\n  "name": "小报",\n  "authors": ["张三", "李四"],\n  "pages": [1, 2, 3],\n'
        '  "updated": "2024-03-05"\n}\n'
    ),
}


@pytest.mark.parametrize("source", MACHINE_FILES.values(), ids=MACHINE_FILES)
def test_lines_of_machine_files_stay_separate_paragraphs(source: str) -> None:
    lines = [line.strip() for line in source.split("\n") if line.strip()]
    assert find_parts(source) == [(BlockKind.PARAGRAPH, line) for line in lines]


@pytest.mark.parametrize("column", [30, 38])
@pytest.mark.parametrize(("indent", "between"), [("　　", "\n"), ("　　", "\n\n"), ("", "\n\n")])
def test_text_wrapped_at_any_column_is_unwrapped(column: int, indent: str, between: str) -> None:
    paragraphs = [MORNING + WELL, WELL + ROAD, ROAD + MORNING]
    body = between.join(wrapped(paragraph, column, indent) for paragraph in paragraphs)
    assert of_kind(f"豆腐坊通了公路\n本报记者 周 涛\n\n{body}\n", BlockKind.PARAGRAPH) == paragraphs


def test_full_lines_without_punctuation_are_not_joined() -> None:
    verse = "山前一口旧时井还在石头边上等着担水的人\n" * 9
    assert len(find_parts(verse)) == 9


def test_fenced_code_has_no_headings() -> None:
    source = f"# 小报\n\n{MORNING}\n\n## 用法\n\n```\n# 先装好\nxiaobao a.txt\n```\n\n{WELL}\n"
    assert of_kind(source, BlockKind.HEADING) == ["## 用法"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_parts_of_a_piece_with_a_column_and_a_date_are_found(encoding: str) -> None:
    draft = encoded(TEXTS[0], encoding)
    assert draft.column == "河湾新闻"
    assert draft.title == "河湾轮渡:办好“不误点、有灯光”的夜班船"
    assert draft.authors == ("林秋禾", "陈渡")
    assert draft.date == "2021-11-03"
    assert blocks_of(draft, BlockKind.HEADING) == ["雾里开船有办法", "票价不涨班次涨", "等船的人有热水"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_parts_of_a_page_of_pictures_are_found(encoding: str) -> None:
    draft = encoded(TEXTS[1], encoding)
    assert draft.kicker == "修好街坊“坏掉的东西”，青石巷这样做——"
    assert draft.title == "小铺不“小气” 一针一线见真情"
    assert draft.authors == ("许岚", "贺平", "欧阳知远")
    assert blocks_of(draft, BlockKind.HEADING) == ["把旧物修好", "把手艺教好", "把巷子连好"]
    assert len(blocks_of(draft, BlockKind.CAPTION)) == 8
    assert "本版图片由青石巷街坊会提供" in blocks_of(draft, BlockKind.CREDIT)[0]
    assert any("针对老人的插座老化的情况" in words for words in blocks_of(draft, BlockKind.PARAGRAPH))


@needs_samples
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_an_article_has_the_same_parts_in_every_encoding(encoding: str) -> None:
    source, parts = parse_annotated(ARTICLES["questions as headings"])
    draft, _ = read_text(source.encode(encoding), "a.txt")
    assert [(block.kind, draft.text[block.start : block.end]) for block in draft.blocks] == parts


def test_an_article_in_big5_has_the_same_parts() -> None:
    source, parts = parse_annotated(ARTICLES["a report from Taiwan"])
    draft, encoding = read_text(source.encode("big5"), "a.txt")
    assert encoding == "big5"
    assert [(block.kind, draft.text[block.start : block.end]) for block in draft.blocks] == parts


def without_white_space(words: str) -> str:
    return "".join(words.split())


SOURCES = st.text(
    alphabet="一二、。，的张三王记者—— \n\u3000\u200b“”（）2020年-3月摄图/#:：，01■A.b\r\x0c\u2028",
    max_size=300,
)


@settings(deadline=None, max_examples=examples(60))
@given(st.one_of(st.text(), SOURCES))
def test_only_white_space_is_ever_lost_added_or_moved(source: str) -> None:
    parts = find_parts(source)
    assert without_white_space("".join(words for _, words in parts)) == without_white_space(source)
    assert all(words and words.splitlines() == [words] for _, words in parts)


def encoded(path: Path, encoding: str) -> Draft:
    return read_text(path.read_text(encoding="utf-8").encode(encoding), path.name)[0]


def sample(number: str, encoding: str) -> Draft:
    return encoded(next(SAMPLES.glob(f"{number}_*.txt")), encoding)


def blocks_of(draft: Draft, kind: BlockKind) -> list[str]:
    return [draft.text[block.start : block.end] for block in draft.blocks if block.kind is kind]


@needs_samples
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_parts_of_the_first_sample_are_found(encoding: str) -> None:
    draft = sample("000", encoding)
    assert draft.column == "陕邮新闻"
    assert draft.title == "汉中邮政:打造“不断档、有温度”的金融服务"
    assert draft.authors == ("张丹琛", "叶江涛")
    assert draft.date == "2020-03-24"
    assert blocks_of(draft, BlockKind.HEADING) == ["线上服务有温度", "线下服务不缺位", "专业协同树品牌"]


@needs_samples
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_parts_of_the_second_sample_are_found(encoding: str) -> None:
    draft = sample("003", encoding)
    assert draft.kicker == "解决群众“急难愁盼”，浙江工行这么办——"
    assert draft.title == "小事不“小视” 点滴暖人心"
    assert draft.authors == ("朱华", "孟文", "郭昉杰")
    assert blocks_of(draft, BlockKind.HEADING) == ["把小事办好", "把急事办妥", "把难事办成"]
    assert len(blocks_of(draft, BlockKind.CAPTION)) == 8
    assert "本版图片由工行浙江省分行提供" in blocks_of(draft, BlockKind.CREDIT)[0]
    assert any("针对老人该笔存单的情况" in words for words in blocks_of(draft, BlockKind.PARAGRAPH))
