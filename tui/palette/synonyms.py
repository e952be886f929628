"""Words that users type for the same thing. In the palette, each finds the titles that have another one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_ENGLISH = (
    "delete remove erase trash",
    "search find",
    "star bookmark favourite favorite",
    "tags codebook codes",
    "tag code label",
    "settings config configuration preferences options",
    "annotation highlight",
    "note memo comment",
    "colour color",
    "help manual shortcuts",
    "quit exit",
    "undo revert",
    "filter narrow",
    "merge combine",
    "theme colours colors skin",
    "article document text",
    "details metadata",
    "status state",
    "justify align",
    "pane panel window",
    "zoom maximise maximize",
    "import load",
)

_CHINESE = (
    "删除 移除 去掉",
    "查找 搜索 检索 寻找 搜寻 查询",
    "收藏 星标 书签",
    "标签 编码 代码",
    "批注 注释 笔记 备注 注解",
    "备忘录 备忘 笔记",
    "设置 配置 选项 偏好 设定 偏好设定",
    "导出 另存 汇出",
    "导入 载入 添加文件 汇入",
    "撤销 撤消 还原 复原 取消复原",
    "重做 恢复",
    "退出 离开 结束",
    "帮助 说明 按键 手册 快捷键 快速键",
    "主题 配色 外观 布景",
    "筛选 过滤",
    "重命名 改名 重新命名",
    "标签窗格 编码簿",
    "文章 文档",
    "高亮 标记 醒目标示 荧光笔 萤光笔",
    "正文 全文",
    "列表 清单",
    "窗格 面板",
    "导览 教程 教学",
    "推荐 建议",
)
"""Words of the mainland and of Taiwan, in simplified characters, as ``fold`` makes what users type."""


@cache
def _english() -> Mapping[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for line in _ENGLISH:
        words = frozenset(line.split())
        for word in words:
            groups[word] = groups.get(word, frozenset()) | words
    return groups


def forms_of_word(word: str) -> frozenset[str]:
    """Return an English word in lower case, and those that users type for the same thing."""
    return _english().get(word, frozenset()) | {word}


def forms_of_chinese_title(title: str) -> tuple[str, ...]:
    """Return a Chinese title, and what it becomes with other words for the same thing."""
    forms = [title]
    for line in _CHINESE:
        known = next((word for word in line.split() if word in title), None)
        if known is not None:
            forms += [title.replace(known, word) for word in line.split() if word != known]
    return tuple(forms)
