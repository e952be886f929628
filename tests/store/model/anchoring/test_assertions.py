"""Words that assert something else after a change of a character or two: the annotation becomes an orphan."""

from __future__ import annotations

import pytest

from store.model.anchoring import locate
from store.model.annotation import Anchor

BEFORE, AFTER = "昨天下午的村民会议上，大家", "，散会以后各自回家吃饭。"


def found(quote: str, old: str, new: str, *, former_is_known: bool = True) -> str | None:
    """The words that an annotation of ``quote`` is on after ``old`` became ``new``."""
    former, text = BEFORE + old + AFTER, BEFORE + new + AFTER
    start = former.index(quote)
    anchor = Anchor.at(former, start, start + len(quote))
    place = locate(anchor, text, former if former_is_known else None)
    return None if place is None else text[slice(*place)]


CHANGED = [
    ("同意修桥", "同意修桥", "不同意修桥"),
    ("同意", "同意修桥", "不同意修桥"),
    ("同意", "不同意修桥", "同意修桥"),
    ("同意", "同意修桥", "没有完全同意修桥"),
    ("同意", "会同意修桥", "不会同意修桥"),
    ("同意", "也从未同意修桥", "也同意修桥"),
    ("同意在村口修一座桥", "同意在村口修一座桥", "并非同意在村口修一座桥"),
    ("表示同意在村口修桥", "表示同意在村口修桥", "表示不同意在村口修桥"),
    ("可以在村口的河上修桥", "可以在村口的河上修桥", "勿在村口的河上修桥"),
    ("村里有人反对修桥", "村里有人反对修桥", "村里无人反对修桥"),
    ("they agreed to build", "they agreed to build", "they never agreed to build"),
    ("agree", "they don't agree to build", "they do agree to build"),
    ("修桥花了三万元", "修桥花了三万元", "修桥花了五万元"),
    ("万元", "修桥花了三万元", "修桥花了五万元"),
    ("元的石料", "买了三万元的石料", "买了三亿元的石料"),
    ("修桥要花去村里大约", "修桥要花去村里大约5%", "修桥要花去村里大约6%"),
    ("修桥的人增加了12.5%左右", "修桥的人增加了12.5%左右", "修桥的人增加了12.8%左右"),
    ("修桥的人增加了百分之三", "修桥的人增加了百分之三", "修桥的人增加了百分之四"),
    ("修桥的人增加了５％左右", "修桥的人增加了５％左右", "修桥的人增加了８％左右"),
    ("定在2024年3月5日开始修桥", "定在2024年3月5日开始修桥", "定在2024年3月15日开始修桥"),
    ("定在二〇二四年开始修桥", "定在二〇二四年开始修桥", "定在二〇二五年开始修桥"),
    ("第三次讨论怎样修桥", "第三次讨论怎样修桥", "第四次讨论怎样修桥"),
    ("第③条写明怎样修桥", "第③条写明怎样修桥", "第④条写明怎样修桥"),
    ("按照1,200块石头算", "按照1,200块石头算", "按照12,200块石头算"),
    ("修桥花去了万把块钱", "修桥花去了万把块钱", "修桥花去了亿把块钱"),
    ("法定节日修桥", "这是法定节日修桥", "这是非法定节日修桥"),
    ("收到修桥的通知", "收到修桥的通知", "没收到修桥的通知"),
    ("落实修桥的办法", "落实修桥的办法", "没落实修桥的办法"),
    ("数据说明修桥的好处", "有数据说明修桥的好处", "无数据说明修桥的好处"),
    ("常任代表来修桥", "由常任代表来修桥", "由非常任代表来修桥"),
    ("禁止在村口修桥", "禁止在村口修桥", "不禁止在村口修桥"),
    ("接受修桥的条件", "接受修桥的条件", "拒绝接受修桥的条件"),
    ("在村口修桥", "将在村口修桥", "将停止在村口修桥"),
]


@pytest.mark.parametrize(("quote", "old", "new"), CHANGED)
@pytest.mark.parametrize("former_is_known", [True, False])
def test_a_changed_negation_or_number_makes_an_orphan(
    quote: str, old: str, new: str, former_is_known: bool
) -> None:
    assert found(quote, old, new, former_is_known=former_is_known) is None
    assert found(quote, old, old) == quote


@pytest.mark.parametrize(
    ("quote", "old", "new", "now"),
    [
        ("同意修桥", "同意修桥", "特别同意修桥", "同意修桥"),
        ("同意修桥", "同意修桥", "非常同意修桥", "同意修桥"),
        ("同意修桥", "同意修桥", "一致同意修桥", "同意修桥"),
        ("同意修桥", "不但同意修桥", "同意修桥", "同意修桥"),
        ("同意修桥", "没来，同意修桥", "来了，同意修桥", "同意修桥"),
        ("修桥", "不同意修桥", "同意修桥", "修桥"),
        ("修桥", "花五万元修桥", "花六万元修桥", "修桥"),
        ("花了1,200元修桥", "花了1,200元修桥", "花了1200元修桥", "花了1200元修桥"),
        ("不同意今年在村口修桥", "不同意今年在村口修桥", "没同意今年在村口修桥", "没同意今年在村口修桥"),
        ("不同意今年在村口修桥", "不同意今年在村口修桥", "不同意今年去村口修桥", "不同意今年去村口修桥"),
    ],
)
def test_other_changes_beside_the_words_or_in_them_keep_the_annotation(
    quote: str, old: str, new: str, now: str
) -> None:
    assert found(quote, old, new) == now
