"""The order of tags by pinyin and by hand."""

from __future__ import annotations

from store.model.tag import Tag
from store.tags.sorting import arranged, moved, sorted_by_pinyin
from store.tags.tree import tree


def test_labels_are_sorted_by_pinyin_after_digits_and_letters() -> None:
    assert sorted_by_pinyin(["张", "北", "b", "安", "1", "A"]) == ["1", "A", "b", "安", "北", "张"]


def test_a_rare_character_stands_where_its_reading_is() -> None:
    assert sorted_by_pinyin(["张", "骁", "北", "麵", "安"]) == ["安", "北", "麵", "骁", "张"]


def test_what_was_not_arranged_by_hand_follows_by_pinyin() -> None:
    assert arranged(["北", "张", "安", "重"], ["重", "别", "张"]) == ["重", "张", "安", "北"]


def test_a_label_is_moved_among_its_siblings_and_stops_at_the_ends() -> None:
    assert moved(["甲", "乙", "丙"], "丙", -1) == ["甲", "丙", "乙"]
    assert moved(["甲", "乙", "丙"], "乙", -9) == ["乙", "甲", "丙"]
    assert moved(["甲", "乙", "丙"], "甲", 9) == ["乙", "丙", "甲"]


def test_the_tree_has_each_parent_before_its_children_in_their_order() -> None:
    tags = [Tag(name=name) for name in ("服务/线上", "服务/线下", "北", "服务")]
    assert [node.name for node in tree(tags, {})] == ["北", "服务", "服务/线上", "服务/线下"]
    by_hand = {"": ["服务"], "服务": ["线下"]}
    assert [node.name for node in tree(tags, {}, by_hand)] == ["服务", "服务/线下", "服务/线上", "北"]
