"""The values that pass between the stages: an article, stretches of its text, findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from newsum.display import article_html
from newsum.languages import Language
from newsum.languages import language as canonical

#: Between two paragraphs of `Article.text`.
PARAGRAPH_BREAK: Final = "\n\n"

#: Why cleaning took a line out.
Reason = Literal[
    "ad",
    "byline",
    "caption",
    "contact",
    "cookie",
    "copyright",
    "credit",
    "dateline",
    "duplicate",
    "editor",
    "navigation",
    "related",
    "share",
    "subscribe",
    "title",
]

#: What a finding is about. The first eight compare a sentence with its evidence.
FindingKind = Literal[
    "number",
    "money",
    "percent",
    "date",
    "name",
    "negation",
    "direction",
    "antonym",
    "glossary",
    "unsupported",  # no evidence was found
    "script",  # not written in the language asked for
    "repetition",
    "truncated",
    "empty",  # the model wrote nothing for a part of the article
    "untranslated",  # no model here writes this language
    "short",  # the article is no longer than its summary would be
    "mixed",  # the article is in two languages
]


_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    r"""Return *text* with U+FFFD for each half of a surrogate pair: JSON may bring one, escaped.

    One for one, so that offsets stay true.

    >>> encodable("5\ud83d km")
    '5\ufffd km'
    """
    return _SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `Article.text`. It carries its offset, so provenance is never searched for."""

    text: str
    start: int  # offset into Article.text, in characters

    @property
    def end(self) -> int:
        """The offset just after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """A sentence with the white space that follows it: sentences, joined, rebuild their text."""

    def stripped(self) -> Span:
        """Return the sentence without the white space around it.

        >>> Sentence("Mr. Li left. ", 7).stripped()
        Span(text='Mr. Li left.', start=7)
        """
        lead = len(self.text) - len(self.text.lstrip())
        return Span(self.text.strip(), self.start + lead)


@dataclass(frozen=True, slots=True)
class Evidence(Span):
    """A source sentence that a summary sentence rests on."""

    score: float = 1.0  # 0 to 1; 1 is the sentence itself


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader should know before relying on a summary, or on one of its sentences."""

    kind: FindingKind
    message: str
    text: str = ""  # the words it is about, as they stand in the summary
    evidence: str = ""  # what they were compared with

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that cleaning took out."""

    text: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article, cleaned: its body, what is known about it, and what was taken out.

    Paragraphs of *text* are separated by one empty line; no paragraph is empty and none holds a
    line break. Half of a surrogate pair, which no encoding holds, becomes U+FFFD.

    Raises:
        UnsupportedLanguage: *language* is not one that newsum reads; any of its aliases is.
    """

    text: str
    title: str = ""
    byline: str = ""
    date: str = ""  # ISO 8601, as far as it is known: 2026-11-23 or 2026-11
    site: str = ""
    url: str = ""
    language: Language | None = None  # None: not yet detected
    captions: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()

    def __post_init__(self) -> None:
        if self.language is not None:
            object.__setattr__(self, "language", canonical(self.language))
        for name in ("text", "title", "byline", "date", "site", "url"):
            object.__setattr__(self, name, encodable(getattr(self, name)))

    def paragraphs(self) -> Iterator[Span]:
        r"""Yield the paragraphs, each with its offset.

        >>> [p.start for p in Article(text="One.\n\nTwo.").paragraphs()]
        [0, 6]
        """
        for match in re.finditer(r"[^\n]+", self.text):
            yield Span(match.group(), match.start())

    def facts(self) -> tuple[str, ...]:
        """Return site, byline, date and address, as far as they are known."""
        return tuple(fact for fact in (self.site, self.byline, self.date, self.url) if fact)

    def heading(self) -> str:
        """Return the title; "" where the text begins with it, as with a line that may be either."""
        return "" if self.text.startswith(f"{self.title}\n") else self.title

    def __str__(self) -> str:
        return f"{self.heading()}\n\n{self.text}".strip()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON: what `newsum clean --json` prints."""
        return {
            "title": self.title,
            "byline": self.byline,
            "date": self.date,
            "site": self.site,
            "url": self.url,
            "language": self.language,
            "text": self.text,
            "captions": list(self.captions),
            "removed": [{"text": r.text, "reason": r.reason} for r in self.removed],
        }

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {
            "text/plain": str(self),
            "text/html": article_html(
                self.heading(),
                self.language or "",
                self.facts(),
                [paragraph.text for paragraph in self.paragraphs()],
                [(each.reason, each.text) for each in self.removed],
            ),
        }
