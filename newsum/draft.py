"""An article on its way to a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar, cast

from newsum.article import Article, Evidence, Finding, Sentence
from newsum.detect import LATIN, LETTERS_PER_HAN, Detection
from newsum.languages import Language, count_han, is_chinese, to_simplified
from newsum.options import Options
from newsum.split import split

#: Letters from which what stands in another alphabet is a sentence, not a name.
_PHRASE: Final = 20

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way: detected, split, its notes so far."""

    article: Article
    language: Language
    sentences: tuple[Sentence, ...]  # as they stand in the article
    options: Options
    notes: tuple[Finding, ...] = ()
    shared: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, article: Article, found: Detection, options: Options) -> Draft:
        """Split *article* and note what the reader should know of it."""
        sentences = _own(split(article.text, found.language), found.language)
        notes: list[Finding] = []
        if found.mixed:
            notes.append(
                Finding("mixed", "The article is in two languages; its main one was summarized.")
            )
        if len(sentences) <= options.sentences and options.style != "headline":
            notes.append(
                Finding(
                    "short",
                    "The article is no longer than its summary would be; it is given as it is.",
                )
            )
        return cls(article, found.language, sentences, options, tuple(notes))

    def once(self, what: object, make: Callable[[], _Made]) -> _Made:
        """Return what *make* makes, made once for all languages of the summary."""
        if what not in self.shared:
            self.shared[what] = make()
        return cast("_Made", self.shared[what])

    @property
    def short(self) -> bool:
        """Whether the article is no longer than its summary would be."""
        return any(note.kind == "short" for note in self.notes)

    @property
    def count(self) -> int:
        """How many sentences the summary has at most."""
        return 1 if self.options.style == "headline" else self.options.sentences

    @property
    def title(self) -> str:
        """The article's title, in Simplified characters."""
        title = self.article.title
        return to_simplified(title) if self.language == "zh-Hant" else title

    @property
    def places(self) -> dict[int, int]:
        """The place of each sentence, by the offset of its first letter or mark."""
        return self.once(
            "places", lambda: {s.stripped().start: at for at, s in enumerate(self.sentences)}
        )

    @property
    def readable(self) -> tuple[Sentence, ...]:
        """The sentences as models and comparisons read them: in Simplified characters."""
        if self.language != "zh-Hant":
            return self.sentences
        return self.once(
            "readable",
            lambda: tuple(replace(s, text=to_simplified(s.text)) for s in self.sentences),
        )

    def evidence(self, sentence: Sentence, score: float = 1.0) -> Evidence:
        """Return *sentence* as evidence, in the article's own characters."""
        span = sentence.stripped()
        return Evidence(self.article.text[span.start : span.end], span.start, score)


def _own(sentences: Sequence[Sentence], language: Language) -> tuple[Sentence, ...]:
    """Return the sentences in the article's own language, all if none is.

    What an article quotes at length in another language would be no summary in this one.
    """
    written = [sentence for sentence in sentences if sentence.text.strip()]
    own = [s for s in written if not _is_foreign(s.text, language)]
    return tuple(own or written)


def _is_foreign(text: str, language: Language) -> bool:
    han = LETTERS_PER_HAN * count_han(text)
    if not han and not is_chinese(language):
        return False  # as of nearly all English sentences
    latin = len(LATIN.findall(text))
    own, other = (han, latin) if is_chinese(language) else (latin, han)
    return other > max(2 * own, _PHRASE)
