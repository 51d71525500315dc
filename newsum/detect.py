"""Which language an article is written in: by script first, by langdetect beyond."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Final

from newsum.errors import EmptyArticle, NoArticleText, UnsupportedLanguage
from newsum.languages import HAN, Language, to_simplified, to_traditional

#: Letters of English that carry as much as one ideograph. Letters per ideograph over the 500
#: sentence pairs of each direction of newstest2017/18: 2.98 written in English first, 4.02
#: written in Chinese first.
LETTERS_PER_HAN: Final = 3.5
#: The share of the other language from which an article is called mixed. Real Chinese pages that
#: name many foreign firms reach 0.08.
MIXED_SHARE: Final = 0.2

#: Longer texts are judged by slices of this many characters in all, so that the time is bounded.
_SAMPLE: Final = 60_000
_SLICES: Final = 12

#: langdetect refuses English only from this many letters on and with this probability: below,
#: names and headlines mislead it.
_SURE_LETTERS: Final = 40
_SURE: Final = 0.95

_LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_HAN = re.compile(f"[{HAN}]")
# の, the middle dot and the long-vowel mark also stand in Chinese text.
_KANA = re.compile(r"[\u3041-\u306d\u306f-\u3096\u30a1-\u30fa\uff66-\uff6f\uff71-\uff9d]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")

#: Words that make up 30 to 45 % of running English, and next to nothing of its neighbours. Those
#: that are common words elsewhere too (a, an, as, are, me, on, in, so, was, he, we) are left out.
_ENGLISH_WORDS: Final = (
    "the of and to that for with this from by at be have has had were been not but they their "
    "his her its which who will would there about after over into than when what said says or "
    "it is if you your our she him them more up out can could should just how why where"
)
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
#: The share of such words that settles it without asking langdetect.
_ENGLISH_SHARE: Final = 0.12

#: Where both characters of an OpenCC pair are in use in either script, the pair tells nothing.
_AMBIGUOUS: Final = frozenset(
    "后里台云几干斗范征余复划咨丑准别采帘据挂灶皂着谥雇须于游咸吁占床群峰杰万与丰面只松表"
    "乾著瞭夥藉徵於餘薑裏裡佔佈託週閒傢鬱鹼"
)


@dataclass(frozen=True, slots=True)
class Detection:
    """What `detect` found."""

    language: Language
    mixed: bool  # a fifth or more of the content is in the other language


def detect(text: str) -> Detection:
    """Tell the language that *text* is (mainly) written in.

    >>> detect("央行降息").language, detect("臺灣發展").language
    ('zh', 'zh-Hant')
    >>> detect("Rates fall").language
    'en'

    Raises:
        EmptyArticle: There is nothing but white space.
        NoArticleText: There is not one letter: figures, symbols, emoji.
        UnsupportedLanguage: It is written in a third language; the message names it.
    """
    if not text or text.isspace():
        raise EmptyArticle("The article is empty. Pass its text, a file or a URL.")
    sample = _ADDRESS.sub(" ", _sample(text))
    latin = _count(_LATIN, sample) / LETTERS_PER_HAN
    han, kana, hangul = (_count(script, sample) for script in (_HAN, _KANA, _HANGUL))
    other = sum(1 for char in sample if char > "\u024f" and char.isalpha() and not _known(char))
    # An alphabet carries per letter what the Latin one does.
    weights = {
        "latin": latin,
        "cjk": han + kana,
        "hangul": hangul,
        "other": other / LETTERS_PER_HAN,
    }
    main = max(weights, key=lambda script: weights[script])
    total = sum(weights.values())
    if not total:
        raise NoArticleText(
            f"There is no word in the article, which begins {_excerpt(text)!r}. "
            "Pass the text of an article in English or Chinese."
        )
    if main == "hangul":
        raise _unsupported("Korean")
    if main == "other":
        raise _unsupported(_third_language(sample) or "an alphabet it does not know")
    if main == "cjk":
        # Japanese prose is about half kana; its tersest headlines are a fifth.
        if kana >= 2 and kana >= 0.1 * (han + kana):
            raise _unsupported("Japanese")
        return Detection(_chinese(sample), mixed=latin >= MIXED_SHARE * total)
    if not _is_english(sample):
        third = _third_language(sample)
        if third is not None:
            raise _unsupported(third)
    return Detection("en", mixed=han >= MIXED_SHARE * total)


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    width = _SAMPLE // _SLICES
    step = (len(text) - width) / (_SLICES - 1)
    return "\n".join(text[int(i * step) :][:width] for i in range(_SLICES))


def _count(script: re.Pattern[str], text: str) -> int:
    return len(script.findall(text))


def _known(char: str) -> bool:
    return any(script.match(char) for script in (_LATIN, _HAN, _KANA, _HANGUL)) or char in "のー"


def _chinese(text: str) -> Language:
    """Compare the characters that only one of the two scripts has; a tie is Simplified."""
    chars = sorted(set(_HAN.findall(text)) - _AMBIGUOUS)
    # A line each, so that OpenCC sees characters and not the phrases they might form.
    lines = "\n".join(chars)
    simplified = to_simplified(lines).split("\n")
    traditional = to_traditional(lines).split("\n")
    only_traditional = sum(a != b for a, b in zip(chars, simplified, strict=True))
    only_simplified = sum(a != b for a, b in zip(chars, traditional, strict=True))
    return "zh-Hant" if only_traditional > only_simplified else "zh"


def _is_english(text: str) -> bool:
    words = _WORD.findall(text.lower())
    return bool(words) and sum(w in _ENGLISH for w in words) >= _ENGLISH_SHARE * len(words)


def _third_language(text: str) -> str | None:
    """Name the language langdetect is sure of, or None if that is English or it is not sure."""
    if sum(map(str.isalpha, text)) < _SURE_LETTERS and _LATIN.search(text):
        return None
    for code, probability in _guesses(text):
        if code.startswith("zh") or code == "en":
            continue
        if probability >= _SURE:
            return _name(code)
    return None


def _guesses(text: str) -> Iterator[tuple[str, float]]:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # it saw nothing it could use
        return
    for guess in found:
        yield guess.lang, guess.prob


def _name(code: str) -> str:
    from babel import Locale

    return str(Locale("en").languages.get(code, code))


_loading = Lock()


def _factory() -> Any:
    with _loading:  # langdetect fills the profiles in place: two threads would mix them
        return _load_factory()


@cache
def _load_factory() -> Any:
    from importlib.resources import files

    from langdetect.detector_factory import DetectorFactory

    # Of our own, so that no one else's seed or load order changes our answers.
    factory = DetectorFactory()
    factory.set_seed(0)
    profiles = sorted(files("langdetect").joinpath("profiles").iterdir(), key=lambda f: f.name)
    factory.load_json_profile([f.read_text("utf-8") for f in profiles if "." not in f.name])
    return factory


def _unsupported(language: str) -> UnsupportedLanguage:
    return UnsupportedLanguage(
        f"The article seems to be in {language}; newsum reads English and Chinese."
    )


def _excerpt(text: str) -> str:
    start = text.strip()
    return start if len(start) <= 40 else start[:39] + "…"
