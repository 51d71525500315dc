"""Names that both languages have: countries, cities, institutions, companies.

Two shipped tables: `data/territories.tsv` is generated from the CLDR, `data/terms.tsv` is written
by hand. A name is *read* from a text by its unmistakable forms and *borne out* by any of its forms:
日本 is borne out by "Japan", "Japanese" and "Tokyo", and in Chinese by 日方 and 日.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

from newsum.languages import Language, is_chinese

#: A Latin word of a name: letters, digits and what joins them.
LATIN_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9.&'’-]*")
_TABLES: Final = ("terms.tsv", "territories.tsv")
# Common words as well as names: they bear a name out, and are none themselves.
_COMMON_CHINESE: Final = frozenset(
    ["苏丹", "马里", "多哥", "约旦", "乍得", "阿曼", "汤加", "帕劳", "纽埃", "贝宁", "加纳", "尼斯",
     "达尔文", "罗马", "基多", "利马", "金边", "仰光", "加沙", "欧洲", "突尼斯", "墨西哥城", "关岛"]
)  # fmt: skip
_TITLE_WORD: Final = 5  # titles leave "with" and "from" small
_TITLE_SHARE: Final = 0.7
# Latin letters that Chinese writers use, and what their initials do not tell.
_SHORT_FOR: Final = {"CEO": ("chief executive",), "OK": ("karaoke", "okay"), "TV": ("television",)}
_CASELESS_FROM: Final = 4  # shorter forms keep their case: US is not us
_CAPITAL: Final = re.compile(r"[A-Z](?<![\w.-][A-Z])[\w.&]*")
_GOES_ON: Final = re.compile(r"\w|-[a-z]|\.\w")
_HYPHENS: Final = re.compile(r"-|(?<=\d)(?=[a-z])")  # 0200GMT has a GMT


@dataclass(frozen=True, slots=True)
class Name:
    """Something that has a name in both languages."""

    kind: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]
    weak: frozenset[str]  # forms that bear the name out, and are too ambiguous to be read as it

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form, in both languages."""
        return self.english + self.chinese


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands in a text."""

    name: Name
    text: str
    start: int


@cache
def names() -> tuple[Name, ...]:
    """Return the shipped names. A generated row that the hand-written table has is left out."""
    found: list[Name] = []
    known: set[tuple[str, str]] = set()
    for table in _TABLES:
        text = (files("newsum") / "data" / table).read_text(encoding="utf-8")
        for line in text.splitlines():
            if line.startswith("#"):
                continue
            kind, english, chinese = line.split("\t")
            name = _name(kind, english.split("|"), chinese.split("|"))
            if not any((kind, form) in known for form in name.forms):
                found.append(name)
                known.update((kind, form) for form in name.forms)
    return tuple(found)


def _name(kind: str, english: list[str], chinese: list[str]) -> Name:
    weak = {form[1:] for form in english + chinese if form.startswith("~")}
    weak |= {form for form in chinese if form in _COMMON_CHINESE}
    return Name(
        kind,
        tuple(form.removeprefix("~") for form in english),
        tuple(form.removeprefix("~") for form in chinese),
        frozenset(weak),
    )


@cache
def _by_head(*, chinese: bool) -> dict[str, tuple[tuple[str, Name], ...]]:
    """Index the readable forms by first word, or first two characters; the longest form first."""
    index: dict[str, list[tuple[str, Name]]] = {}
    for name in names():
        for form in name.chinese if chinese else name.english:
            if form not in name.weak and len(form) > 1:
                head = form[:2] if chinese else re.split(r"[ '-]", form)[0]
                index.setdefault(head, []).append((form, name))
    return {
        head: tuple(sorted(forms, key=lambda each: -len(each[0]))) for head, forms in index.items()
    }


@cache
def _chinese_head() -> re.Pattern[str]:
    """Return what each Chinese form starts with, and little else does."""
    first, second = (
        "".join(re.escape(char) for char in sorted({head[at] for head in _by_head(chinese=True)}))
        for at in (0, 1)
    )
    return re.compile(f"[{first}](?=[{second}])")


def proper_words(sentence: str) -> Iterator[re.Match[str]]:
    """Yield the words of an English sentence whose capitals its grammar does not ask for.

    >>> [m.group() for m in proper_words("The judge told Bryan Kohberger so.")]
    ['Bryan', 'Kohberger']
    """
    long = [word for word in LATIN_WORD.findall(sentence) if len(word) >= _TITLE_WORD]
    if sum(word[0].isupper() for word in long) > _TITLE_SHARE * len(long):
        return  # a headline in title case: capitals say nothing
    for match in LATIN_WORD.finditer(sentence):
        before = sentence[: match.start()].rstrip(" \"'“‘(—–-")
        if match.group()[0].isupper() and before and before[-1] not in ".!?:…":
            yield match


def mentions(text: str, language: Language) -> list[Mention]:
    """Return the names in *text* that the tables know, in reading order.

    >>> [m.name.chinese[0] for m in mentions("Japan told the U.N. on Friday.", "en")]
    ['日本', '联合国']
    """
    return list(_chinese(text) if is_chinese(language) else _english(text))


def _chinese(text: str) -> Iterator[Mention]:
    index, done = _by_head(chinese=True), 0
    for match in _chinese_head().finditer(text):
        at = match.start()
        if at < done:
            continue
        for form, name in index.get(text[at : at + 2], ()):
            if text.startswith(form, at):
                yield Mention(name, form, at)
                done = at + len(form)
                break


def _english(text: str) -> Iterator[Mention]:
    index, done = _by_head(chinese=False), 0
    for match in _CAPITAL.finditer(text):
        word, start = match.group(), match.start()
        if start < done:
            continue
        forms = index.get(word, ())
        if word[-1] == ".":
            forms += index.get(word.rstrip("."), ())
        for form, name in forms:
            end = start + len(form)
            if text.startswith(form, start) and not _GOES_ON.match(text, end):
                yield Mention(name, form, start)
                done = end
                break


def _solid(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


class Source:
    """A source text, indexed to be asked whether it bears a name out."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded(self) -> str:
        return self.text.casefold().replace("’", "'")

    @cached_property
    def _words(self) -> set[str]:
        words = {word.strip(".'-") for word in LATIN_WORD.findall(self._folded)}
        words |= {word.removesuffix("'s") for word in words}
        return words | {part for word in words for part in _HYPHENS.split(word)}

    @cached_property
    def _exact(self) -> set[str]:
        words = {word.strip("'-") for word in LATIN_WORD.findall(self.text)}
        words |= {re.sub(r"['’]s$", "", word) for word in words}
        words |= {word.replace(".", "") for word in words}
        return words | {part for word in words for part in word.split("-")}

    @cached_property
    def _initials(self) -> set[str]:
        words = re.findall(r"[A-Za-z]+", self.text)
        content = [w for w in words if w.lower() not in {"of", "the", "and", "for", "in", "on"}]
        return {"".join(word[0].upper() for word in each) for each in (words, content)}

    def has(self, name: Name) -> bool:
        """Tell whether any form of *name* is in the source."""
        if any(form in self.text for form in name.chinese):
            return True
        # 柬方, 塔方: the side of the country that starts with this character.
        if name.kind == "country" and f"{name.chinese[0][0]}方" in self.text:
            return True
        return any(self._has_english(form) for form in name.english)

    def _has_english(self, form: str) -> bool:
        letters = form.replace(".", "")
        if len(letters) < _CASELESS_FROM:
            return letters in self._exact
        folded = form.casefold()
        return folded in self._folded if " " in form else folded in self._words

    def has_word(self, word: str) -> bool:
        """Tell whether the source has a Latin word, what it abbreviates, or a close relative."""
        word = re.sub(r"['’]s?$", "", word).strip(".'’-")
        folded = word.casefold().replace("’", "'")
        if {folded, folded + "s", folded.replace(".", "")} & self._words:
            return True
        if any(char.isdigit() for char in folded):
            # COVID-19 is no relative of COVID-39; iPhone15 is iPhone 15.
            return _solid(folded) in _solid(self._folded)
        if "&" in folded:
            return all(part in self._words for part in folded.split("&"))
        if len(folded) > 3 and (folded in self._folded or folded.rstrip("s") in self._words):
            return True
        if any(form in self._folded for form in _SHORT_FOR.get(word, ())):
            return True
        letters = word.replace(".", "").replace("&", "")
        if word.isupper() and any(letters in run for run in self._initials):
            return True
        # China and Chinese, Europe and European.
        stem = folded[: max(4, len(folded) - 3)]
        return len(folded) > 4 and any(known.startswith(stem) for known in self._words)
