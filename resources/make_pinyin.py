"""Builds resources/pinyin.bin once, from pypinyin (MIT): every reading of every character, and how surnames are read.

Run `python -m resources.make_pinyin` after changing the surnames. The file is zlib-compressed UTF-8 text:
lines `reading,reading<TAB>characters` (likeliest reading first, no tones, ü as v), an empty line,
then lines `surname<TAB>reading reading` for surnames that are read unlike the common word, and all compound surnames.
"""

import zlib
from pathlib import Path

SURNAMES = """
单 shan|仇 qiu|曾 zeng|解 xie|查 zha|区 ou|盖 ge|朴 piao|翟 zhai|缪 miao|员 yun|贠 yun|秘 bi|乐 yue
召 shao|黑 he|折 she|种 chong|晁 chao|车 che|柏 bai|宓 mi|那 na|能 nai|葛 ge|谌 chen|覃 qin|冼 xian
洗 xian|隗 wei|逄 pang|祭 zhai|牟 mu|佴 nai|郇 xun|句 gou|呙 guo|炅 gui|俞 yu|沈 shen|石 shi
盛 sheng|莘 shen|眭 sui|余 yu|臧 zang|褚 chu|角 jue|都 du|訾 zi|郗 xi|尉 wei|贲 ben|费 fei|重 chong
卜 bu|繁 po|厘 xi|幺 yao|藉 ji|洪 hong|任 ren|宁 ning|华 hua|应 ying|燕 yan|纪 ji|尹 yin|阚 kan|瞿 qu
曲 qu|强 qiang|相 xiang|过 guo|令 ling|哈 ha|撒 sa|行 xing|适 kuo|弗 fu|亓 qi|郦 li|谭 tan|殷 yin
贾 jia|冯 feng|江 jiang|朱 zhu|樊 fan|裘 qiu|尉迟 yu chi|万俟 mo qi|长孙 zhang sun|单于 chan yu
澹台 tan tai|宰父 zai fu|鲜于 xian yu|皇甫 huang fu|令狐 ling hu|呼延 hu yan|欧阳 ou yang|司马 si ma
上官 shang guan|诸葛 zhu ge|东方 dong fang|公孙 gong sun|慕容 mu rong|司徒 si tu|司空 si kong
夏侯 xia hou|宇文 yu wen|闾丘 lv qiu|端木 duan mu|百里 bai li|东郭 dong guo|南宫 nan gong
轩辕 xuan yuan|独孤 du gu|拓跋 tuo ba|赫连 he lian|申屠 shen tu|太史 tai shi|公羊 gong yang
公冶 gong ye|宗政 zong zheng|濮阳 pu yang|淳于 chun yu|闻人 wen ren|钟离 zhong li|西门 xi men
第五 di wu|梁丘 liang qiu|左丘 zuo qiu|微生 wei sheng|完颜 wan yan|纳兰 na lan
"""
MISSING = {0x20BB7: ("ji",)}  # characters of real names that pypinyin does not know


def table() -> str:
    """The text that is compressed into pinyin.bin."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    groups: dict[tuple[str, ...], list[str]] = {}
    for point, known in MISSING.items():
        groups.setdefault(known, []).append(chr(point))
    for point, toned in sorted(PINYIN_DICT.items()):
        readings = tuple(dict.fromkeys(to_normal(one).replace("ê", "e") for one in toned.split(",")))
        groups.setdefault(readings, []).append(chr(point))
    characters = [f"{','.join(readings)}\t{''.join(chars)}" for readings, chars in sorted(groups.items())]
    surnames = [entry.strip().replace(" ", "\t", 1) for line in SURNAMES.split("\n") for entry in line.split("|")]
    return "\n".join([*characters, "", *filter(None, surnames)])


if __name__ == "__main__":
    Path(__file__).with_name("pinyin.bin").write_bytes(zlib.compress(table().encode("utf-8"), 9))
