"""The languages newsum reads and writes, their names, and the characters that tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from operator import add
from typing import Any, Final, Literal

from newsum.errors import UnsupportedLanguage

Language = Literal["en", "zh", "zh-Hant"]

LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh", "zh-Hant")
NAMES: Final[dict[Language, str]] = {
    "en": "English",
    "zh": "Chinese (Simplified)",
    "zh-Hant": "Chinese (Traditional)",
}
#: What a reader of that language calls it.
ENDONYMS: Final[dict[Language, str]] = {"en": "English", "zh": "中文", "zh-Hant": "繁體中文"}

_REGION: Final = "-(?:[a-z]{2}|[0-9]{3})"
_CHINESE: Final = "(?:zh|zho|cmn|zh-cmn)"
#: Tags of BCP 47 and names, the first that fits: a script tells more than a region.
_TAGS: Final[dict[Language, str]] = {
    "en": f"english|(?:en|eng)(?:-latn)?(?:{_REGION})?",
    "zh-Hant": f"繁體中文|{_CHINESE}-hant(?:{_REGION})?|{_CHINESE}-(?:tw|hk|mo)",
    "zh": f"中文|chinese|{_CHINESE}(?:-hans)?(?:{_REGION})?",
}

#: Ideographs: the unified block and its extensions, compatibility forms, 〇 and 々.
HAN: Final = "\u3007\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: One of them, and as many as stand together.
IDEOGRAPH: Final = re.compile(f"[{HAN}]")
IDEOGRAPHS: Final = re.compile(f"[{HAN}]+")


def language(code: str) -> Language:
    """Return the canonical code of *code*, whatever alias or case it came in.

    >>> language("zh_CN"), language("EN"), language("zh-tw"), language("zh-Hans-HK")
    ('zh', 'en', 'zh-Hant', 'zh')

    Raises:
        UnsupportedLanguage: newsum does not write that language.
    """
    plain = code.strip().replace("_", "-").lower() if isinstance(code, str) else ""
    for known, tag in _TAGS.items():
        if re.fullmatch(tag, plain):
            return known
    raise UnsupportedLanguage(
        f"newsum does not write {code!r}. Choose from: "
        + ", ".join(f"{c} ({name})" for c, name in NAMES.items())
    )


def is_chinese(code: str) -> bool:
    """Tell whether *code* is Chinese in either script.

    >>> is_chinese("zh-Hant"), is_chinese("en")
    (True, False)
    """
    return code.startswith("zh")


def spoken(code: Language) -> Literal["en", "zh"]:
    """Return *code* without its script: what models read and write; OpenCC does the rest.

    >>> spoken("zh-Hant")
    'zh'
    """
    return "zh" if is_chinese(code) else "en"


def count_han(text: str) -> int:
    """Count the ideographs in *text*.

    >>> count_han("GDP增长5.2%")
    2
    """
    return sum(map(len, IDEOGRAPHS.findall(text)))


def han_pairs(text: str) -> list[str]:
    """Return each two ideographs that stand side by side: most Chinese words are two of them.

    >>> han_pairs("新华社北京5月")
    ['新华', '华社', '社北', '北京']
    """
    return [pair for run in IDEOGRAPHS.findall(text) for pair in map(add, run, run[1:])]


def joined(texts: Iterable[str], code: Language) -> str:
    """Join sentences, or parts of one, as the language *code* does: Chinese without spaces.

    >>> joined(["One.", "Two."], "en"), joined(["一。", "二。"], "zh")
    ('One. Two.', '一。二。')
    """
    return ("" if is_chinese(code) else " ").join(texts)


@cache
def _converter(configuration: str) -> Any:
    import opencc

    return opencc.OpenCC(configuration)


def _convert(configuration: str, text: str) -> str:
    convert = _converter(configuration).convert
    parts = text.split("\0")  # where a text ends to OpenCC
    try:
        return "\0".join(map(convert, parts))
    except UnicodeEncodeError:  # half of a surrogate pair, which no encoding holds
        return "\0".join(convert(each.encode("utf-8", "replace").decode()) for each in parts)


#: What OpenCC leaves: Hong Kong's forms, and pronouns that Simplified Chinese has no character for.
_LEFT: Final = str.maketrans("衞敍枱牠妳", "卫叙台它你")
#: Where 著 is to write or to be known, and OpenCC takes it for Taiwan's 着.
_WRITTEN: Final = re.compile(
    "(?<=[专專原巨编編译譯遗遺拙论論土卓])著|著(?=者|[书書](?![写寫])|有?[《〈])"
)


def to_simplified(text: str) -> str:
    """Return *text* in Simplified characters, one for one, so that offsets stay true.

    >>> to_simplified("臺灣發展"), to_simplified("隨著原著改編")
    ('台湾发展', '随着原著改编')
    """
    # It maps phrases as well, but never changes the length of a text. t2s.json leaves Taiwan's 著.
    simplified = _convert("tw2s", text).translate(_LEFT)
    for written in _WRITTEN.finditer(text):
        at = written.start()
        simplified = f"{simplified[:at]}著{simplified[at + 1 :]}"
    return simplified


def to_traditional(text: str) -> str:
    """Return *text* in Traditional characters (OpenCC's s2tw: Taiwan's forms, not its words).

    >>> to_traditional("头发和发展")
    '頭髮和發展'
    """
    return _convert("s2tw", text)
