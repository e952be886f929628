"""The Chinese titles of the actions, by their names in the settings.

The palette finds an action by them too. A catalogue of translations will take their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tui.keys.action import Scope

_EVERYWHERE = {
    "jump": "按字母跳转…", "last-import": "上次导入", "tour": "入门导览",
    "next-pane": "下一窗格", "previous-pane": "上一窗格", "zoom-pane": "放大窗格",
    "back-to-articles": "返回文章列表", "hide-pane": "隐藏窗格", "articles-pane": "文章窗格",
    "reading-pane": "正文窗格", "tags-pane": "标签窗格", "notes-pane": "批注窗格", "undo": "撤销",
    "redo": "重做", "export": "导出…", "import": "导入…", "stop": "停止", "help": "帮助",
    "palette": "命令面板", "command-line": "命令行", "cancel": "取消", "quit": "退出",
    "switch-theme": "切换主题", "settings": "设置…",
    "save-looks-as-default": "将当前外观存为默认", "repaint": "刷新屏幕",
}  # fmt: skip

_LIST_MOTIONS = {
    "down": "下移", "up": "上移", "page-down": "下翻一页", "page-up": "上翻一页",
    "half-a-page-down": "下翻半页", "half-a-page-up": "上翻半页", "first-line": "首行", "last-line": "末行",
}  # fmt: skip

_ARTICLES = {
    "find-article": "查找文章…", "next-article-found": "下一篇找到的文章",
    "previous-article-found": "上一篇找到的文章", "pick-article": "选中文章",
    "pick-all-articles": "选中全部文章",
    "pick-range-of-articles": "选中一段文章", "sort-articles": "文章排序…",
    "read-article": "阅读文章", "tag-article": "为文章加标签…", "write-note-on-article": "写文章备忘录…",
    "suggest-tags-for-article": "为文章推荐标签…", "star-article": "收藏文章",
    "next-status-of-article": "切换阅读状态", "edit-article-details": "编辑文章信息…",
    "earlier-texts-of-article": "文章的旧版本", "delete-article": "删除文章",
    "filter-articles": "筛选文章…", "show-all-articles": "显示全部文章", **_LIST_MOTIONS,
}  # fmt: skip

_READING = {
    "full-width-punctuation": "全角标点", "sticky-tag": "连续加标签…",
    "line-down": "下移一行", "line-up": "上移一行", "character-left": "左移一字",
    "character-right": "右移一字", "next-word": "下一词", "previous-word": "上一词", "end-of-word": "词尾",
    "next-sentence": "下一句", "previous-sentence": "上一句", "next-paragraph": "下一段",
    "previous-paragraph": "上一段", "next-heading": "下一标题", "previous-heading": "上一标题",
    "start-of-line": "行首", "end-of-line": "行尾", "page-down": "下翻一页", "page-up": "上翻一页",
    "half-a-page-down": "下翻半页", "half-a-page-up": "上翻半页", "top-of-pane": "窗格顶行",
    "middle-of-pane": "窗格中间行", "bottom-of-pane": "窗格底行", "start-of-article": "文章开头",
    "end-of-article": "文章末尾", "go-to-per-cent": "跳到百分比位置", "set-mark": "设置位置标记",
    "go-to-mark": "跳到位置标记", "back": "后退", "forward": "前进", "next-annotation": "下一条批注",
    "previous-annotation": "上一条批注", "next-changed-annotation": "下一条原文有变的批注",
    "previous-changed-annotation": "上一条原文有变的批注", "next-article": "下一篇文章",
    "previous-article": "上一篇文章", "find-in-text": "查找正文…", "next-match": "下一处匹配",
    "previous-match": "上一处匹配", "find-this-word": "查找此词", "seek-character": "按声母跳到后面的字",
    "seek-character-back": "按声母跳到前面的字", "seek-again": "再次按声母跳转",
    "seek-again-back": "反向按声母跳转", "select": "选择", "select-by-sentences": "按句选择",
    "other-end-of-selection": "选区另一端", "select-word": "选择词", "select-clause": "选择分句",
    "select-sentence": "选择句子", "select-paragraph": "选择段落", "cancel": "取消", "highlight": "高亮",
    "tag": "加标签…", "write-note": "写批注…", "write-note-in-editor": "用外部编辑器写批注…",
    "suggest-tags": "推荐标签…", "tag-again": "再次加同样的标签", "tag-everywhere": "全文加标签…",
    "tag-in-vivo": "原词编码", "choose-annotation": "选取重叠的批注",
    "move-ends-of-annotation": "调整批注范围", "tick-to-do": "勾选待办",
    "confirm-annotation": "确认批注位置", "place-note": "安放批注", "delete-annotation": "删除批注",
    "word-card": "词语卡片", "follow-link": "打开链接", "backlinks": "反向链接",
    "search-all-notes": "搜索全部批注…", "copy": "复制", "copy-with-source": "复制并附出处",
    "tag-article": "为文章加标签…", "star-article": "收藏文章", "next-status-of-article": "切换阅读状态",
    "edit-article-details": "编辑文章信息…", "kind-of-paragraph": "段落类型…", "join-words": "合并词语",
    "split-word": "拆分词语", "earlier-texts-of-article": "文章的旧版本",
    "annotations-by-person": "只看某人的批注…", "longer-lines": "加长每行", "shorter-lines": "缩短每行",
    "pinyin": "拼音", "focus": "专注当前句", "ruler": "行标尺", "justify": "两端对齐",
}  # fmt: skip

_TAGS = {
    "find-tag": "查找标签…", "next-tag-found": "下一个找到的标签", "previous-tag-found": "上一个找到的标签",
    "move-tag-up": "标签上移", "move-tag-down": "标签下移", "sort-tags": "标签排序",
    "add-tag-to-article": "给文章添加此标签", "rename-tag": "重命名标签…", "merge-tags": "合并标签…",
    "split-tag": "拆分标签…", "move-tag": "移动标签…", "describe-tag": "标签说明…",
    "colour-tag": "标签颜色…", "aliases-of-tag": "标签别名…", "pin-tag": "固定标签到数字键",
    "delete-tag": "删除标签…", "tag-card": "标签卡片", "backlinks-of-tag": "标签的反向链接",
    "search-all-notes": "搜索全部批注…", "only-articles-with-tag": "只看有此标签的文章",
    "also-articles-with-tag": "也看有此标签的文章", "only-articles-without-tag": "只看无此标签的文章",
    "unpick-tags": "取消选中标签", "pick-tag": "选中标签", "fold-tag": "折叠标签", "unfold-tag": "展开标签",
    **_LIST_MOTIONS,
}  # fmt: skip

_NOTES = {
    "go-to-text-of-note": "跳到批注原文", "edit-note": "编辑批注…",
    "edit-note-in-editor": "用外部编辑器编辑批注…", "tag-annotation": "为批注加标签…",
    "tick-to-do-of-note": "勾选批注中的待办", "confirm-annotation": "确认批注位置",
    "delete-annotation": "删除批注", "follow-link": "打开链接", "backlinks": "反向链接",
    "search-all-notes": "搜索全部批注…", "annotations-by-person": "只看某人的批注…", "cancel": "取消",
    **_LIST_MOTIONS,
}  # fmt: skip

_WRITING = {
    "word-left": "左移一词", "word-right": "右移一词", "delete-word-left": "删除前一词",
    "save-note": "保存批注", "leave-note": "退出批注编辑", "undo-edit": "撤销编辑", "redo-edit": "重做编辑",
    "list-of-notes": "批注列表",
}  # fmt: skip

CHINESE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        f"{scope.name.lower()}.{name}": title
        for scope, titles in {
            Scope.APP: _EVERYWHERE,
            Scope.ARTICLES: _ARTICLES,
            Scope.READING: _READING,
            Scope.TAGS: _TAGS,
            Scope.NOTES: _NOTES,
            Scope.WRITING: _WRITING,
        }.items()
        for name, title in titles.items()
    }
)
"""The Chinese title of each action, by :attr:`tui.keys.action.Action.id`."""

CHINESE_SCOPES: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.APP: "全局",
        Scope.ARTICLES: "文章",
        Scope.READING: "正文",
        Scope.TAGS: "标签",
        Scope.NOTES: "批注",
        Scope.WRITING: "写批注",
    }
)
"""The Chinese names of the scopes."""
