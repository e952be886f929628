"""Words and punctuation marks for the rules that find the parts of a press article.

Sources: function words and classifiers that cannot end a clause, from the chapters on word classes of
吕叔湘《现代汉语八百词》; marks from GB/T 15834-2011 (标点符号用法) and W3C CLREQ; labels as printed by
newspapers and public accounts. All in simplified and traditional characters.
"""

from __future__ import annotations

import re

FINAL = "。．！？!?…."
"""Marks that end a sentence."""
PAUSE = "，,、；;：:"
"""Marks within a sentence."""
CLOSING = "”’」』）)》】〉〕]﹂﹄\"'"
"""Closing quotes and brackets, which may follow the mark that ends a sentence."""
PAIRS = {"“": "”", "「": "」", "『": "』", "（": "）", "《": "》", "【": "】", "〔": "〕", "(": ")"}
"""Opening marks and their closing marks."""
NEVER_FIRST = "，。、；：！？”’」』）》】〉〕%％"
"""Marks that must not begin a line (避头)."""

CLASSIFIERS = (
    "笔筆份名项項张張条條座辆輛艘封幅枚颗顆棵株支篇册冊批宗桩樁件套间間台臺款户戶所只隻匹头頭双雙对對"
)
"""Classifiers that a noun must follow. Those that can replace a noun, such as 年 天 次 步, are excluded."""
CUT_AFTER_MEASURE = re.compile(
    rf"(?:[该該这這此某]|(?<!第)(?<!前)(?<!后)(?<![一二三四五六七八九十])(?:[两兩几幾数數]|[一二三四五六七八九十]|\d+))[{CLASSIFIERS}]$"
)
"""A determiner or numeral and a classifier without the noun: 该笔, 这份, 三名, but not 第三名."""
DETERMINED = re.compile(rf"[该該这這此某][{CLASSIFIERS}]$")
"""A determiner and a classifier. Unlike the others, no heading ends with these."""

CUT_AFTER_WORD = re.compile(
    r"(?:以及|并且|並且|或者|而且|关于|關於|对于|對於|由于|由於|为了|為了|因为|因為|如果|虽然|雖然|但是|不仅|不僅|不但|通过|通過|"
    r"按照|根据|根據|随着|隨著|随著|围绕|圍繞|经过|經過|作为|作為|(?<![起到立自])至于|除了|尤其是|特别是|特別是|包括|"
    r"(?<![目是有端])的|(?<![祥温溫平缓緩共饱飽谐諧家人柔暖讲講随隨])和|(?<![参參赠贈给給授相])与|(?<![参參赠贈给給授相])與|"
    r"(?<![健存实實潜潛内內自所现現外好])在|(?<![一火拖车車门門])把|(?<![棉毛夹夾植覆])被|"
    r"(?<![面应應相反绝絕不核校敌敵成配结結派])[对對]|(?<![方走面导導志倾傾转轉趋趨去意朝取风風动動奔内內外])向|"
    r"(?<![服听聽顺順跟自随隨遵盲])从|(?<![服听聽順顺跟自随隨遵盲])從|(?<![普涉危不以触觸波提论論顾顧])及)$"
)
"""A word that needs a continuation, unless it is the end of another word (方向, 应对, 参与)."""

NUMERAL_END = re.compile(r"(?:\d|(?<![一二三四五六七八九十])[一二三四五六七八九十百千万零两])$")
NUMERAL_START = re.compile(r"[\d.％%十百千万亿萬億](?![、．.）)])|[年月日元](?=[，。、的])")
"""The two parts of a torn number: the end of one line and the beginning of the next."""

KICKER_END = re.compile(r"(?:——|──|—|--|－－|……|[，,：:]|强调|強調|指出|时表示|時表示)$")
"""The ending of a kicker."""
DASHES = ("——", "──", "--", "－－", "⸺", "—")
"""The beginnings of a subtitle."""
COLUMN_MARK = re.compile(
    r"^(?:[【［\[〖].{1,14}[】］\]〗]|[■●◆□○◇★☆▍|]\s*\S{1,12}|(?:专栏|專欄|栏目|欄目)\s*[：:丨｜|]\s*\S{1,12})$"
)
COLUMN_END = re.compile(
    r"(?:新闻|新聞|观察|觀察|评论|評論|专栏|專欄|特稿|副刊|时评|時評|走基层|聚焦|关注|關注|要闻|要聞|漫谈|漫談|随笔|隨筆|杂谈|雜談|视点|视点|"
    r"专题|專題|专访|專訪|人物|论坛|論壇|广角|纵横|縱橫|快评|锐评|社论|社論|周刊|週刊|专版|特刊|文苑|茶座|之声|之窗|版)$"
)
"""The ending of a section name."""
GENRE = re.compile(
    r"^(?:散文|小说|小說|小小说|诗歌|詩歌|诗词|新诗|随笔|隨筆|杂文|雜文|评论|評論|社论|社論|短评|时评|時評|言论|特写|特寫|特稿|通讯|消息|"
    r"专访|專訪|访谈|訪談|对话|對話|书评|書評|影评|影評|连载|連載|副刊|文苑|文摘|纪实|報導文學|报告文学|读者来信|讀者投書)$"
)
"""A section named after a genre. Titles below it may be shorter than it."""
ASIDE = re.compile(r"^[（(][^（）()]{1,20}[）)]$")
"""A remark in brackets below a title: （节选）, （下篇）."""
MASTHEAD = re.compile(
    r"^《?(?P<name>[一-鿿]{2,14})》?\s*[（(]?(?:(?:19|20)\d\d\s*年?\s*(?:[,，]\s*)?)?"
    r"(?:第?\s*\d{1,3}\s*卷\s*(?:[,，]\s*)?)?第\s*\d{1,3}\s*期(?:\s*(?:[（(]?总第?\s*\d{1,4}\s*期[）)]?|(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月)?))?[）)]?$"
)
"""The name of a journal and its issue, above the title: 江北教育研究 2021年第3期."""
FOLIO = re.compile(r"^第?\s*[A-Z]?\d{1,3}\s*版.{0,12}$")
"""The page of a newspaper: 第01版：要闻."""
PAGE_NUMBER = re.compile(r"^[A-Z]\d{1,2}\s*[：:|\s]\s*[一-鿿·]{2,6}$")
"""A page, if a newspaper's name or date is beside it, or a title below: A03 深度. Else a title: G7 峰会."""

NUMBERED = re.compile(
    r"^(?:(?P<cn>第?[一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]{1,3}(?:[、．.：:,，]|\s|[章节節部分]{1,2}(?=\W|$)|$))|"
    r"(?P<paren>[（(][一二三四五六七八九十\d]{1,3}[）)])|(?P<digit>\d{1,2}(?:[、．.：:](?!\d)|\s|$))|"
    r"(?P<circle>[①-⑳⓪❶-❿㈠-㈩])|(?P<roman>[IVXⅠ-Ⅻ]{1,4}[.．、]?(?:\s|$))|(?P<part>(?:Part|PART|Chapter|No)\.?\s*\d+)|"
    r"(?P<mark>[■●◆◇▍▎▌★☆◎○►▶❖✦▪□]))"
)
"""The beginning of a numbered or marked heading. The matching group is its style."""
MARKDOWN = re.compile(r"^(#{1,6})\s+\S")
SPEAKER = re.compile(r"^([^\s，,。：:“「]{1,8})\s*[：:]")
SPEAKERS = re.compile(
    "问 答 問 记者 記者 主持人 主持 Q A 甲 乙 嘉宾 嘉賓 采访者 受访者 网友 編者 编者".replace(" ", "|")
)

_NAMED = r"(?:^|[\s。！？!?，,、；;：:（(【”」/／]|记者|記者|通讯员|通訊員)[一-鿿·]{1,12}\s*[/／]?\s*"
CAPTION_START = re.compile(
    r"^[（(]?(?:[▲△▼▽↑↓]|[图圖][为為：:｜|]|(?:[上下左右中]{1,2}|[大小主])[图圖][为為：:、是]|"
    r"[图圖](?:[一二三四五六七八九十\d]+\s*[：:、 　为為]|[①-⑳]\s*[：:、 　为為]?)|"
    r"[图圖]片(?:说明|說明)?\s*[：:]|(?:资料|資料|示意|效果)[图圖]片?\s*[：:])"
)
CAPTION_END = re.compile(
    rf"(?:{_NAMED}(?<![拍航])[摄攝]影?(?:影报道)?|[供][图圖]|(?:资料|資料|效果|示意)[图圖]片?|"
    r"[（(][^（()）]{0,20}(?:截[图屏圖]|供[图圖]|资料[图片]|資料[圖片]|网[图络]|配[图圖]|剧照|劇照|海报|油画|翻拍|提供|[摄攝])[)）]|视频截图|"
    r"(?:^|[\s。（(])(?:[图圖]片?|摄影|攝影|[图圖]片?[来來]源|[图圖]源)\s*[/／丨｜|：:]\s*\S{2,14}|[图圖]片?[来來]自\S{2,12}|"
    r"[图圖]片?(?:均|皆|都)?[由为]\S{2,20}?(?:提供|供[图圖]|所[摄攝]|拍[摄攝])|(?:供[图圖]|[摄攝])\s+\S{2,8}(?:发|發))[）)】\]]?[。.]?$"
)

CAPTION_SIGN = re.compile("[摄攝图圖截资資网剧劇海油翻提]")
"""A character that each line has at whose end :data:`CAPTION_END` matches. It is quick to look for."""

_EDITORS = (
    "责任编辑|責任編輯|责编|責編|编辑|編輯|美编|校对|校對|审核|審核|审校|监制|監製|终审|初审|复审|统筹|統籌|版式|排版|制图|製圖|制作|製作|"
    "值班编委|值班总编|主编|主編|总编辑|总监制|策划|出品|投稿邮箱|投稿|联系电话|爆料热线|新闻热线|热线电话|版权声明|免责声明|声明|转载|"
    "原标题|原題|原载|原載|原文链接|本文来源|文章来源|稿件来源|来源|來源|参考文献|参考资料|延伸阅读|推荐阅读|往期推荐"
)
CREDIT = re.compile(
    rf"^[（(【\[〔*※]?\s*(?:[一二三]审|(?:本[期版]|执行|流程|新媒体|微信|网页|高级|见习|值班|实习|图片|视觉|文字)?(?:{_EDITORS})(?:设计|設計|制作|编辑|人员)?\s*(?:[：:丨｜|/／]|\s(?=\S{{2,4}}(?:\s|$))))"
    r"|^[（(【\[]?(?:本版|本文|文中|本组|本組|题图|題圖|压题|以上|除署名外|部分)\S{0,8}(?:图片|圖片|照片|[图圖])(?:\S{0,4}(?:由|为|為|均|来自|來自|来源|系)|[：:]).{0,40}$"
    r"|^[（(【\[](?:作者(?:系|为|是|单位|简介|：|均|係|為|單位)|本文(?:来源|系|作者|原载|刊于|为|[节節摘]?[选選摘]自|[摘节節][编編選选]自|首[发發][于於]|[发發]表[于於]|刊[载載登][于於]|[转轉][载載]?自)|来源|來源|据|摘自|原载|转自|完|全文完|未完待续|下转|上接|編譯|编译|责编|责任编辑|編輯|编辑|图片?由|以上).{0,80}[）)】\]]$"
    r"|^(?:本文|以下|以下文章|以下内容|以下正文|文章|内容)(?:[均系为來来]|整理)?(?:节选|節選|摘选|摘选|选|選|摘|摘编|转载|轉載|转|轉|来|來)自[^。]{2,80}[。]?$"
    r"|^以下(?:文章|内容|內容)来源[于於][^。]{2,60}$"
    r"|^(?:本文作者|作者(?:系|为|是|单位|简介))(?:[^。]{0,80})[。]?$"
    r"|^[（(]?(?:来源|原载|刊于|载于)?[：:]?\s*《\s*[^《》]{2,16}\s*》\s*[（(,，]?.{0,4}(?:19|20)\d\d\s*年.{0,30}[）)版期日]$"
    r"|^(?:[-—–=\s*·]*(?:END|End|end|THE END|全文完|完)[-—–=\s*·]*)$"
)
"""A line about the production of the article: editors, picture credits, first publication."""
PICTURES_SUPPLIED = re.compile(
    r"^[（(【\[]?(?:[图圖照]片?由.{2,30}(?:提供|供[图圖])|(?:本[报刊版網网]|作者)?(?:资料|資料)[图圖]片?|"
    r"(?:[图圖]片|[图圖]|摄影|攝影|视频|视觉|供图|绘图|插画)\s*[：:丨｜|/／]\s*\S{1,14})[）)】\]]?[。]?$"
)
"""Picture credits: a credit at the end of an article, a caption within it."""

SLOGAN = re.compile(
    r"^[↑↓▲▼☝👆👇“「《]*(?:请|欢迎|歡迎)?(?:点击|點擊|长按|長按|扫码|掃碼|扫描|识别|戳|扫一扫|关注|關注|轻触|猛戳)"
    r"(?=[^。]{0,20}(?:蓝字|藍字|上方|下方|左下|右上|二维码|公众号|公眾號|阅读原文|閱讀原文|关注|關注|订阅|訂閱|星标|我们|我們))[^。]{2,28}$"
)
"""The appeal of a public account to follow it."""
COUNTED = re.compile(
    r"^(?:(?:阅读|閱讀|点赞|點贊|[赞贊]|在看|收藏|分享|评论|評論|浏览|转发|喜欢|留言|播放)(?:量|数|原文)?\s*[：:]?\s*(?:\d[\d.,]*\s*[万萬wWkK]?\+?)?|"
    r"点(?:分享|收藏|点赞|在看|亮)|(?:上一[篇条]|下一[篇条])[：:].{0,60}|返回(?:首页|列表|顶部)|打印|关闭|【(?:打印|关闭)】)$"
)
"""The counters and buttons of a website below an article."""
COMPLIMENT = re.compile(
    r"^(?:此致|敬礼|敬禮|祝|顺祝|順祝|顺颂|順頌|即颂|即頌|敬祝|敬颂|谨启|此复|安康|安好|健康|平安|快乐|快樂|好|工作顺利|万事如意|大安|近安|时祺|時祺|秋安|春安|夏安|冬安|台安|台祺|道安|文安|撰安|教安)[！!。]?$"
    r"|^(?:永远|永遠|最|深)?(?:(?:思念|想念|牵挂|牽掛|挂念|掛念|惦记|惦記|祝福|[爱愛想念])着?)?[你您](?:们|們)?的$"
)
"""The end of a letter, above its signature."""
INSTITUTION = re.compile(
    r"(?:公司|集团|集團|政府|委员会|委員會|董事会|董事會|理事会|居委会|村委会|业委会|人大|政协|局|厅|廳|部|院|大学|大學|学校|學校|中心|协会|協會|学会|银行|工会|党委|办公室|办公厅|团委)$"
)
"""The end of the name of an institution, above the subject of its notice."""
DIARY = re.compile(
    r"\d\s*日?(?:\s+(?:星期|[周週])[一二三四五六日天])?\s+[一-鿿]{0,8}(?:日[记記志誌]|[周週][记記志誌]|札[记記]|[随隨][笔筆记記]|[杂雜][记記]|手[记記]|小[记記]|[纪紀][事实實]|[游遊][记記])$"
)
"""The title of a diary that begins with its date: 2024年3月5日 搬家日记."""
DOCUMENT_NAME = re.compile(
    r"(?:通知|通告|公告|公示|通报|意见|决定|决议|批复|复函|函|请示|报告|办法|规定|细则|方案|规划|纲要|说明|启事|倡议书?|公开信|判决书|裁定书|调解书|决定书|起诉书|意见书|命令|令)(?:[（(][^（）()]{1,10}[）)])?$"
)
"""The end of the title of an official document, in simplified characters."""
DATELINE = re.compile(
    r"^[（(【〔\[]?(?:本[报報刊网網台社]|[^\s，。：]{2,8}[社网網报報刊])[^，。：]{0,24}?(?:讯|訊|电|電|消息)(?:[】）)〕\]]|\s*[（(]|\s|$)"
)
"""The beginning of a news report: 新华社北京3月5日电."""
DOCUMENT = re.compile(
    r"^(?:(?:索引号|索引號|发文字号|发文号|文号|文號|主题分类|主题词|主題|公开方式|公开范围|有效性|信息分类|信息名称|体裁|服务对象|文件编号|成文日期|生成日期|生效日期|发文日期|名称|分类|標籤|标签|"
    r"关键词|關鍵詞|责任部门|责任单位|所属栏目|栏目|专题|证券代码|股票代码|债券代码|证券简称|公告编号|编号|登记编号|案号|图书编号|中图分类号|文献标识码|DOI|基金项目|收稿日期)\s*[：:].{0,80}|\S{1,10}[〔\[［(（]\d{4}[〕\]］)）]\s*第?\s*\d{1,4}\s*号)$"
)
"""The number and class of an official document, below its title."""
ADDRESS = re.compile(
    r"(?:(?P<label>(?:原文|文章|本文|网页|網頁|來源|来源|新闻)?(?:链接|鏈接|連結|网址|網址|地址)|阅读原文|閱讀原文|原文|来源|來源|出处|出處|[Uu][Rr][Ll]|[Ll]ink)\s*[：:]\s*)?"
    r"(?P<address>https?://[^\s\u3000-\u9fff\uff00-\uffef]{4,2000}|doi:\s?10\.\S{4,200})"
)
"""The address of an article in a line of its own, with or without a label."""
INDEX_TERMS = re.compile(
    r"^[［\[【]?\s*(?:关\s?键\s?[词字]|關\s?鍵\s?[詞字]|中图分类号|文献标识码|文章编号|基金项目|收稿日期|DOI|Key\s?[Ww]ords)\s*[］\]】]?\s*[：:\s]"
)
"""The key words and numbers below the abstract of a paper."""
ANNOUNCED = re.compile(
    r"^(?:#[^#\s]{1,20}#\s*)*【((?![^【】]*(?:记者|記者|[讯訊电電]|[报報][导導道])】|[^【】]*(?:记者|記者))[^【】]{5,40})】(?=\s*\S)"
)
"""The title of a brief report, at the beginning of its text."""
MAIL_MARK = re.compile(
    r"^(?:[-—_*=\s]{2,}(?:转发的?|轉寄的?|原始?|(?:begin )?forwarded|original)"
    r"\s*(?:邮件|信息|消息|郵件|訊息|message|mail)[-—_*=\s:：]*"
    r"|begin forwarded message\s*[:：])$",
    re.IGNORECASE,
)
"""The line above a message that is forwarded."""
MAIL_HEADER = re.compile(
    r"^(?:(?P<subject>主题|主題|主旨|标题|標題|Subject)|发件人|發件人|寄件者|寄件人|发送人|收件人|收件者|抄送|密送|副本|"
    r"(?P<date>发送时间|發送時間|发件时间|寄件日期|傳送時間|时间|日期|Date|Sent)|From|To|Cc|Bcc|附件)\s*[：:]\s*\S",
    re.IGNORECASE,
)
"""A line above the text of an e-mail message."""
EDITORS_NOTE = re.compile(
    r"^[【\[（(]?(?:编者按|編者按|编者的话|编前话?|開欄語|开栏语|开栏的话|核心提示|内容提要|内容摘要|阅读提示|导读|导语|提要|摘要|引言)"
    r"(?:[】\]）)]|\s*[：:丨｜|]|\s|$)"
)
"""The beginning of an editor's note."""
REVIEWED_BOOK = re.compile(
    r"^《[^《》]{1,40}》.{0,80}(?:[著译譯编編]\s|[著译譯编編][，,、]|出版社|出版公司|书局|書局|[书書]店|定[价價])"
)
"""The book that is reviewed, with those who wrote and published it."""
ADDRESSED = re.compile("[您你]")
