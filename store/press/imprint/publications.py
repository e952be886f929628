"""Recognises newspapers, agencies, magazines, broadcasters, websites and public accounts by their names."""

from __future__ import annotations

import re

from store.chinese.folding import fold

# Source: names of the press of mainland China, Taiwan, Hong Kong, Macao, Singapore and Malaysia, and of
# foreign media with Chinese editions, collected from general knowledge. Those that end in 日报 or 网
# need no entry.
_NAMES_LIST = (
    "新华社|新华网|新华每日电讯|中新社|中新网|中国新闻网|中央社|人民网|央视|央视网|央视新闻|央广|央广网|国际在线|中国网|光明网|求是|求是网|参考消息|环球网|环球|环球人物|半月谈|瞭望|"
    "瞭望东方周刊|了望|中国经济网|学习时报|学习强国|新华视点|新华国际|人民论坛|红旗文稿|人民资讯|新京报|京报|大众日报|文汇报|新民晚报|解放日报|新闻晨报|东方早报|澎湃|澎湃新闻|上观|"
    "上观新闻|看看新闻|第一财经|第一财经日报|界面|界面新闻|蓝鲸|蓝鲸财经|财新|财新网|财新周刊|财经|财经网|财经杂志|财经十一人|21世纪经济报道|二十一世纪经济报道|每日经济新闻|每经网|"
    "经济观察网|经济观察报|华夏时报|证券时报|证券日报|中国证券报|上海证券报|中国经营报|中国企业家|中国新闻周刊|三联生活周刊|南方周末|南方人物周刊|南方都市报|南方日报|羊城晚报|羊城派|"
    "广州日报|信息时报|新快报|南都|南都周刊|奥一网|深圳特区报|深圳商报|晶报|深圳晚报|读特|读创|冰点周刊|冰点|青年文摘|读者|意林|故事会|收获|十月|当代|花城|钟山|人民文学|诗刊|散文|"
    "读书|书城|随笔|天涯|萌芽|小说月报|小说选刊|极目新闻|楚天都市报|长江日报|大武汉|红星新闻|封面新闻|华西都市报|成都商报|天府|川观新闻|上游新闻|重庆晨报|华龙网|九派新闻|潇湘晨报|"
    "红网|华声在线|三湘都市报|芒果都市|大河报|大河网|顶端新闻|河南商报|正观新闻|东方今报|映象网|齐鲁晚报|齐鲁壹点|海报新闻|闪电新闻|半岛都市报|半岛网|风口财经|大众网|现代快报|扬子晚报|"
    "紫牛新闻|荔枝新闻|交汇点|我苏网|中江网|江南时报|金陵晚报|钱江晚报|潮新闻|浙江新闻|都市快报|橙柿互动|杭州网|浙江在线|安徽网|新安晚报|大皖新闻|中安在线|江淮晨报|东南网|海峡都市报|"
    "闽南网|台海网|厦门网|大江网|江西新闻客户端|燕赵都市报|燕赵晚报|纵览新闻|长城网|河青新闻|黄河新闻网|三晋都市报|山西晚报|正北方网|内蒙古晨报|辽沈晚报|半岛晨报|华商晨报|新文化报|"
    "城市晚报|生活报|新晚报|东北网|极光新闻|华商报|三秦都市报|西部网|阳光报|二三里|兰州晨报|每日甘肃网|青海新闻网|宁夏新闻网|天山网|新疆晨报|亚心网|春城晚报|云南网|都市时报|开屏新闻|"
    "贵州都市报|多彩贵州网|天眼新闻|南国早报|广西新闻网|南国都市报|海南特区报|南海网|新海南|北青报|北青网|北京头条|北青政知|政知见|政知道|法制晚报|京华时报|北京商报|北京晨报|千龙网|"
    "津云|今晚报|渤海早报|北方网|每日新报|观察者网|观察者|环球时报|凤凰网|凤凰|凤凰卫视|凤凰财经|新浪|新浪网|新浪财经|新浪科技|新浪新闻|搜狐|搜狐网|搜狐新闻|网易|网易新闻|腾讯|"
    "腾讯网|腾讯新闻|腾讯科技|今日头条|头条新闻|梨视频|一点资讯|百家号|网易号|搜狐号|大鱼号|企鹅号|知乎|豆瓣|简书|虎嗅|虎嗅网|36氪|36Kr|钛媒体|雷锋网|爱范儿|极客公园|品玩|"
    "少数派|果壳|果壳网|机器之心|量子位|新智元|差评|猎云网|亿邦动力|亿欧|创业邦|鲸准|晚点|晚点LatePost|刺猬公社|全媒派|深响|盒饭财经|燃财经|燃次元|界面文化|好奇心日报|端传媒|"
    "谷雨|谷雨实验室|谷雨计划|人间|人间theLivings|真实故事计划|正午|正午故事|极昼|极昼工作室|北方公园NORTHPARK|每日人物|人物|ELLEMEN睿士|GQ报道|智族GQ|"
    "博客天下|时尚先生|剥洋葱people|剥洋葱|我们视频|镜相|湃客|冷杉RECORD|后浪研究所|偶尔治愈|丁香园|丁香医生|健康时报|健康报|生命时报|医学界|八点健闻|三明治|单读|单向街|"
    "理想国|一席|十点读书|新世相|六神磊磊|侠客岛|长安街知事|牛弹琴|补壹刀|玉渊谭天|团结湖参考|中国之声|新闻联播|焦点访谈|新闻1+1|经济半小时|中国质量新闻网|中国教育在线|中国作家网|"
    "中国诗歌网|中国军网|解放军报|中国国防报|法治日报|法制日报|检察日报|人民法院报|人民公安报|中国纪检监察报|中国教育报|中国青年报|中青在线|中青报|中国妇女报|中国文化报|中国艺术报|"
    "中国社会科学报|中国社会科学网|中华读书报|文艺报|文学报|文汇读书周报|科技日报|中国科学报|科学网|农民日报|中国环境报|中国能源报|中国交通报|中国旅游报|中国体育报|中国气象报|"
    "中国应急管理报|工人日报|中工网|经济日报|经济参考报|国际金融报|国际商报|金融时报|中国银行保险报|期货日报|时代周报|时代财经|投资者报|理财周报|英才|商业周刊|商业周刊中文版|彭博商业周刊|"
    "哈佛商业评论|福布斯|财富|财富中文网|FT中文网|华尔街见闻|华尔街日报|华尔街日报中文网|纽约时报中文网|纽约时报|路透|路透社|法新社|美联社|彭博|彭博社|塔斯社|共同社|韩联社|BBC|"
    "BBC中文|BBC中文网|德国之声|德国之声中文网|美国之音|自由亚洲电台|法广|联合早报|早报|联合晚报|海峡时报|星洲日报|南洋商报|联合报|联合新闻网|中国时报|中时|中时电子报|中时新闻网|"
    "自由时报|自由电子报|苹果日报|苹果新闻网|工商时报|ETtoday|ETtoday新闻云|东森新闻|TVBS|三立新闻网|民视|中视|台视|华视|公视|公视新闻网|风传媒|上报|报导者|天下杂志|"
    "天下|远见|远见杂志|今周刊|新新闻|镜周刊|镜传媒|关键评论|关键评论网|转角国际|信传媒|太报|NOWnews|今日新闻|新头壳|Newtalk|民报|人间福报|更生日报|国语日报|青年日报|"
    "台湾新生报|中华日报|大纪元|新唐人|上下游|独立评论|独立评论@天下|环境资讯中心|鸣人堂|udn|Yahoo奇摩|明报|明报新闻网|东方日报|星岛日报|信报|信报财经新闻|香港经济日报|大公报|"
    "大公网|文汇网|成报|太阳报|头条日报|am730|香港01|众新闻|立场新闻|独立媒体|香港电台|无线新闻|有线新闻|Now新闻|南华早报|亚洲周刊|明报周刊|澳门日报|市民日报|力报|论尽|"
    "橙新闻|点新闻|中通社|中评社|中国评论新闻网|华夏经纬网|你好台湾网|申报|大美晚报|新青年|新月|语丝|东方杂志|良友|晨报|晨报副刊|益世报|中央日报|新华日报|时事新报|民国日报|观察|"
    "生活周刊|现代评论"
)
_NAMES = frozenset(_NAMES_LIST.lower().split("|"))
_WORDLIKE_LIST = (
    "散文|随笔|读者|收获|十月|当代|天涯|环球|财经|观察|人间|正午|天下|远见|凤凰|人物|英才|财富|书城|读书|冰点|三明治|一席|早报|晨报|良友|新月|语丝|求是|天府|力报|上报|民报|"
    "钟山|花城|萌芽|意林|界面|谷雨|剥洋葱|差评|镜相|南都|申报|了望|瞭望|单读|新世相|上下游|论尽|极昼|晚点|深响"
)
_WORDLIKE = frozenset(_WORDLIKE_LIST.split("|"))
"""Names that are words too: publications only beside a date."""
_ENDING = re.compile(
    r"(?:日报|晚报|早报|时报|晨报|商报|周报|快报|导报|都市报|青年报|农民报|公报|学报|校报|电讯报|报|报社|报网|电子报|网络版|电子版|海外版|新报|日报社|通讯社|新闻社|社|"
    r"新闻网|[^\W\d_]网|网站|官网|周刊|月刊|双月刊|季刊|半月刊|旬刊|学刊|[^\W\d_]刊|杂志|画报|文摘|客户端|公众号|微信公号|微博|电视台|广播电台|电台|卫视|广播网|"
    r"之声|频道|出版社|书局|书店|融媒|融媒体|融媒体中心|传媒|新媒体|通讯|新闻云|新闻客户端|\.com|\.cn|\.net|\.org|\.hk|\.tw)$",
    re.IGNORECASE,
)
_WEAK_ENDING = re.compile(
    r"(?:发布|新闻|新闻云|在线|资讯|财经|视频|科技|观察|评论|号|局|厅|委|办|政府|委员会|办公室|协会|学会|大学|学院|研究院|研究所|研究会|中心|公司|集团|医院|法院|检察院|基金会|"
    r"博物馆|图书馆|出版|工作室|实验室|编辑部|宣传部|党委|总工会|办公厅|分局|大队|支队|视点|日志|论坛|社区|管理所|管理处|村委会|居委会|党支部|团委|学校|小学|中学|办事处|服务站|联合会|理事会|筹备组|工作组|俱乐部|传播|媒体|日记|故事|札记|夜读)$"
)
_NEWSPAPER = re.compile(
    "[\u3400-\u9fff]{2,6}(?:日报|晚报|早报|时报|晨报|商报|周报|快报|导报|都市报|青年报|农民报|周刊|周末|新闻网|电视台|通讯社)"
)
"""A name that no title of an article has."""
_LONGEST = 20
"""Code points of the longest name."""
_HAN = "[\u3400-\u9fff]"
_WORDS_LIST = "汇报|申报|预报|海报|警报|情报|捷报|上报|举报|会社|旅社|上网|下网|互联网|因特网|回报|喜报"
_WORDS = frozenset(_WORDS_LIST.split("|"))
"""Common words that end like a name."""


def is_publication(name: str) -> bool:
    """Whether this is surely the name of a newspaper, agency, magazine, broadcaster or website."""
    folded = _plain(name)
    if not 2 <= len(folded) <= _LONGEST or (folded in _WORDS and folded not in _NAMES):
        return False
    if folded in _NAMES:
        return folded not in _WORDLIKE
    if folded.startswith(("下载", "手机", "移动", "打开", "本", "我")) or folded == "客户端":
        return False
    return bool(len(folded) >= 3 and _ENDING.search(folded) and re.fullmatch(r"[\w·.+@&-]+", folded))


def is_well_known(name: str) -> bool:
    """Whether this is a publication wherever it stands: a known one, or one named like a newspaper."""
    folded = _plain(name)
    if folded in _NAMES:
        return folded not in _WORDLIKE
    return len(folded) >= 4 and bool(_NEWSPAPER.fullmatch(folded))


def _plain(name: str) -> str:
    """The name in simplified characters and lower case, without brackets."""
    return fold(name).lower().strip("《》〈〉「」“”")


def could_be_publication(name: str) -> bool:
    """Whether this may be one, or an institution that publishes, such as 市教育局 or 某地发布."""
    folded = _plain(name)
    if folded in _NAMES or is_publication(folded):
        return True
    return 4 <= len(folded) <= _LONGEST and bool(_WEAK_ENDING.search(folded)) and bool(re.match(_HAN, folded))
