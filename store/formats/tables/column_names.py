"""What tables call the fields of articles."""

from __future__ import annotations

# Source: headers of exports of news databases, crawlers, forums, surveys and reference managers.
NAMES = {
    "text": (
        "正文 内容 內容 全文 文本 原文 正文内容 文章内容 文章正文 新闻内容 新闻正文 报道内容 正文文本 "
        "帖子内容 微博正文 微博内容 博文内容 评论内容 回答内容 笔记内容 文章全文 稿件内容 文字 段落 "
        "句子 content text body fulltext articlebody articletext articlecontent contenttext maintext "
        "bodytext newscontent rawtext plaintext paragraph passage document story message transcript "
        "sentence"
    ),
    "title": (
        "标题 標題 题目 題目 题名 題名 篇名 题 文章标题 新闻标题 正标题 主标题 主题名 文题 文章名 "
        "文章名称 文章题目 稿件标题 帖子标题 报道标题 视频标题 title headline heading articletitle "
        "newstitle posttitle subject 名称"
    ),
    "date": (
        "日期 时间 時間 发布日期 发布时间 發布日期 發布時間 发表日期 发表时间 出版日期 出版时间 "
        "刊登日期 刊发日期 刊出日期 见报日期 报道日期 报道时间 创建时间 更新时间 采集时间 年月日 年份 "
        "年 date datetime time ctime mtime utime published publishdate publisheddate publishedat "
        "publishtime publicationdate pubdate pubtime datepublished created createdat createdtime createtime "
        "posted timestamp year day"
    ),
    "author": (
        "作者 作者姓名 记者 記者 撰文 撰稿 撰稿人 署名 责任者 编写者 发布者 发布人 博主 昵称 用户名 "
        "author authors authorname byline creator writer reporter by username"
    ),
    "source": (
        "来源 來源 媒体 媒體 媒体名称 来源媒体 发布媒体 出处 出處 报纸 报刊 报纸名称 报纸名 刊名 刊物 "
        "期刊 文献来源 信息来源 文章来源 新闻来源 来源名称 公众号 公众号名称 网站 网站名称 站点 平台 "
        "机构 source sourcename publication publisher publicationtitle media outlet newspaper journal "
        "sitename site website account"
    ),
    "url": (
        "链接 連結 网址 網址 地址 原文链接 文章链接 新闻链接 原文地址 文章地址 链接地址 网页链接 url "
        "link href permalink articleurl sourceurl weburl pageurl originalurl uri"
    ),
    "tags": (
        "标签 標籤 关键词 關鍵詞 关键字 主题词 类别 分类 类型 话题 tags tag keywords keyword labels "
        "label category categories topics topic"
    ),
    "id": (
        "编号 編號 序号 序號 文章编号 文章id 新闻id 帖子id 唯一标识 id uuid guid docid documentid "
        "articleid newsid postid rowid key no number index"
    ),
    "note": "备注 備註 笔记 批注 note notes remark remarks annotation",
    "kicker": "引题 肩题 眉题 kicker",
    "subtitle": "副题 副标题 副標題 subtitle subheading",
    "column": "栏目 欄目 版块 板块 频道 专栏 版名 版面名称 section channel",
}
"""Names of columns by the field that they hold, in the form in which names are compared."""
