"""The metadata in bylines, date lines and datelines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.model.article import BlockKind, Metadata, join_blocks
from store.press.byline import authors, derive_metadata, is_byline, source
from store.press.parts import find_parts

NAMES = {
    "朱 华 孟 文 郭昉杰": ("朱华", "孟文", "郭昉杰"),
    "李　明　　王　芳": ("李明", "王芳"),
    "王 小 明": ("王小明",),
    "欧阳 明 王 华": ("欧阳明", "王华"),
    "諸葛 亮 記者": ("諸葛亮",),
    "本报记者 张三 李四 通讯员 王五": ("张三", "李四", "王五"),
    "本报记者张三通讯员李四": ("张三", "李四"),
    "新华社记者 张 三 李四光": ("张三", "李四光"),
    "张三、李四，王五；赵六/孙七&周八": ("张三", "李四", "王五", "赵六", "孙七", "周八"),
    "阿卜杜拉·买买提 张三": ("阿卜杜拉·买买提", "张三"),
    "John Smith": ("John Smith",),
    "By John Smith and Mary Jones": ("John Smith", "Mary Jones"),
    "作者：小满": ("小满",),
    "作者：张三（某大学教授）": ("张三",),
    "文 | 小满": ("小满",),
    "文/张三 图/李四": ("张三",),
    "张三/文 李四/图": ("张三",),
    "文/图 张三": ("张三",),
    "■ 本报记者 周 涛 文/图": ("周涛",),
    "□ 王晓明": ("王晓明",),
    "◎陈小满": ("陈小满",),
    "四川日报全媒体记者 陈小满 文 李四 摄": ("陈小满",),
    "本报记者 张三 北京报道": ("张三",),
    "记者 张三 摄影报道": ("张三",),
    "記者王小明／台北報導": ("王小明",),
    "（记者 张三 实习生 李四）": ("张三", "李四"),
    "撰文：张三 编辑：李四": ("张三",),
    "本报评论员": ("本报评论员",),
    "林晓禾 叶一舟   2020-03-24": ("林晓禾", "叶一舟"),
    "原创 小满 城市慢读 2024-03-05 08:00 北京": ("小满",),
    "水一方 山中杂记 2024-03-05 08:00 发表于北京": ("水一方",),
    "文丨水一方": ("水一方",),
    "通讯员 卜一方 于小海": ("卜一方", "于小海"),
    "周 涛 2024-03-05 于北京": ("周涛",),
    "本报记者 欧阳雪 司徒 明 古丽娜尔·买买提 通讯员 阿依古丽 白 洁": (
        "欧阳雪",
        "司徒明",
        "古丽娜尔·买买提",
        "阿依古丽",
        "白洁",
    ),
    "青石镇居民 陈小满": ("陈小满",),
    "高 原": ("高原",),
    "记者 高原": ("高原",),
    "高原 2024-03-05": ("高原",),
    "林夏/青石晚报": ("林夏",),
    "执笔/叨叨姐、胡一刀&李小飞刀": ("叨叨姐", "胡一刀", "李小飞刀"),
    "记者陈智 整合": ("陈智",),
    "采写：青石都市报见习记者 林子沛": ("林子沛",),
    "时间：2024.09.24 来源：青石日报 作者：南帆 分享到：": ("南帆",),
    "[美]约翰·里德 著　林小满 译": ("约翰·里德",),
    "作者：[英] 约翰·里德 翻译：林小满": ("约翰·里德",),
    "林小满 译": ("林小满",),
    "文_陈小满 摄影_林夏": ("陈小满",),
    "文 陈小满 圖 林夏": ("陈小满",),
    "文、图／阿米": ("阿米",),
    "陳小滿／大學助理教授": ("陳小滿",),
    "陈小满1，林 夏1，司马文2": ("陈小满", "林夏", "司马文"),
    "作者：陈小满 林夏 【字号：大 中 小】": ("陈小满", "林夏"),
    "江北视界 见习记者 陈小满 记者 林夏 上海报道": ("陈小满", "林夏"),
    "〔明〕沈周": ("沈周",),
    "弟　郁寒　頓首": ("郁寒",),
    "聯合報／ 記者王小明／基隆即時報導": ("王小明",),
    "江北县人民医院皮肤科主任医师　江华": ("江华",),
    "记者逄小雨、禤一鸣": ("逄小雨", "禤一鸣"),
    "作　者：陈小满": ("陈小满",),
    "文◎陈小满": ("陈小满",),
    "撰文—陈小满": ("陈小满",),
    "文/陈小满 编/阿贵": ("陈小满",),
    "文 | 青石观察，作者 | 陈小满，编辑 | 林夏": ("陈小满",),
    "@陈小满": ("陈小满",),
    "陈小满、林夏 | 文": ("陈小满", "林夏"),
    "陈小满、林夏等": ("陈小满", "林夏"),
    "本报记者 陈小满 通讯员 林夏 刘斌文/图": ("陈小满", "林夏", "刘斌"),
    "【記者王小明台北報導】": ("王小明",),
    "（中央社記者王小明台北1日電）": ("王小明",),
    "編譯王小明／綜合外電": ("王小明",),
    "约翰·里德 文 林小满 译": ("约翰·里德",),
    "文/约翰·里德 译/林小满": ("约翰·里德",),
    "撰文：若昂·席尔瓦 JOÃO SILVA": ("若昂·席尔瓦",),
    "作者：陈小满，系青石大学教授": ("陈小满",),
    "新华社记者陈小满、阿呷日火": ("陈小满", "阿呷日火"),
    "本报实习生 禾 苗": ("禾苗",),
    "记者 陈小满 通讯员 市气象局": ("陈小满",),
    "文/本刊特约评论员": ("本刊特约评论员",),
    "执笔人：陈小满 林夏": ("陈小满", "林夏"),
    "讲述：陈小满 七十二岁": ("陈小满",),
    "菜园小李于 2022-04-25 14:32:19 发布": ("菜园小李",),
    "陈小满¹，林夏¹'²，Wang Lei³": ("陈小满", "林夏", "Wang Lei"),
    "作者：陈小满 公众号：小满的树洞": ("陈小满",),
    "Posted by 陈小满 on 2022-03-01": ("陈小满",),
}


@pytest.mark.parametrize(("line", "names"), NAMES.items())
def test_names_are_read_from_a_byline(line: str, names: tuple[str, ...]) -> None:
    assert authors(line) == names
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "上下同心",
        "金秋",
        "江南",
        "温暖 江山",
        "居民 安心 过年",
        "上下同心，共克时艰",
        "方便群众 温暖人心",
        "记者：您怎么看？",
        "记者：您好",
        "记者眼中的春运",
        "从“看病难”到“家门口”",
        "责任编辑：张三",
        "作者：佚名",
        "发布者：admin",
        "关于表彰先进工作者的决定",
        "答题人：陈小满",
        "2024年3月5日",
        "井台换过两回石头，水却一直没有断过。",
        "",
    ],
)
def test_other_lines_are_not_bylines(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("2024-03-05 来源：青石日报", "青石日报"),
        ("來源：《青石時報》", "青石時報"),
        ("（本文来源：青石网）", "青石网"),
        ("新华社北京3月5日电 记者张三", "新华社"),
        ("青石日报 2024年03月05日 第03版", "青石日报"),
        ("本报讯", ""),
        ("来源：人民日报2024-05-13 08:49", "人民日报"),
        ("2024年09月24日 18:57 参考消息", "参考消息"),
        ("华夏人文 2024-09-24 18:14:21", "华夏人文"),
        ("2024年05月16日 17:02 新京报作者：新京报", "新京报"),
        ("2024-09-24 15:10:53 字号：A- A A+ 来源：青石网", "青石网"),
        ("发布者：宣传部发布时间：2023-07-18来源：青石大学浏览次数：286", "青石大学"),
        ("《 青石日报 》（ 2023年11月08日   13 版）", "青石日报"),
        ("本报记者 张三", ""),
    ],
)
def test_the_source_is_read_if_it_is_named(line: str, paper: str) -> None:
    assert source(line) == paper


def metadata_of(*parts: tuple[BlockKind, str]) -> Metadata:
    return derive_metadata(*join_blocks(list(parts)))


def test_metadata_follow_the_kinds_of_the_blocks() -> None:
    paragraph = (BlockKind.PARAGRAPH, "水一直没有断。")
    before = metadata_of((BlockKind.PARAGRAPH, "一口井"), (BlockKind.PARAGRAPH, "陈小满"), paragraph)
    after = metadata_of((BlockKind.TITLE, "一口井"), (BlockKind.BYLINE, "陈小满"), paragraph)
    assert (before.title, before.authors) == ("一口井", ())
    assert (after.title, after.authors) == ("一口井", ("陈小满",))


def test_every_part_of_the_head_becomes_metadata() -> None:
    metadata = metadata_of(
        (BlockKind.COLUMN, "【时评】"),
        (BlockKind.KICKER, "镇里这么办——"),
        (BlockKind.TITLE, "一口井"),
        (BlockKind.SUBTITLE, "——青石镇小记"),
        (BlockKind.BYLINE, "陈小满 周 涛"),
        (BlockKind.DATE, "2024-03-05 来源：青石日报"),
    )
    assert metadata == Metadata(
        title="一口井",
        kicker="镇里这么办——",
        subtitle="——青石镇小记",
        column="时评",
        authors=("陈小满", "周涛"),
        date="2024-03-05",
        source="青石日报",
    )


def test_without_a_title_block_the_first_sentence_is_the_title() -> None:
    assert metadata_of((BlockKind.PARAGRAPH, "水一直没有断。井台换过两回石头。")).title == "水一直没有断"


def test_a_title_from_the_text_has_at_most_30_code_points() -> None:
    title = metadata_of((BlockKind.PARAGRAPH, "水" * 29 + "，" + "井" * 20)).title
    assert title == "水" * 29


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("本报成都1月6日电（记者陈小满）水一直没有断。", ("陈小满",)),
        ("本报讯（记者 陈小满 通讯员 李大海）水一直没有断。", ("陈小满", "李大海")),
        ("〔記者王小明／台北報導〕水一直沒有斷。", ("王小明",)),
        ("【青石网】（记者 陈小满）水一直没有断。", ("陈小满",)),
        ("（中央社記者王小明台北5日電）水一直沒有斷。", ("王小明",)),
        ("他说（记者们都在）水一直没有断。", ()),
    ],
)
def test_reporters_are_read_from_a_dateline(opening: str, names: tuple[str, ...]) -> None:
    metadata = metadata_of((BlockKind.TITLE, "一口井"), (BlockKind.PARAGRAPH, opening))
    assert metadata.authors == names
    assert metadata.date == ""


def test_only_the_first_paragraph_can_have_a_dateline() -> None:
    assert (
        metadata_of(
            (BlockKind.PARAGRAPH, "水一直没有断。"), (BlockKind.PARAGRAPH, "本报讯（记者陈小满）")
        ).authors
        == ()
    )


@pytest.mark.long
@given(st.text())
def test_parsing_any_line_never_raises(line: str) -> None:
    assert isinstance(authors(line), tuple)
    assert isinstance(source(line), str)
    assert is_byline(line) in (True, False)


def test_photographers_are_not_authors_if_there_is_a_writer() -> None:
    metadata = metadata_of(
        (BlockKind.TITLE, "一口井"), (BlockKind.BYLINE, "文丨水一方"), (BlockKind.BYLINE, "图丨小树")
    )
    assert metadata.authors == ("水一方",)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("守着一条河长大，", "又守着一条河变老"), "守着一条河长大，又守着一条河变老"),
        (("一口井", "两代人"), "一口井 两代人"),
    ],
)
def test_a_title_of_two_lines_is_joined(lines: tuple[str, ...], title: str) -> None:
    assert metadata_of(*((BlockKind.TITLE, line) for line in lines)).title == title


def test_decoration_is_removed_from_a_section_name() -> None:
    assert [
        metadata_of((BlockKind.COLUMN, words)).column
        for words in ("【记者手记】", "记者手记｜", "■ 记者手记")
    ] == ["记者手记"] * 3


OPENING = "入冬以后，山下的茶园歇了工，茶农们聚在晒场上修竹匾，今年的春茶比往年晚了半个月，价钱却高了两成。"


def report(dateline: str, *below: str) -> Metadata:
    parts = find_parts(
        "\n\n".join(["茶园冬日", dateline + OPENING, "“价钱高是好事。”合作社的人说。", *below])
    )
    return derive_metadata(*join_blocks(parts))


@pytest.mark.parametrize(
    "helpers",
    ["（参与采写：赵敏）", "（参与采写记者：赵敏）", "参与记者：赵敏", "协助采访：赵敏", "（记者 赵敏）"],
)
def test_who_took_part_follows_the_reporters_of_the_dateline(helpers: str) -> None:
    assert report("新华社青石3月4日电（记者 陈小满、林 山）", helpers).authors == ("陈小满", "林山", "赵敏")


def test_who_signs_below_precedes_who_took_part() -> None:
    assert report("新华社青石3月4日电 ", "（参与采写：赵敏）", "（记者 陈小满）").authors == (
        "陈小满",
        "赵敏",
    )


@pytest.mark.parametrize(
    "dateline",
    [
        "新华社青石2021年3月4日电（记者陈小满）",
        "（新华社青石二〇二一年三月四日电）",
        "中新社青石 2021年3月4日电 (记者 陈小满)",
        "本报2021年3月4日讯（记者 陈小满）",
    ],
)
def test_the_complete_date_of_a_dateline_is_that_of_the_report(dateline: str) -> None:
    assert report(dateline).date == "2021-03-04"


def test_a_printed_date_precedes_that_of_the_dateline() -> None:
    dateline = "新华社青石2021年3月4日电（记者陈小满）"
    assert report(dateline, "《青石日报》（2021年3月5日 02版）").date == "2021-03-05"


@pytest.mark.parametrize(
    "dateline", ["青石报社的人2021年3月4日电话通知：", "新华社青石3月4日电 ", "2021年3月4日，"]
)
def test_other_days_in_the_opening_are_no_date(dateline: str) -> None:
    assert report(dateline).date == ""


def test_a_space_before_the_day_of_a_dateline_hides_no_agency() -> None:
    assert report("中新社青石 2021年3月4日电 (记者 陈小满)").source == "中新社"


@pytest.mark.parametrize(
    ("line", "names", "account"),
    [
        ("原创 陈小满青石夜话", ("陈小满",), "青石夜话"),
        ("原創 陳小滿青石夜話", ("陳小滿",), "青石夜話"),
        ("原创陈小满青石夜话2021年3月4日 08:30湖北", ("陈小满",), "青石夜话"),
        ("原创 王磊青石晚报", ("王磊",), "青石晚报"),
        ("原创 青石夜话青石夜话", (), "青石夜话"),
        ("原创 青石夜话", (), "青石夜话"),
    ],
)
def test_the_line_of_a_public_account_that_lost_its_spaces(
    line: str, names: tuple[str, ...], account: str
) -> None:
    parts = find_parts(f"茶园冬日\n{line}\n点击上方蓝字关注我们\n{OPENING}\n“价钱高是好事。”合作社的人说。")
    found = derive_metadata(*join_blocks(parts))
    assert (found.title, found.authors, found.source) == ("茶园冬日", names, account)


def test_a_title_may_begin_with_the_word_original() -> None:
    parts = find_parts(f"原创音乐的春天\n记者 陈小满\n{OPENING}\n“价钱高是好事。”合作社的人说。")
    assert derive_metadata(*join_blocks(parts)).title == "原创音乐的春天"
