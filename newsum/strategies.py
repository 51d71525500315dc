"""The two ways from an article to a summary; the model's kind picks one.

- A translation model is given the article's most informative sentences, one by one (`Extract`).
- A summarization model is given the whole article in chunks, and summarizes each straight into
  the target language; the parts are reduced by selection (`Abstract`).

A strategy plans the model's inputs and makes summary sentences of its outputs. The model itself is
run in between, by the summarizer, over many articles at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeVar, cast

from newsum.article import Article, Evidence, Finding, FindingKind, Sentence
from newsum.checking.align import align
from newsum.checking.check import check
from newsum.checking.further import further
from newsum.checking.likeness import Likeness
from newsum.chunk import chunk
from newsum.datelines import dateline_length
from newsum.detect import LETTERS_PER_HAN, Detection, detect
from newsum.errors import EmptyArticle, ModelError
from newsum.languages import (
    Language,
    count_han,
    is_chinese,
    spoken,
    to_simplified,
)
from newsum.models.base import Request, Seq2Seq
from newsum.models.marks import rescripted
from newsum.models.write import Written
from newsum.options import Options, Style
from newsum.result import SummarySentence
from newsum.selection.headline import headline
from newsum.selection.quotes import lacking
from newsum.selection.select import select
from newsum.selection.standalone import detached, tidy
from newsum.split import split
from newsum.split_data import OFTEN_ABBREVIATED

#: The findings that compare figures: meaningful against a whole chunk as evidence, where the
#: others would compare a sentence with much that it does not speak of.
_FIGURES: Final[frozenset[FindingKind]] = frozenset({"number", "money", "percent", "date"})
#: What may stand in a sentence a little further on.
_SOUGHT: Final = _FIGURES | {"name"}

#: Letters from which what stands in another alphabet is a sentence, not a name.
_PHRASE: Final = 20
#: What stands before a line of a list. A minus or a figure is one only with a space after it.
_BULLET: Final = re.compile(
    r"^[ \t]*(?:[-*–]\s+|[•●▪‣·]\s*|\d{1,2}[.)]\s+|\d{1,2}[、．]\s*)(?=\S)", re.MULTILINE
)
_LATIN: Final = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")


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

    def once(self, what: object, make: Callable[[], _Made]) -> _Made:
        """Return what *make* makes, made once for all languages of the summary."""
        if what not in self.shared:
            self.shared[what] = make()
        return cast("_Made", self.shared[what])

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

    @property
    def short(self) -> bool:
        """Whether the article is no longer than its summary would be."""
        return any(note.kind == "short" for note in self.notes)

    def noting(self, note: Finding) -> Draft:
        """Return the draft with one note more."""
        return replace(self, notes=(*self.notes, note))

    def readable(self) -> tuple[Sentence, ...]:
        """Return the sentences as models and comparisons read them: in Simplified characters."""
        if self.language != "zh-Hant":
            return self.sentences
        return tuple(replace(s, text=to_simplified(s.text)) for s in self.sentences)

    def evidence(self, sentence: Sentence, score: float = 1.0) -> Evidence:
        """Return *sentence* as evidence, in the article's own characters."""
        span = sentence.stripped()
        return Evidence(self.article.text[span.start : span.end], span.start, score)


class Strategy(Protocol):
    """From an article to a model's inputs, and from its outputs to summary sentences."""

    def needs(self, draft: Draft, target: Language) -> bool:
        """Tell whether the model is needed for *target*."""

    def plan(self, draft: Draft, target: Language) -> list[Request]:
        """Return what the model is to write for *target*: nothing where it is not needed."""

    def finish(
        self, draft: Draft, target: Language, written: Sequence[Written]
    ) -> list[SummarySentence]:
        """Make the summary's sentences of what the model wrote."""

    def judge(self, request: Request, text: str, options: Options) -> int:
        """Count what is wrong with *text* as an answer to *request*."""


def strategy_for(model: Seq2Seq, likeness: Likeness) -> Strategy:
    """Return the strategy that *model*'s kind asks for."""
    return Extract(model) if model.kind == "translation" else Abstract(model, likeness)


@dataclass(frozen=True, slots=True)
class Extract:
    """Select sentences in the article's language, then translate them."""

    model: Seq2Seq

    def needs(self, draft: Draft, target: Language) -> bool:
        """Tell whether *target* is another language than the article's."""
        return spoken(target) != spoken(draft.language)

    def plan(self, draft: Draft, target: Language) -> list[Request]:
        """Return one request a selected sentence, more where one is over the model's budget."""
        if not self.needs(draft, target):
            return []
        terms = tuple(draft.options.glossary.items())
        title = _headline(draft)
        texts = [title] if title else [unit.text for unit in self._shared_units(draft)]
        return [
            Request(part, spoken(draft.language), spoken(target), terms)
            for text in texts
            for part in fitting(text, self.model)
        ]

    def finish(
        self, draft: Draft, target: Language, written: Sequence[Written]
    ) -> list[SummarySentence]:
        """Pair each selected sentence with its translation; it is the translation's evidence."""
        if not written:
            return [
                replace(unit, text=_render(unit.text, draft.language, target))
                for unit in self._shared_units(draft, own=True)
            ]
        sentences = []
        parts = iter(written)
        for unit in self._shared_units(draft):
            own = [next(parts) for _ in fitting(unit.text, self.model)]
            translation = _joined([part.text for part in own], target)
            findings = tuple(f for part in own for f in part.findings)
            findings += check(
                translation,
                [unit.text],
                source=spoken(draft.language),
                target=spoken(target),
                glossary=draft.options.glossary,
                translated=True,
            )
            shown = _render(translation, spoken(target), target)
            sentences.append(SummarySentence(shown, unit.evidence, findings + unit.warnings))
        return sentences

    def judge(self, request: Request, text: str, options: Options) -> int:
        """Count the findings of *text* against the sentence it translates."""
        return len(
            check(
                text,
                [request.text],
                source=request.source,
                target=request.target,
                glossary=options.glossary,
                translated=True,
            )
        )

    def _shared_units(self, draft: Draft, *, own: bool = False) -> list[SummarySentence]:
        own = own and draft.language == "zh-Hant"  # elsewhere the two are one
        return draft.once(("units", own), lambda: self._units(draft, own=own))

    def _units(self, draft: Draft, *, own: bool = False) -> list[SummarySentence]:
        """The texts to translate, each with the source sentences it rests on.

        With *own*, the texts to show: in the article's own characters.
        """
        if title := _headline(draft):
            unit = _grounded(title, draft)
            return [replace(unit, text=draft.article.title) if own else unit]
        readable = draft.readable()
        if draft.short:
            picks = list(readable)
        else:
            count = 1 if draft.options.style == "headline" else draft.options.sentences
            picks = select(
                readable,
                language=draft.language,
                count=count,
                title=_readable(draft.article.title, draft),
            )
        if own:
            picks = [replace(p, text=draft.article.text[p.start : p.end]) for p in picks]
        stories = [_story(pick, draft.article) for pick in picks]
        if draft.short:
            return [
                SummarySentence(" ".join(each.text.split()), (draft.evidence(each),))
                for each in stories
            ]
        marks = list(zip(readable, lacking(readable), strict=True))
        before = {sentence.start: mark for sentence, (mark, _) in marks}
        after = {sentence.end: mark for sentence, (_, mark) in marks}
        ends = dict(zip([s.end for s in readable], [s.start for s in readable[1:]], strict=False))
        shown = -1  # where the sentence after the last one taken begins
        units = []
        for pick, story in zip(picks, stories, strict=True):
            text = " ".join(story.text.split())
            if pick.start != shown and not before[pick.start]:
                text = detached(text, draft.language)
            shown = ends.get(pick.end, -1)
            text = before[pick.start] + tidy(text, draft.language) + after[pick.end]
            if draft.options.style == "headline":
                text = headline(text, draft.language)
            units.append(SummarySentence(text, (draft.evidence(story),)))
        return units


@dataclass(frozen=True, slots=True)
class Abstract:
    """Summarize sentence-aligned chunks straight into the target language, then reduce.

    The parts of a long article are reduced by selecting among their sentences, not by summarizing
    the summaries: what a model invented once it would otherwise be given as a source.
    """

    model: Seq2Seq
    likeness: Likeness

    def needs(self, draft: Draft, target: Language) -> bool:
        """Tell whether the article cannot just be given as it is."""
        return not (draft.short and spoken(target) == spoken(draft.language))

    def plan(self, draft: Draft, target: Language) -> list[Request]:
        """Return one request a chunk."""
        if not self.needs(draft, target):
            return []
        if draft.options.vectors and spoken(target) != spoken(draft.language):
            self.likeness.check()  # before anything is written in vain
        chunks = draft.once(
            "chunks",
            lambda: chunk(draft.readable(), count=self.model.count, budget=self.model.budget),
        )
        return [Request(each.text, spoken(draft.language), spoken(target)) for each in chunks]

    def finish(
        self, draft: Draft, target: Language, written: Sequence[Written]
    ) -> list[SummarySentence]:
        """Reduce the parts, and find for each sentence what it rests on."""
        if not written:
            return [
                SummarySentence(
                    _render(" ".join(s.text.split()), draft.language, target), (draft.evidence(s),)
                )
                for s in draft.sentences
            ]
        parts = {w.text: w.findings for w in written if w.text}
        picks = self._reduce(draft, target, list(parts))
        sentences = []
        for each in verified(picks, draft, spoken(target), self.likeness):
            findings = tuple(f for part, fs in parts.items() if each.text in part for f in fs)
            text = _render(each.text, spoken(target), target)
            sentences.append(SummarySentence(text, each.evidence, findings + each.warnings))
        return sentences

    def judge(self, request: Request, text: str, options: Options) -> int:
        """Count the figures in *text* that the chunk it summarizes does not have."""
        findings = check(
            text,
            [request.text],
            source=request.source,
            target=request.target,
            glossary=options.glossary,
        )
        return sum(finding.kind in _FIGURES for finding in findings)

    def _reduce(self, draft: Draft, target: Language, parts: Sequence[str]) -> list[str]:
        text = "\n".join(parts)
        sentences = [s for s in split(text, spoken(target)) if s.text.strip()]
        count = 1 if draft.options.style == "headline" else draft.options.sentences
        if len(sentences) > count:
            sentences = select(sentences, language=spoken(target), count=count)
        return list(dict.fromkeys(s.text.strip() for s in sentences))


def given(summary: str) -> tuple[Language, list[str], Style]:
    r"""Return a given summary's language, its sentences without bullets, and its style.

    >>> given("- Rates fell.\n- Shares rose.")
    ('en', ['Rates fell.', 'Shares rose.'], 'bullets')

    Raises:
        InputError: There is no sentence in it, or it is in a language newsum does not read.
    """
    if not summary.strip():
        raise EmptyArticle("The summary is empty. Pass its text, in English or Chinese.")
    plain, bullets = _BULLET.subn("", summary)
    language = detect(plain or summary).language
    texts = [text for s in split(plain, language) if (text := " ".join(s.text.split()))]
    return language, texts, "bullets" if bullets > 1 else "paragraph"


def verified(
    texts: Sequence[str], draft: Draft, target: Language, likeness: Likeness
) -> list[SummarySentence]:
    """Find for each of *texts* what it rests on, and what its evidence does not bear out.

    Args:
        texts: The sentences of a summary in *target*.
        draft: The article.
        target: What the summary is written in.
        likeness: Asked if the options want vectors and the article is in the other language.

    Raises:
        ModelError: Vectors are wanted of a model that has none, or none of use.
    """
    readable = draft.readable()
    source, glossary = spoken(draft.language), draft.options.glossary
    alike = None
    if draft.options.vectors and spoken(target) != source:
        alike = likeness(texts, [s.text.strip() for s in readable], source=source, target=target)
    support = align(
        texts, readable, source=source, target=target, glossary=glossary, likeness=alike
    )
    plain, title = [each.text.strip() for each in readable], _readable(draft.article.title, draft)
    places = {each.stripped().start: at for at, each in enumerate(readable)}

    def checked(text: str, chosen: Sequence[int]) -> tuple[Finding, ...]:
        return check(
            text, [plain[at] for at in chosen],
            source=source, target=target, glossary=glossary, title=title,
        )  # fmt: skip

    sentences = []
    for text, found in zip(texts, support, strict=True):
        scores = {places[e.start]: e.score for e in found}
        doubts = checked(text, list(scores))
        accused = [doubt.text for doubt in doubts if doubt.kind in _SOUGHT]
        for at in further(text, accused, list(scores), plain, source=source, target=target):
            left = checked(text, [*scores, at])
            if len(left) < len(doubts):
                scores[at], doubts = 0.0, left
        evidence = (draft.evidence(draft.sentences[at], score) for at, score in scores.items())
        sentences.append(SummarySentence(text, tuple(evidence), doubts))
    return sentences


def refusal(model: Seq2Seq, source: Language, target: Language) -> ModelError | None:
    """Return the error, which says why and what to do, if *model* cannot write *target*."""
    if model.writes(source, target):
        return None
    try:
        model.generate([Request("", source, target)])
    except ModelError as error:
        return error
    return None


def fitting(text: str, model: Seq2Seq) -> list[str]:
    """Cut *text* at clause marks into parts within *model*'s budget; most sentences are one."""
    if model.count(text) <= model.budget:
        return [text]
    return [c.text for c in chunk([Sentence(text, 0)], count=model.count, budget=model.budget)]


def hold(
    sentences: Sequence[SummarySentence], draft: Draft, target: Language
) -> tuple[list[SummarySentence], list[Finding]]:
    """Apply ``strict``: replace a sentence that failed a check by its source, or drop it.

    Its source can stand in its place only where it is in the same language.
    """
    kept: list[SummarySentence] = []
    notes: list[Finding] = []
    for sentence in sentences:
        if not sentence.warnings:
            kept.append(sentence)
            continue
        why = sentence.warnings[0]
        if sentence.evidence and spoken(target) == spoken(draft.language):
            source = sentence.evidence[0]
            shown = _render(" ".join(source.text.split()), draft.language, target)
            if all(shown != other.text for other in kept):
                kept.append(SummarySentence(shown, (source,)))
            done = "was replaced by its source"
        else:
            done = "was left out"
        notes.append(
            replace(why, message=f"A {target} sentence {done}: {why.message}", text=sentence.text)
        )
    return kept, notes


def as_headline(sentence: SummarySentence) -> SummarySentence:
    """Return *sentence* without its final full stop; that of an abbreviation stays."""
    text = sentence.text
    last = text.split()[-1] if text.split() else ""
    kept = last.endswith("..") or "." in last[:-1] or last[:-1] in OFTEN_ABBREVIATED
    if len(text) > 1 and (text[-1] in "。．" or (text[-1] == "." and not kept)):
        text = text[:-1]
    return replace(sentence, text=text)


def _headline(draft: Draft) -> str:
    """Return the article's own headline, as models read it, where one is wanted; else ""."""
    return _readable(draft.article.title, draft) if draft.options.style == "headline" else ""


def _grounded(title: str, draft: Draft) -> SummarySentence:
    """Find what a headline rests on, and which of its figures nothing in the article has."""
    source, readable = spoken(draft.language), draft.readable()
    (found,) = align([title], readable, source=source, target=source)
    places = {each.stripped().start: at for at, each in enumerate(readable)}
    scores = {places[each.start]: each.score for each in found}
    doubts = _unseen(title, [readable[at] for at in scores], source)
    for at in range(len(readable)) if doubts else ():
        # A headline tells of the whole article: a figure may stand anywhere in it.
        left = _unseen(title, [readable[place] for place in (*scores, at)], source)
        if len(left) < len(doubts):
            scores[at], doubts = 0.0, left
    evidence = (draft.evidence(draft.sentences[at], score) for at, score in scores.items())
    return SummarySentence(title, tuple(evidence), doubts)


def _unseen(text: str, evidence: Sequence[Sentence], language: Language) -> tuple[Finding, ...]:
    """Return which figures of a headline its *evidence*, in the same language, does not have.

    Nothing else is checked of it: a headline plays on words, and capitalises them.
    """
    texts = [each.text for each in evidence]
    found = check(text, texts, source=language, target=language) if texts else ()
    return tuple(finding for finding in found if finding.kind in _FIGURES)


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
    latin = len(_LATIN.findall(text))
    own, other = (han, latin) if is_chinese(language) else (latin, han)
    return other > max(2 * own, _PHRASE)


def _story(sentence: Sentence, article: Article) -> Sentence:
    """Return *sentence* without its dateline."""
    cut = dateline_length(sentence.text, f"{article.title}\n{article.text}")
    return Sentence(sentence.text[cut:], sentence.start + cut)


def _readable(text: str, draft: Draft) -> str:
    return to_simplified(text) if draft.language == "zh-Hant" else text


def _render(text: str, written: Language, target: Language) -> str:
    """Return *text*, which is in *written*, in the characters of *target*."""
    other = is_chinese(target) and is_chinese(written) and target != written
    return rescripted(text, target) if other else text


def _joined(parts: Sequence[str], target: Language) -> str:
    return ("" if target != "en" else " ").join(parts)
