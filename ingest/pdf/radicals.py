"""Glyphs that PDF producers print instead of the characters they look like.

Some fonts map a Han character to its radical: 长 arrives as ⻓ (U+2ED3), 一 as ⼀ (U+2F00). The Kangxi block
U+2F00-2FDF has compatibility decompositions; the supplement U+2E80-2EFF has none and needs a table.
"""

import unicodedata
from functools import lru_cache

# Unicode Character Database, property Equivalent_Unified_Ideograph, U+2E81-2EF3 (U+2E80 has no equivalent).
_SUPPLEMENT = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧"
    "⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍"
    "⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_UNIFIED = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛"
    "犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶"
    "辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_TABLE = str.maketrans(dict(zip(_SUPPLEMENT, _UNIFIED, strict=True))) | _KANGXI
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\ufeff\u00ad")
_CHANGED = frozenset(map(chr, _TABLE.keys() | _INVISIBLE.keys()))


def unify(text: str) -> str:
    """Replace radicals by the characters they stand for and drop zero-width marks; all else stays as printed."""
    return text if _CHANGED.isdisjoint(text) else text.translate(_TABLE).translate(_INVISIBLE)


@lru_cache(maxsize=1 << 14)
def unify_character(character: str) -> str:
    """As `unify`, for one character at a time."""
    return unify(character)
