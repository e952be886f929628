"""Words whose last syllable has no tone in Standard Chinese, which the phrase dictionary gives one."""

from __future__ import annotations

import unicodedata

_NEUTRAL = (
    "巴掌 包袱 包涵 比方 扁担 别扭 补丁 不在乎 部分 苍蝇 柴火 称呼 "
    "窗户 刺猬 凑合 耷拉 答应 打扮 打点 打发 打量 打听 耽搁 耽误 "
    "提防 弟兄 点心 动弹 豆腐 嘟囔 对付 耳朵 福气 甘蔗 膏药 哥哥 "
    "胳膊 公公 姑姑 姑娘 寡妇 怪物 关系 官司 规矩 闺女 哈欠 含糊 "
    "行当 合同 和尚 核桃 厚道 狐狸 胡琴 糊涂 护士 皇上 活泼 火候 "
    "伙计 机灵 记号 记性 架势 嫁妆 见识 将就 交情 叫唤 姐夫 姐姐 "
    "戒指 舅舅 咳嗽 客气 窟窿 快活 阔气 喇叭 老实 老爷 篱笆 力气 "
    "厉害 利落 利索 痢疾 连累 凉快 粮食 溜达 骆驼 妈妈 麻烦 麻利 "
    "马虎 忙活 冒失 眉毛 媒人 妹妹 眯缝 迷糊 苗条 名堂 名字 明白 "
    "蘑菇 模糊 奶奶 难为 脑袋 念叨 娘家 奴才 女婿 牌楼 朋友 脾气 "
    "屁股 漂亮 婆家 欺负 亲戚 清楚 热闹 认识 扫帚 商量 上司 烧饼 "
    "少爷 牲口 师傅 石榴 时候 拾掇 使唤 事情 收拾 叔叔 舒服 舒坦 "
    "疏忽 爽快 思量 算计 岁数 太太 特务 挑剔 跳蚤 铁匠 头发 妥当 "
    "唾沫 娃娃 晚上 委屈 位置 稳当 稀罕 喜欢 下巴 吓唬 先生 乡下 "
    "相声 消息 笑话 谢谢 心思 星星 猩猩 行李 休息 秀才 秀气 学生 "
    "衙门 烟筒 眼睛 秧歌 养活 吆喝 妖精 爷爷 衣服 应酬 冤枉 月亮 "
    "云彩 运气 在乎 早上 扎实 眨巴 张罗 丈夫 帐篷 招呼 招牌 芝麻 "
    "知识 指甲 主意 转悠 庄稼 壮实 自在 嘴巴 爸爸 葡萄 玻璃 枇杷 "
    "琵琶 蚂蚱 太阳 甜头 苦头 砖头 夜里 心里 那里 里边 外边 上边 "
    "下边 前边 后边 左边 右边 东边 南边 身上 地上 路上 街上 底下 "
    "嫂嫂 婶婶 嬷嬷 宝宝 姥爷 妯娌 冤家 薄荷 嘀咕 抽屉 聪明 伺候 "
    "分寸 服侍 勾搭 估量 和气 晃荡 忌妒 价钱 "
    "娇嫩 教训 节气 宽敞 困难 拉扯 琉璃 卖弄 摸索 尸首 熟识 摔打 "
    "顺当 踏实 抬举 吐沫 味道 小姐 邪乎 严实 应付 做作 东西 地方 "
    "告诉 故事 生意 大夫 人家 结实 本事 裁缝 脊梁 大爷 棉花 葫芦 "
    "棺材 讲究 时辰 尺寸 丫鬟 泥鳅 师父 爹爹 王爷 娘娘 歇息 媳妇 "
)
"""Simplified words whose last syllable is neutral, by the list of the Putonghua proficiency test and by
dictionaries. Those in which it depends on the meaning are missing, except where one meaning is far more
common: 东西 is
a thing, 大夫 a doctor.
"""

_KEPT = (
    "东西方 东西部 东西向 东西两 东西南北 地方性 地方志 地方官 地方税 "
    "地方戏 地方法 地方军 地方政府 地方主义 士大夫 卿大夫 御史大夫 "
    "谏议大夫 光禄大夫 三闾大夫 大夫人 "
)
"""Words that begin or end with one of them and keep the tone, since it has its other meaning in them."""

_FIRST = {"大夫": "dài", "嬷嬷": "mó", "脊梁": "jǐ", "踏实": "tā"}
"""The first syllable where it is another one too."""

_WORDS, _LONGER = frozenset(_NEUTRAL.split()), frozenset(_KEPT.split())

LISTED = _WORDS | _LONGER
"""The words that this module knows."""


def with_neutral_tone(word: str, readings: list[str]) -> list[str]:
    """Return the readings of the syllables of a word, the last without a tone if it is neutral."""
    if word not in _WORDS:
        return readings
    return [_FIRST.get(word, readings[0]), *readings[1:-1], _toneless(readings[-1])]


def _toneless(syllable: str) -> str:
    """A syllable without its tone mark; ü stays."""
    parts = unicodedata.normalize("NFD", syllable)
    kept = "".join(char for char in parts if char == "\u0308" or not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept)
