"""What a website prints around an article: menus, buttons, counters, breadcrumbs, related links."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from store.chinese.folding import fold


@lru_cache(maxsize=256)
def _plain(line: str) -> str:
    """The line in compatibility form, simplified characters and lower case."""
    return fold(unicodedata.normalize("NFKC", line))


# Source: the furniture of the news sites, portals and blogs of mainland China, Taiwan and Hong Kong.
_WIDGETS_LIST = (
    "字号|字體|字体|字級|字级|字型|文字大小|字体大小|大|中|小|特大|超大|加大|缩小|放大|默认|正常|标准|大字|小字|大字号|小字号|中字号|A|A-|A+|A＋|AA|T|T+|T-|T大|T小|"
    "Aa|+|-|＋|－|A－|T｜T|分享|反馈|意见反馈|添加喜爱|增大字体|减小字体|加载中...|加载中|取消|允许|知道了|确定|分享到|分享至|分享:|分享到:|分享至:|一键分享|微信|"
    "微博|新浪微博|腾讯微博|QQ|QQ空间|QQ好友|空间|朋友圈|易信|豆瓣|人人网|开心网|更多|复制|复制链接|复制网址|钉钉|facebook|Facebook|LINE|Line|line|"
    "twitter|Twitter|X|Email|email|E-mail|WhatsApp|Telegram|Plurk|微信好友|微信扫码|海报|生成海报|二维码|收藏|取消收藏|举报|我要举报|"
    "投诉|打印|列印|打印本页|打印此文|打印文章|关闭|關閉|关闭窗口|关闭本页|纠错|我要纠错|评论|我要评论|我来说两句|发表评论|写评论|点赞|點讚|赞|讚|顶一下|踩一下|在看|转发|转载|轉寄|儲存|推荐|"
    "订阅|关注|追蹤|+关注|＋关注|已关注|关注TA|加关注|取消关注|私信|留言|回复|回覆|打赏|赞赏|投币|弹幕|不感兴趣|上一版|下一版|版面概览|版面概覽|标题导航|標題導航|版面目录|版面图|往期回顾|日期检索|高级检索|上一期|下一期|上一版面|下一版面|版面导航|网摘|"
    "商城|手机看新闻|手机看|参与互动|试听|听报道|听新闻|听全文|正在加载|加载更多|官方账号|作者|简介|朗读|语音播报|语音朗读|全文朗读|播报|播报文章|播放|暂停|倍速|收听|00:00|"
    "手机阅读|手机查看|手机版|电脑版|桌面版|客户端|下载|下载客户端|下载APP|打开APP|打开|APP|查看原图|原图|高清大图|上一张|下一张|返回|返回列表|返回首页|返回顶部|回到顶部|"
    "回顶部|TOP|Top|top|上一页|下一页|上一頁|下一頁|首页|尾页|阅读全文|展开|展开全文|展开更多|收起|全文|查看更多|点击加载更多|登录|登入|注册|註冊|登录/注册|退出|搜索|"
    "搜尋|站内搜索|会员中心|个人中心|English|EN|繁体|繁體|简体|简|繁|無障礙|无障碍|无障碍浏览|长者模式|适老化|设为首页|加入收藏|转载▼|标签:|分类:|正文|正文:|"
    "用微信扫码二维码|用微信扫一扫|微信扫一扫|扫一扫|扫码关注|扫码阅读|扫码分享|分享至好友和朋友圈|打开微信扫一扫|用手机扫码|扫码下载客户端|本文共|阅读|閱讀|浏览|瀏覽|点击|人气|播放量|"
    "来源|原创|原創|跳至内容|跳至內容|跳到内容|跳转到内容|跳至正文|跳到正文|跳至主要内容|跳到主要内容|跳至主要內容|跳到主要內容|跳到主内容|"
    "Skip to content|Skip to main content|"
    "返回目录|返回目錄|目录|上一篇|下一篇|全文复制|复制全文|放大+|缩小-|放大＋|缩小－|只看该作者|只看楼主|只看大图|倒序浏览|正序浏览|倒序看帖|显示全部楼层|电梯直达|使用道具|关注问题|写回答|邀请回答|好问题|添加评论|收起评论|展开评论|查看评论|添加收藏|发私信|加好友|用LINE传送|用line傳送|傳送|听全文|收听全文"
)
_WIDGETS = frozenset(map(_plain, _WIDGETS_LIST.split("|")))
_PAGE_TURNS = frozenset(map(_plain, ("上一页", "下一页", "上一頁", "下一頁", "尾页", "尾頁")))
"""Buttons beside which stand the numbers of pages."""
_MENU_LIST = (
    "首页|首頁|主页|网站首页|要闻|要聞|新闻|新聞|时政|時政|国内|國內|国际|國際|社会|社會|财经|財經|经济|經濟|金融|股市|股票|基金|理财|产经|产业|商业|地产|房产|房產|汽车|"
    "汽車|科技|数码|互联网|通信|家电|军事|軍事|体育|體育|娱乐|娛樂|文化|文娱|文旅|旅游|旅遊|教育|健康|医疗|生活|生活服务|时尚|時尚|女性|亲子|美食|家居|读书|讀書|历史|歷史|"
    "艺术|藝術|游戏|遊戲|动漫|星座|情感|人物|公益|环保|生态|三农|乡村振兴|法治|法制|反腐|理论|党建|人事|评论|評論|观点|觀點|言论|社论|社論|专栏|專欄|博客|部落格|论坛|論壇|"
    "图片|圖片|图集|视频|視頻|影音|影片|直播|音频|广播|专题|專題|访谈|滚动|滚动新闻|快讯|即时|即時|最新|最新消息|热点|热榜|排行|排行榜|头条|頭條|独家|深度|调查|数据|地方|"
    "地方频道|本地|港澳|港澳台|台湾|台灣|两岸|兩岸|港闻|港聞|华人|侨务|北京|上海|天津|重庆|广东|江苏|浙江|山东|全球|亚太|美国|政治|焦點|焦点|副刊|版面|电子报|数字报|報紙|"
    "报纸|杂志|邮箱|商城|更多|登录|登入|注册|註冊|搜索|搜尋|政务公开|政务服务|互动交流|走进|机构|机构概况|信息公开|通知公告|公告|公示|政策|政策法规|政策解读|办事服务|联系我们|"
    "关于我们|关于|关于我|留言板|留言簿|归档|歸檔|友链|友情链接|相册|标签云|标签|分类|网站地图|帮助|下载中心|会员|客户端|手机版|English|EN|旧版|设为首页|加入收藏|订阅|服务|活动|招聘|招生|学术|科研"
)
_MENU = frozenset(map(_plain, _MENU_LIST.split("|")))
_HOME = frozenset(map(_plain, ("首页", "首頁", "主页", "主頁", "网站首页", "網站首頁", "返回首页", "Home")))
"""The first item of a menu."""
_FEWEST_ITEMS = 3
"""Items of a line that is a menu because its first is :data:`_HOME`."""
_LONGEST_ITEM = 8
"""Code points of the longest of them."""
_HOME_AND_ITEMS = re.compile("(?:首[页頁]|主[页頁])(?:[一-鿿]{2}){2,14}")
"""Such a line without its spaces: 首页新闻茶业."""
_COUNTER = (
    r"(?:(?:字数|字數|赞同|贊同|我要评论|阅读|閱讀|点击|點閱|點擊|浏览|瀏覽|评论|評論|查看|人气|人氣|访问|訪問|播放|转发|分享|收藏|点赞|點讚|赞|讚|喜欢|在看|参与|參與|留言|回复|回應|下载|推荐|关注|(?:[初中高][级級])?粉[丝絲]|热度|跟贴|观看|围观)"
    r"(?:量|次数|次數|数|數|人数|人數)?\s*[:|]?\s*[(\[]?\s*\d[\d,.]*\s*[万萬亿kKwW]?\+?\s*[次人个條条]?\s*[)\]]?)"
    r"|(?:(?<![\d.])\d[\d,.]*\s*[万萬kKwW]?\+?\s*(?:次|人|个|個|条|條|位)?\s*(?:赞同(?:了该(?:文章|回答|想法))?|阅读|閱讀|点击|點擊|浏览|瀏覽|评论|評論|跟贴|跟帖|人?参与|参与|收藏|转发|分享|点赞|讚|赞|喜欢|粉丝|关注|回复|回答|留言|"
    r"做过|读过|看过|听过|观看|播放|在看|热度|views?|comments?|likes?|shares?)(?:过|了)?)"
    r"|(?:(?:阅读|閱讀|点击|點擊|浏览|瀏覽|访问|訪問|评论|評論)(?:量|次数|次數|数|數)?\s*:\s*(?:次|人次)?(?=\s*$))|(?:全文|本文)?(?:共|约)?\s*\d[\d,]*\s*(?:个)?字(?:数)?(?:\s*[,，]?\s*(?:阅读)?(?:大?约|需|预计)*\s*\d+\s*分钟(?:阅读)?)?|(?:阅读|閱讀)(?:时间|時間)?\s*[:约需]*\s*\d+\s*分[钟鐘]"
)
COUNTERS = re.compile(_COUNTER, re.IGNORECASE)
"""Counters of a website, in compatibility form (NFKC)."""
PLACES = (
    "北京|上海|天津|重庆|重慶|河北|山西|辽宁|遼寧|吉林|黑龙江|黑龍江|江苏|江蘇|浙江|安徽|福建|江西|山东|山東|河南|湖北|湖南|广东|廣東|海南|四川|贵州|貴州|云南|雲南|陕西|陝西|甘肃|甘肅|青海|台湾|臺灣|台灣|"
    "内蒙古|广西|西藏|宁夏|新疆|香港|中国香港|中国澳门|中国台湾|澳门|澳門|广州|深圳|杭州|南京|成都|武汉|西安|苏州|青岛|长沙|郑州|沈阳|大连|厦门|宁波|济南|合肥|福州|昆明|哈尔滨|长春|台北|臺北|高雄|台中|臺中|新北|基隆|"
    "美国|日本|英国|法国|德国|加拿大|澳大利亚|新加坡|韩国"
)
"""Provinces, large cities and countries that a website prints as the place of publication."""
_PLACE = re.compile(f"(?:{PLACES})[省市]?")
POSTED_FROM = re.compile(
    rf"(?<![一-鿿])(?:发布|發布|发表|發表|编辑|来自|來自)\s*[于於自]?\s*(?:{PLACES})[省市]?(?=\s|$)|(?:来自|來自)\s+[^:]{{0,16}}(?:客户端|网页版|微博|手机|超话|iphone|ipad|android|安卓|华为|荣耀|小米|红米|oppo|vivo|huawei|honor|xiaomi|redmi)[^:]{{0,16}}$|IP\s*属地\s*:?\s*(?:{PLACES})?|(?<=\s)(?:{PLACES})\s*$|(?:发表|发布)[于於]\s*\S{{2,4}}(?=\s|$)",
    re.IGNORECASE,
)
"""The place of publication after a date, in compatibility form."""
BUTTONS = re.compile(
    r"[\[(【]?\s*(?:字[号號体體級级](?:大小)?|文字大小)\s*[:|]?(?:\s*[\[(【]?\s*(?:特大|超大|大|中|小|默认|标准|正常|T[+-]?|A\s?[+-]?(?![\w]))\s*[\])】]?(?:\s*[/|])?)*"
    r"|(?<![\w])[AT]\s?[+-](?:\s+[AT]\s?[+-]?|\s+[+-])*(?![\w])|(?<![\w])[AT](?:\s+[AT]?[+-])+(?![\w])|(?<![\w])[小中大](?:\s+[中大小特超]+){1,3}(?=\s|$)|(?<!\w)[小大中]字号|(?<!\w)(?:\d{1,4}\s*[楼樓]|[楼樓]主)(?=\s|$)"
    r"|(?<![一-鿿])(?:分[类類](?:于|於)|归[类類]于|in\s+分类)\s*[:|]?\s*[^\s|:,。]{1,12}"
    r"|(?<![一-鿿])(?:(?:文章|个人|個人)?(?:标签|標籤|关键[词字]|关键字|分类专栏|专栏|话题)|tags?)"
    r"\s*:\s*[^\s:]{1,12}(?:[ ,、][^\s:]{1,12}){0,8}(?=\s{2,}|\s*$)"
    r"|分享\s*(?:到|至)?\s*:?(?=\s|$)|(?:我要)?(?:打印|列印|收藏|纠错|糾錯|举报|舉報|关闭|關閉)(?:本页|窗口|本文|此文|文章)?(?=[\s\])】]|$)|编辑(?=\s+(?:收藏|举报|删除|分享))|(?:\+|已|加)?关注(?=\s|$)|订阅(?=\s|$)"
    r"|(?<!\w)(?<![源自处處]:)(?<![源自处處]:\s)(?:微博|新浪微博|微信|朋友圈|QQ空间|QQ|易信|豆瓣|手机看新闻|手机看|听新闻|语音播报|播报文章|播报|复制链接|我要评论|评论|下载客户端|客户端下载|手机查看|扫一扫|转载|原创|原創|打印|更多|暂无评论|正文|只看该作者|只看樓主|只看楼主|倒序浏览|正序浏览|显示全部楼层|阅读模式)(?=\s|$|[\]】)])"
    r"|\d+\s*(?=\s*$)|[┊▼▲△▽☆★♥❤]|[\[(【]\s*[\])】]",
    re.IGNORECASE,
)
"""Buttons of a website within a line of date and source, in compatibility form."""
_LINKS = re.compile(
    r"^(?:in|filed under|posted in|categor(?:y|ies)|tagged)\s*:?\s+[^\s,、，。]{1,12}"
    r"(?:\s*[,、，]\s*[^\s,、，。]{1,12}){0,6}$|"
    r"^(?:创作声明.{0,40}|(?:来自|发自|发布于)\s*\S{0,16}(?:客户端|网页版|超话|iphone|ipad|android|安卓)\S{0,8}|这篇(?:影评|书评|剧评)可能有剧透|\S{2,16}官方(?:账号|帐号|微博)|原标题\s*[:：].{0,80}|(?:点击)?(?:收起|展开)全文|如需转载.{0,60}|(?:\(|（)?下载.{2,12}(?:，|,).{0,20}|(?:微信号|功能介绍|收录于(?:合集|话题)?|发表于|预览时标签不可点)(?:\s*[:：#].{0,80}|\s+.{0,80})?|(?:农历|今天是)[:：\s]?[^。，]{0,40}|(?:上|下)一[篇条則则页]\s*[:：]?.{0,60}|(?:前|后|後)一[篇则則]\s*[:：].{0,60}|返回(?:搜狐|首页|列表|顶部).{0,12}|(?:点击|點擊)(?:查看|进入|下载|阅读|播放).{0,30}|(?:查看|阅读|閱讀)(?:更多|原文|全文).{0,16}"
    r"|(?:关于|聯絡|联系)我们.{0,60}|.{0,20}(?:版权所有|版權所有|All\s+rights?\s+reserved|Copyright|©).{0,80}|.{0,12}(?:ICP[备证]|公网安备|许可证|備案|备案号).{0,60}"
    r"|.{0,14}(?:违法和?不良信息|举报电话|举报邮箱|新闻热线|报料|投稿邮箱|客服电话).{0,60}|(?:技术支持|主办单位|承办单位|网站标识码|地址|邮编)\s*[:：].{0,60}|(?:扫描|扫码|微信扫|用微信扫|打开微信|长按|長按).{0,30}"
    r"|.{0,30}未经授权.{0,20}(?:转载|使用).{0,10}|(?:特别|平台|免责|免責|版权|版權|郑重)?(?:声明|聲明|提示)\s*[:：].{0,200}|.{0,30}仅代表作者(?:本人|个人)?.{0,80}|(?:责任编辑|编辑|作者|来源)\s*[:：]\s*"
    r"|(?:本文|文章)(?:系|为|來自|来自).{0,20}(?:转载|授权|原创|首发).{0,40}|.{0,10}(?:全部评论|最新评论|热门评论|精选留言|网友评论|网友留言|所有评论).{0,10}|(?:标签|標籤|关键词|关键字|關鍵字|Tags?|tag)\s*[:：].{0,80}"
    r"|(?:立即|点击)?(?:打开|下载)\S{0,8}(?:APP|客户端).{0,16}|(?:展开|展開)?(?:剩余|剩餘)\d+%.{0,10}|\d{1,3}\s*/\s*\d{1,3}|[∙•·]\s*\S{2,12}\s*[>＞›]|(?:©|\(c\)).{0,60}|.{0,20}(?:本平台|信息发布平台|信息存储|存储空间)服务?.{0,60})$",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^[【■▍▌|]?\s*(?:(?:推荐|推薦|延伸|延展|相关|相關|往期|更多|热门|熱門|精彩|编辑|编辑部|猜你|你可能|您可能|大家|今日|本周|本月|其他|其它|同类|最新|最热)(?:阅读|閱讀|推荐|推薦|新闻|新聞|回顾|文章|精彩|链接|報導|报道|专题|内容|"
    r"排行|资讯|稿件|话题|推送|喜欢|感兴趣|还喜欢|也喜欢|都在看|视频|图集|评论|关注)(?:的)?(?:新闻|文章|内容|榜)?|热门排行|新闻排行|点击排行|阅读排行|排行榜|24小时(?:热文|排行|热榜)|热点(?:新闻|推荐)|猜你喜欢|友情链接|网友评论|网友留言|全部评论|最新评论|"
    r"热门评论|精选留言|(?:文章)?评论\s*[(（]?\d*[)）]?|为您推荐|为你推荐|你也许还想看|大家都在看|新聞推薦|延伸閱讀|看更多|相關新聞|更多新聞)\s*[】]?\s*[：:>]*$"
)
"""The heading above the titles of other articles, or the comments, at the end."""
TRAIL = re.compile(
    r"^(?:(?:当前位置|當前位置|您?的?当前位置|您?(?:现在|所在|當前|当前)的?位置|您的位置|所在位置|位置|当前栏目|您现在的位置是|您在这里|您在这儿|导航)\s*[：:].{0,60}"
    r"|[^\s>›»＞→]{1,12}(?:\s*(?:>{1,2}|[›»＞→])\s*[^\s>›»＞→]{1,16}){1,8}[>\s]*\s*|首[页頁]\s*[/·|-]\s*\S{1,12}(?:\s*[/·|-]\s*\S{1,12}){0,4})$"
)
"""The breadcrumb trail of a website: 首页 > 要闻 > 正文."""
_LONGEST = 200
"""Code points of the longest line that is examined."""
_RUN_TOGETHER = re.compile(f"(?:{'|'.join(sorted(_MENU, key=len, reverse=True))}){{3,}}")
"""The items of a menu without spaces: 财经科技体育."""
_LONG_WIDGETS = sorted((word for word in _WIDGETS if len(word) > 1), key=len, reverse=True)
_GLUED = re.compile(f"(?:{'|'.join(map(re.escape, _LONG_WIDGETS))}){{3,}}")
"""Buttons without spaces: 打印纠错分享推荐."""
_SECTION_END = re.compile("(?:新闻|要闻|频道|栏目|版块|动态|资讯)$")
_SEPARATORS = re.compile(r"[\s|/·•∙,、┊丨\[\]()【】:]+")


_DISCLAIMER_WORDS = re.compile(
    "声明|聲明|提示|剧透|劇透|官方|原标题|原標題|转载|轉載|下载|下載|微信|功能介|收录于|收錄於|发表于|發表於|预览|預覽|上一|下一|前一|后一|後一|返回|点击|點擊|"
    "更多|原文|全文|关于我|關於我|联系我|联繫我|联络我|联絡我|聯系我|聯繫我|聯络我|聯絡我|版权|版權|reserved|opyright|©|ICP|ICp|IcP|Icp|iCP|iCp|icP|icp|公网|公網|许可证|許可證|备案|備案|不良|举报|舉報|热线|熱線|报料|報料|"
    "投稿|客服|支持|单位|單位|标识码|地址|邮编|郵編|扫描|掃描|扫码|掃碼|长按|長按|授权|授權|代表|原创|原創|首发|首發|评论|評論|留言|标签|標籤|"
    "关键|關鍵|剩余|剩餘|平台|存储|存儲|TAG|TAg|TaG|Tag|tAG|tAg|taG|tag|\\(c\\)|\\(C\\)"
)
"""What a sentence that a website adds has. Most lines have nothing of it, and to look for it is cheap: each
begins with a character, not a class of them, so ``re`` skips to the characters that begin one."""


def is_disclaimer(line: str) -> bool:
    """Whether a line with a full stop is an addition of the website. It can be no line of buttons."""
    if len(line) > _LONGEST or not _DISCLAIMER_WORDS.search(line):
        return False
    return bool(_LINKS.match(_plain(line).strip()))


def is_site_line(line: str) -> bool:
    """Whether the line, above or below an article, is an addition of the website: buttons, a disclaimer."""
    if len(line) > _LONGEST:
        return False
    if "。" in line:
        return is_disclaimer(line)
    words = _plain(line).strip()
    return bool(_LINKS.match(words)) or _is_widget(words)


def is_widget(line: str) -> bool:
    """Whether the line has nothing but buttons, counters or breadcrumbs: 分享到：微信 微博, 阅读 1.2万."""
    return len(line) <= _LONGEST and _is_widget(_plain(line).strip())


def _is_widget(words: str) -> bool:
    """Whether a line, plain and stripped, is one for :func:`is_widget`."""
    if TRAIL.match(words):
        return True
    if "。" in words:  # neither a button nor a counter has one
        return False
    bare = COUNTERS.sub(" ", words)
    tokens = [token for token in _SEPARATORS.split(bare) if token]
    if not tokens:
        return bare != words
    if len(tokens) == 1 and _GLUED.fullmatch(tokens[0]):
        return True
    counted = bare != words or not _PAGE_TURNS.isdisjoint(tokens)
    return all(item in _WIDGETS or item in "+-" or (counted and item.isdecimal()) for item in tokens)


def is_place(words: str) -> bool:
    """Whether this is a province or city that a public account prints below the date."""
    return bool(_PLACE.fullmatch(words.strip()))


def is_section(words: str) -> bool:
    """Whether this is surely the name of a section of a website: 社会新闻, 财经频道, 要闻."""
    plain = _plain(words).strip().removesuffix("版")
    return plain in _MENU or bool((match := _SECTION_END.search(plain)) and plain[: match.start()] in _MENU)


def is_glued_menu(line: str) -> bool:
    """Whether the line is a menu that lost its spaces, from its first item on: 首页新闻茶业."""
    items = _plain(line).strip()
    return bool(_HOME_AND_ITEMS.fullmatch(items)) and not _MENU.isdisjoint(_pairs(items)[1:])


def is_menu(line: str) -> bool:
    """Whether the line is a menu: one name of a section, or several of which most are well known."""
    if len(line) > _LONGEST:
        return False
    tokens = [token for token in re.split(r"[\s|丨｜/·•、]+", _plain(line)) if token]
    if len(tokens) == 1 and is_glued_menu(line):
        return True
    known = sum(
        token in _MENU or token in _WIDGETS or bool(_RUN_TOGETHER.fullmatch(token)) for token in tokens
    )
    if not tokens or max(map(len, tokens)) > 24 or re.search(r"\d", line):
        return False
    if tokens[0] in _HOME and len(tokens) >= _FEWEST_ITEMS and max(map(len, tokens)) <= _LONGEST_ITEM:
        return True
    many = len(tokens) >= 10 or (len(tokens) >= 6 and known)
    many = bool(many) and max(map(len, tokens)) <= 8 and sum(map(len, tokens)) >= 2 * len(tokens)
    return many or known * 2 > len(tokens)


def _pairs(words: str) -> list[str]:
    """The words of two characters that follow one another without spaces."""
    return [words[at : at + 2] for at in range(0, len(words), 2)]
