"""Recognises names of persons, including names spaced as in print."""

from __future__ import annotations

import re

from store.chinese.folding import fold
from store.press.imprint.publications import is_well_known

# Sources: the surnames are the most common ones of the yearly name report of the Ministry of Public Security
# and of the 百家姓, in both scripts. The words are those of jieba's dictionary that have two characters,
# begin with a surname and are so common that without a role before them they are not names.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛"
    "温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫"
    "查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶瞿戚丘古米池滕佟蔺冷苑束宫练晏储应宗丰巫乌巴弓牧"
    "隗山全班仰秋仲伊仇栾刁暴厉戎符刑井支楼荆鞠臧尚农卞桑娄简瑾肖闫付代党但敖邝廉萨麻匡师和穆郁计由于勾那干平虞褚籍"
    "張劉陳楊趙黃吳孫羅鄭謝韓馮蕭許鄧呂蘇盧蔣賈葉閻鍾鐘陸顧孟龍萬錢湯喬賀賴龔龐蘭顏嚴溫蘆魯韋畢聶叢齊莊塗時關紀項"
    "窦鲍湛狄贝臧茅庞杜阮麻强娄危梅骆樊胡凌霍虞柯昝缪贲邓邢裴嵇翁荀甄芮羿靳汲邴糜巫隗侯蓬郗仇詹韶郜蓟宿邰鄂蔺屠胥苍莘翟贡逄姬冉郦雍璩桑濮扈冀郏浦"
    "柴瞿阎茹艾慎戈庾暨匡寇殳沃夔巩厍晁敖訾阚毋乜鞠巢蒯荆竺逯桓帅缑亢郈佴墨谯笪佟芈苟肇郄冼漆岑粟帖郎鄞呙綦亓邸晋訚覃昂苑禤仝佘撖逢啜欒竇鮑貝龐婁樊駱繆賁荀韓蘇"
    "蔺藺鞏闞閻寶鄔鄖酈鄺蕢聶譙覓諶谌禚郇琚璩锺滕揭战麦麥靖宛郐旷邬枚都英相丑俱晏迟遲咸矫佀苌檀奚牟"
    "喻酆禹蓝藍裘杭钮鈕宓钭鈄郤阙鄢庹凃佴芈"
    "沙衛單闕寧閔車邊饒練儲應豐烏樓農婁簡黨鄺師計區歐鄒譚"
)
_WEAK_SURNAMES = frozenset(
    "水云昌奉花伏滑羊於松富焦弓秋幸印怀懷索卓蒙双雙扶堵宰却卻寿壽通别充习習宦容终終衡步国國广廣禄祿利蔚越隆养養须須红紅权權益公"
    "后哈年爱愛阳陽言福火撒把展宾續续初敬原来來补補问過过依布冶召甫买底银銀信占衣空归歸琴木海尉开開冰春月雪宝寶才青千子尧堯"
    "凤鳳乐樂明谈談宣诸諸荣榮惠封祖阴陰闻聞劳勞燕慕连連鱼魚满滿弘东東融盖蓋楚官朴揭占操"
    "敏锁鎖线礼禮台母世回多元圣聖呼扎折拓旺朗桃泉浩甲白皮神种秘称税笃经缠茆药訾诺贯载过部铁铜门闭陀雨雷非首香鹿黑齿"
)
"""Characters that are surnames, but more often something else: names only where a role says so."""
_COMPOUND_SURNAME = re.compile(
    "欧阳|歐陽|太史|端木|上官|司马|司馬|东方|東方|独孤|南宫|万俟|闻人|夏侯|诸葛|諸葛|尉迟|公羊|赫连|澹台|"
    "皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|公孫|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|令狐|百里|东郭|"
    "南门|呼延|西门|淳于|单于|拓跋|段干|百里|东郭|左丘|梁丘|第五|轩辕|亓官|司寇|子车|颛孙|巫马|公西|漆雕|乐正|"
    "壤驷|公良|夹谷|宰父|谷梁|谷梁|羊舌|微生|海兰|纳兰|那拉|叶赫|爱新觉罗|完颜|耶律|范姜|张简|欧陽|東方|東郭|諸葛|獨孤|南宮|万俟|萬俟|聞人|"
    "尉遲|赫連|濮陽|鍾離|鐘離|長孫|鮮于|閭丘|公孫|仲孫|淳於|單于"
)
_WORDS_LIKE_NAMES = (
    "全国成为文化时间代表关系时候由于但是管理方面许多武汉包括应该计划时期那么方法单位方式那些农业任务位于任何那个解决成立关于于是项目那里全省范围丰富农民农村全部左右支持时代成功严重程度平均安全干部全面欧洲"
    "那样武器应用师父古代方向平民和平位置安排植物万元平原苏联解释全市尤其方案简单文学文章应当金融曾经强调高速成绩高度毕业宗教高级关键周围程序任期成长高兴全体全球计算关注常常强烈万吨江南石油常务平等山东解放"
    "成果文物高中严格成员游客文字武装任免毕竟那时路线尚书符合山地那种金属卫生成本文件方针成分游行平衡温度厉害强大高校夏天伊朗费用尚未宫廷左手江陵巴黎成熟方便全身由此平台成就高考平时简称沿海时刻支付韩国江苏"
    "全年高原关心黄河季节房子万亩颜色黄金华北罗马向前包含游戏文艺申请山区成都白色江湖路上山西纪念简介万岁王国储量江西常见司法司令房间任职景点高手安装简直何况周期单独马上文库唐代代替常用那天宫女陆续荆门林区"
    "施工高等车程刑部黄色季度庄严全都麻烦平面代码干涉沿革支援任命石头平日全长那儿平静代理边缘宋代那位山脉车辆支配沿岸关闭宫中何必党员那边房屋安徽干净古墓管辖景观边界强度查看时机高于全党施行边境高大支柱周边"
    "华表景区何处文献沿着单纯古城万历党委严肃苏州巴西包围温暖庞大和谐黄州安陆干扰华山山上周年甘肃时辰简历欧盟付出高温支撑山水万一夏季沈阳强化方言安慰全境白天司机武士何以尚无平安龙头支出沿用位居江北曲折支流"
    "成人向来植被方才文书莫非温和师妹宗旨华夏全军金银平常全民盛产黄陂章程古怪党内苗族时分高出金额干脆应付池河干燥代价干线暴露安定古迹古人武力储备严厉古典严峻欧元符号华中纪录江山纪律辛苦干旱高层景象向往尚有"
    "盛行高山高低常规董事余种牛肉荆江师长山坡黄土全力应有史料方程舒服高效成效解除高呼金钱常委陆地冷静申报全会那末甘泉师弟楼上山河万年华侨温带万家山顶山谷强迫陶器刑事时尚常设林业练习王室温柔常有解开武艺易于"
    "强盗管道暴力单一时报平行王家周刊厉声严密万万干预山麓曲线游泳任教焦点高尚任意包袱储存车站何等金牌宗室全书高声苏丹华人查询强制万辆山南高压何时代谢向上安置包裹包装焦急房中黄昏江淮全新施展全然山洞时常全县"
    "那条关节宁夏申诉关联和约宫灯游览应聘简化左侧全家尤为山里单个万物芦花薄弱白衣房县方丈文人平稳房里龙门高举郑州江水束缚强盛文集向着唐朝古巴万余史学车上毛病何不万里万分古今牛奶黄家强行车牌时光单元山下江面"
    "高涨司长解答强劲安乡山峰石桥勾结华东冷却向下徐州山头山寨景色平定那日左边刑罚山中房门干活严谨石化楼下强势宋朝管家王位方位兰州全局谷地常绿单刀武警高产秋天郑重车子沿途支队白马高档管制文革凌晨陶瓷路桥路边"
    "余地谷物仇恨金星应届计较甘蔗山路师徒成化游牧楼梯农历焦虑山石石门单词刑法成交古都卫士党政芦苇马路党派那年平生房价周末平坦余家江中文官石窟甘心时时时说华南石膏高空那次解散舒适山口暴动任用解体胡乱武官常年"
    "白族农场全场黄连金代石器查处农田关中金丝车间盛大全称盛开常住农奴黎族解读米兰庄重应急仲裁冷战石碑江河石壁全文全城关头林中平津党组关税关山武术田地庄稼平地申花师团安心高粱丰产高高余下史书涂料强力暴雨班长"
    "班子沿线严禁高位应城毛尖左臂宁愿黄陵勾当余万万股金台边防常数山道许家山前宫门隋唐单板解脱余额宁波边区沿江山镇房基路过关上文科关切池塘卫兵高亢关门计量边上江豚何在石湖常人钱币古称何故石墨成型应力龙大解剖"
    "时而卫队周长万尾文教严寒车厢荆东陆上温差武将游人代数安宁石子常识金秋白云文明时下成败花开柳絮梅花江湾温情温馨应对向善强国盛世安居于此"
)
_COMMON = frozenset(_WORDS_LIKE_NAMES[at : at + 2] for at in range(0, len(_WORDS_LIKE_NAMES), 2))
_NO_NAMES_LIST = (
    "到|在|于|於|由|等|是|为|為|的|和|与|與|及|对|了|被|将|也|又|或|我|你|他|她|它|有|无|無|未知|不详|不詳|admin|管理员|网站管理员|匿名|本站|编辑|来源|原创|"
    "转载|分享|小编|系统管理员|文|图|圖|摄|攝|译|譯|著|编|編"
)
_NOBODY_LIST = (
    "未知|不详|不詳|佚名|无名氏|admin|administrator|管理员|网站管理员|系统管理员|匿名|"
    "本站|本站编辑|小编|站长|网络|互联网|转载"
)
_NOBODY = frozenset(_NOBODY_LIST.split("|"))
"""Such words, in the place of a writer."""
_NO_NAMES = frozenset(_NO_NAMES_LIST.split("|"))
"""What stands in the place of a name without being one."""
_NAME_ELEMENTS = re.compile(
    "阿依|阿不都|阿卜杜|阿布都|艾力|古丽|买买提|吐尔|依明|帕提|热依|努尔|玛依|木拉提|扎西|卓玛|卓嘎|次仁|次旦|格桑|旺堆|旺姆|罗布|普布|边巴|强巴|索朗|云丹|曲珍|仁青|仁增|桑珠|土登|顿珠|达娃|央宗|米玛|加措|益西|赤列|尕让|才旦|万玛|拉毛|昂旺|多杰|"
    "吉克|沙马|沙玛|阿牛|巴莫|布迪|贾巴|罗洪|洛古|勒伍|木乃|恩扎|曲木|瓦扎|瓦其|日黑|莫色|苏呷|依火|依伙|约其|子拉|金古|马海|阿苏|曲比|吉狄|倮伍|吉木|海来|俄木|尔古|"
    "麦麦提|艾合买|艾孜|肉孜|吐逊|玉素甫|伊力|迪丽|祖丽|热合|帕尔哈|夏依|木合|穆罕默德|阿卜|迪力|地里|叶尔|巴合|哈那提|别克|"
    "苏日|巴雅尔|敖特根|其木格|格日勒|高娃|斯琴|萨仁|那日苏|阿拉坦|布和|宝音|孟和|朝鲁|乌力吉|通拉嘎|娜日|塔娜|托娅|毕力格|铁木尔|帖木尔|达瓦|桑吉|尼玛|"
    "丹增|旦增|巴桑|央金|德吉|白玛|洛桑|嘉措|多吉|才让|拉姆|巴特尔|其其格|娜仁|乌云|图雅|古麗|紮西|達瓦"
)
"""Elements of Uyghur, Kazakh, Tibetan and Mongol names, which have no Chinese surname."""
_MEDIUM = re.compile("[报報社刊网網]$|(?:新闻|新聞|客户端|频道|杂志|雜誌|工作室)$")
"""The endings of newspapers, agencies and websites, which have bylines too: 华商报, 路透社."""
_LATIN_NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|la|al|bin)){1,4}")
_LATIN_NAMES = re.compile(f"({_LATIN_NAME.pattern})")
_BETWEEN_NAMES = re.compile(r"[,、;/&()|:]|\band\b|和(?=\S{2,3}$)")
_DOTS = "·•・‧∙."
_REPORTS = re.compile(
    r"^(?:[\d一二三四五六七八九十]{1,4}[岁歲]$|发自|發自|[^\s]{0,8}(?:报道|報導|报导|報道|摄影|攝影|综合|綜合|消息|电|電|整理|整合|编译|編譯|采写|採寫|撰写|图文|圖文|文图|圖|文并图|"
    r"连线|連線|专电|专稿|特稿|实习|供稿)$)"
)
_PHOTOGRAPHED = re.compile(r"(?:[摄攝图圖]|[摄攝]影)(?:\s|$)")
_LONGEST_PERSON = 5
"""Code points of the longest name that may end like a position."""
_POSITION = re.compile(
    "(?:[校院市县区局处科部省镇乡馆所站厂社]长|教授|研究员|研究員|主任|委员|委員|书记|書記|院士|博士|硕士|"
    "讲师|講師|律师|律師|医师|醫師|工程师|成员|成員)$"
)
"""The end of what somebody is, not of a name: 作者：青石市委党校副校长."""
_SUFFIX = re.compile(r"(?:摄影报道|报道|報導|摄影|攝影|摄|攝|撰文|文)$")
_UNKNOWN_NAME = re.compile("[\u3400-\u9fff]{2,5}(?<![员員局部院校社会會站所台团團厅廳处處等])")
"""What may be a name in a list of which the others surely are names: 陈小满、阿呷日火."""
_UNKNOWN_SURNAME_COST = 10.0
"""The cost of a name without a known surname."""
_WEAK_SURNAME_COST = 9.0
"""The cost of a name whose surname is one of :data:`_WEAK_SURNAMES`."""
_LONGEST_LIST = 60
"""Spaced tokens of the longest list of names."""


def split_names(section: str, *, led: bool = False, pen: bool = False) -> list[str] | None:
    """The names that ``section`` consists of, in order, or None if it contains anything else.

    :param led: whether a role precedes it. Then one of several names may have an unknown surname.
    :param pen: whether it follows a role, such as 作者, that allows pen names. Then no surname is needed.
    """
    found: list[str] = []
    unknown: list[str] = []
    for chunk in _BETWEEN_NAMES.split(section):
        for piece in _LATIN_NAMES.split(chunk):
            if _LATIN_NAME.fullmatch(piece):
                if not (
                    found and chunk.lstrip().startswith(found[-1]) and re.search(f"[{_DOTS}]", found[-1])
                ):
                    found.append(piece)  # else it is the same name in its own script
            elif (names := _han_names(piece, led, pen)) is not None:
                found.extend(names)
            elif led and _UNKNOWN_NAME.fullmatch(piece.strip()) and not _MEDIUM.search(piece.strip()):
                unknown.append(piece.strip())
                found.append(piece.strip())
            else:
                return None
    return found if len(unknown) * 2 <= len(found) else None


def is_name(token: str) -> bool:
    """Whether this is a complete name, with a known surname or from a culture without Chinese surnames."""
    return _cost((token,)) == 0


def stands_for_nobody(token: str) -> bool:
    """Whether this stands after a role where nobody is named: 未知, admin."""
    return token.lower() in _NOBODY


def surname_and_given(name: str) -> tuple[str, str] | None:
    """Split a Chinese name of two to four characters: 张三 → 张, 三; 欧阳修 → 欧阳, 修.

    None if it has no known surname or is not a name of a person: 新华社, 本报评论员, 阿依古丽.
    """
    if not 2 <= len(name) <= 4 or not all("\u3400" <= char <= "\U0003ffff" for char in name):
        return None
    folded = fold(name)
    if _MEDIUM.search(name) or _NAME_ELEMENTS.search(folded) or _COMPOUND_SURNAME.fullmatch(folded):
        return None
    if compound := _COMPOUND_SURNAME.match(folded):
        return name[: compound.end()], name[compound.end() :]
    return (name[0], name[1:]) if folded[0] in _SURNAMES and len(name) < 4 else None


def given_and_family(name: str) -> tuple[str, str] | None:
    """Split a name in Latin letters. Particles belong to the family name: Ludwig, van Beethoven.

    None if it is a single word or not a name.
    """
    if not _LATIN_NAME.fullmatch(name):
        return None
    words = name.split()
    at = next((at for at, word in enumerate(words) if at and word[0].islower()), len(words) - 1)
    return " ".join(words[:at]), " ".join(words[at:])


def is_common_word(token: str) -> bool:
    """Whether this is a common word that begins with a surname, such as 金秋 or 江南."""
    return fold(token) in _COMMON


def _han_names(piece: str, led: bool, pen: bool) -> list[str] | None:
    photographed = bool(_PHOTOGRAPHED.search(piece))
    tokens = [
        _without_suffix(token, photographed=photographed)
        for token in piece.split()
        if not _REPORTS.match(token)
    ]
    if (names := _names_by_wide_spaces(piece, led, pen)) is not None:
        return names
    if led and list(map(len, tokens)) == [1, 1]:
        return ["".join(tokens)]  # padded in print, whatever the surname
    best = _best_split(tuple(tokens))
    if best is None:
        return _pen_names(tokens) if pen else None
    cost, found = best
    if cost < _WEAK_SURNAME_COST or (led and _are_names_after_a_role(cost, found)):
        return list(found)
    return _pen_names(tokens) if pen else None


def _are_names_after_a_role(cost: float, found: tuple[str, ...]) -> bool:
    """Whether a role makes these names: all surnames are known or weak, or one of several is unknown."""
    known = all(name[0] in _WEAK_SURNAMES or is_name(name) for name in found)
    return known or (len(found) > 1 and cost <= 2 * _WEAK_SURNAME_COST + 1)


def _names_by_wide_spaces(piece: str, led: bool, pen: bool) -> list[str] | None:
    """The names, if the spaces between them are wider than those within them."""
    groups = re.split(r"\s{2,}", piece.strip())
    if len(groups) < 2 or any(len(group) > 8 for group in groups):
        return None
    parts = [_han_names(group, led, pen) for group in groups]
    if any(part is None or len(part) > 1 for part in parts):
        return None
    return [name for part in parts for name in part or ()]


def _without_suffix(token: str, *, photographed: bool) -> str:
    """Remove a suffix that follows a name without a space: 张三报道, 张三摄.

    :param photographed: whether somebody else took pictures, so that 文 is a role: 张晓明文 李四摄.
    """
    if token.endswith("文") and not token.endswith("撰文") and (is_name(token) or not photographed):
        return token
    bare = _SUFFIX.sub("", token)
    return bare if is_name(bare) else token


def _pen_names(tokens: list[str]) -> list[str] | None:
    good = all(
        len(token) <= 12
        and re.fullmatch(rf"[\w{_DOTS}'’-]+", token)
        and token not in _NO_NAMES
        and not (len(token) > _LONGEST_PERSON and _POSITION.search(token))
        and any(map(str.isalpha, token))
        for token in tokens
    )
    return tokens if good and len(tokens) <= 6 else None


def _best_split(tokens: tuple[str, ...]) -> tuple[float, tuple[str, ...]] | None:
    """The most probable reading of spaced tokens as names, with its cost.

    Print pads two-character names with a space.
    """
    if len(tokens) > _LONGEST_LIST:
        return None
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())]
    for end in range(1, len(tokens) + 1):
        ways = (
            (before[0] + cost, (*before[1], "".join(tokens[start:end])))
            for start in range(max(0, end - 3), end)
            if (before := best[start]) is not None and (cost := _cost(tokens[start:end])) is not None
        )
        best.append(min(ways, default=None))
    return best[-1]


def _cost(tokens: tuple[str, ...]) -> float | None:
    """The cost of reading these tokens as one name: 0 if certain, None if impossible."""
    name = "".join(tokens)
    if _MEDIUM.search(name):
        return None
    if len(tokens) == 1 and any(dot in name[1:-1] for dot in _DOTS):
        split_urls = re.split(f"[{_DOTS}]", name)
        is_person = len(name) <= 20 and all(part.isalpha() and not is_well_known(part) for part in split_urls)
        return 0.0 if is_person else None  # 澎湃新闻·书评 is a section
    if not all("\u3400" <= char <= "\U0003ffff" for char in name):
        return None
    if len(tokens) == 1 and 2 <= len(name) <= 8 and _NAME_ELEMENTS.search(fold(name)):
        return 0.0
    return _han_cost(name, tuple(map(len, tokens))) if 2 <= len(name) <= 4 else None


def _han_cost(name: str, lengths: tuple[int, ...]) -> float:
    """The cost of reading a surname and given name that were split into tokens of these lengths."""
    folded = fold(name)
    if folded.endswith("员"):
        return 2 * _UNKNOWN_SURNAME_COST  # an occupation: 程序员
    compound = bool(len(name) > 2 and _COMPOUND_SURNAME.match(folded))
    if len(lengths) > 1 and len(name) > 3 and not compound:
        return 2 * _UNKNOWN_SURNAME_COST  # two names
    if not compound and (folded[0] not in _SURNAMES or len(name) > 3):
        weak = len(lengths) == 1 and len(name) < 4 and name[0] in _WEAK_SURNAMES
        return _WEAK_SURNAME_COST if weak else _UNKNOWN_SURNAME_COST
    if len(lengths) == 1:
        return 2.0 if _COMPOUND_SURNAME.fullmatch(folded) else 0.0
    if compound:
        return 0.1 if lengths[0] == 2 else 0.8
    return {(1, 1): 0.5, (1, 2): 0.7, (1, 1, 1): 1.2}.get(lengths, _UNKNOWN_SURNAME_COST)
