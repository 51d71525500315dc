"""Which language an article is written in: by script first, by langdetect beyond."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Final
from unicodedata import name

from newsum.errors import EmptyArticle, NoArticleText, UnsupportedLanguage
from newsum.languages import HAN, IDEOGRAPH, Language, to_simplified, to_traditional

#: Letters of English that carry as much as one ideograph. Letters per ideograph over the 500
#: sentence pairs of each direction of newstest2017/18: 2.98 written in English first, 4.02
#: written in Chinese first.
LETTERS_PER_HAN: Final = 3.5
#: The share of the other language from which an article is called mixed. Real Chinese pages that
#: name many foreign firms reach 0.08.
MIXED_SHARE: Final = 0.2

#: Ideographs in a short sentence.
_SENTENCE: Final = 15

#: Longer texts are judged by slices of this many characters in all, so that the time is bounded.
_SAMPLE: Final = 60_000
_SLICES: Final = 12

#: From this many letters on langdetect is believed; below, names and headlines mislead it (it
#: finds 50 of 12,000 English headlines German, French, Catalan), so that a word or a letter that
#: English lacks must bear it out (then it refuses none of them, nor of 12,000 articles).
_ENOUGH: Final = 160
_SURE: Final = 0.95

_LATIN_LETTERS: Final = (
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
    "\uff21-\uff3a\uff41-\uff5a"
)
# の, the middle dot and the long-vowel mark also stand in Chinese text.
_KANA_ONLY: Final = "\u3041-\u306d\u306f-\u3096\u30a1-\u30fa\uff66-\uff6f\uff71-\uff9d"
_HANGUL_LETTERS: Final = "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e"
#: A letter of English, or of a language written like it.
LATIN: Final = re.compile(f"[{_LATIN_LETTERS}]")
_KANA = re.compile(f"[{_KANA_ONLY}]")
_HANGUL = re.compile(f"[{_HANGUL_LETTERS}]")
_OTHER = re.compile(rf"[^\W\d_{_LATIN_LETTERS}{HAN}{_KANA_ONLY}{_HANGUL_LETTERS}のー]")
#: Of those that langdetect has a language for.
_LANGDETECT: Final = (
    "ARABIC BENGALI CYRILLIC DEVANAGARI GREEK GUJARATI GURMUKHI HEBREW KANNADA MALAYALAM TAMIL "
    "TELUGU THAI"
)
_LANGDETECT_SCRIPTS: Final = frozenset(_LANGDETECT.split())
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+")

#: Words that make up 30 to 45 % of running English, and next to nothing of its neighbors. Those
#: that are common words elsewhere too (a, an, as, are, me, on, in, so, was, he, we) are left out.
_ENGLISH_WORDS: Final = (
    "the of and to that for with this from by at be have has had were been not but they their "
    "his her its which who will would there about after over into than when what said says or "
    "it is if you your our she him them more up out can could should just how why where"
)
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
_FOREIGN_WORDS: Final = (
    "de la le les des du et est un une dans pour qui que el los las y en por para con del una se "
    "der die das und ist nicht mit von den dem ein eine im auf hat zu sich auch aus bei nach wird "
    "il di che per non della ha gli nel alla sono het een van op dat niet voor att det som av til "
    "og ikke em os uma do da ao yang untuk dan ini dengan pada nie jest na je bir ve"
)
_FOREIGN: Final = frozenset(_FOREIGN_WORDS.split())
#: The share of such words that settles it without asking langdetect.
_ENGLISH_SHARE: Final = 0.12

#: Where both characters of an OpenCC pair are in use in either script, the pair tells nothing.
_AMBIGUOUS: Final = frozenset(
    "后里台云几干斗范征余复划咨丑准别采帘据挂灶皂着谥雇须于游咸吁占床群峰杰万与丰面只松表"
    "乾著瞭藉徵於餘薑裏裡佔佈託週閒傢鬱鹼"
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
        raise EmptyArticle("The text is empty. Pass an article's text, a file or a URL.")
    sample = _ADDRESS.sub(" ", _sample(text))
    latin = _count(LATIN, sample) / LETTERS_PER_HAN
    other = _count(_OTHER, sample) / LETTERS_PER_HAN  # an alphabet carries what the Latin one does
    han, kana, hangul = (_count(script, sample) for script in (IDEOGRAPH, _KANA, _HANGUL))
    weights = {"latin": latin, "cjk": han + kana, "hangul": hangul, "other": other}
    main = max(weights, key=lambda script: weights[script])
    total = sum(weights.values())
    if not total:
        raise NoArticleText(
            f"There is no word in the text, which begins {_excerpt(text)!r}. "
            "Pass the text of an article in English or Chinese."
        )
    if main == "hangul":
        raise _unsupported("Korean")
    if main == "other":
        raise _unsupported(_third_script(sample))
    if main == "cjk":
        # Japanese prose is about half kana; its tersest headlines are a fifth.
        if kana >= 2 and kana >= 0.1 * (han + kana):
            raise _unsupported("Japanese")
        # Names of firms and products are no English; running words are.
        mixed = latin >= MIXED_SHARE * total and _is_english(sample)
        return Detection(_chinese(sample), mixed=mixed)
    if not _is_english(sample):
        third = _third_language(sample)
        if third is not None:
            raise _unsupported(third)
    # A firm's own name in brackets does not make a short text mixed; a sentence does.
    return Detection("en", mixed=han >= max(MIXED_SHARE * total, _SENTENCE))


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    width = _SAMPLE // _SLICES
    last = len(text) - width
    starts = (last * i // (_SLICES - 1) for i in range(_SLICES))
    return "\n".join(text[start : start + width] for start in starts)


def _count(script: re.Pattern[str], text: str) -> int:
    return len(script.findall(text))


def _chinese(text: str) -> Language:
    """Compare the characters that only one of the two scripts has; a tie is Simplified."""
    chars = sorted(set(IDEOGRAPH.findall(text)) - _AMBIGUOUS)
    if not chars:
        return "zh"
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
    if len(LATIN.findall(text)) < _ENOUGH and not _looks_foreign(text):
        return None
    for code, probability in _guesses(text):
        if code != "en" and probability >= _SURE:
            return _name(code)
    return None


def _looks_foreign(text: str) -> bool:
    # Lower case only: not De Niro, Los Angeles or Beyoncé.
    words = [word for word in re.findall(r"\w+", text) if word[0].islower()]
    return sum(word in _FOREIGN or not word.isascii() for word in words) >= 2


def _third_script(text: str) -> str:
    """Name the language, or else the script, of a text in neither Latin nor Chinese letters."""
    scripts = Counter(name(char, "UNKNOWN").partition(" ")[0] for char in _OTHER.findall(text))
    script = scripts.most_common(1)[0][0]
    if script in _LANGDETECT_SCRIPTS:
        for code, _ in _guesses("".join(char for char in text if not LATIN.match(char))):
            return _name(code)
    return f"{script.title()} script"


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
        f"The text seems to be in {language}; newsum reads English and Chinese."
    )


def _excerpt(text: str) -> str:
    start = text.strip()
    return start if len(start) <= 40 else start[:39] + "…"
