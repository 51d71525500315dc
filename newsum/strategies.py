"""The two ways from an article to a summary; the model's kind picks one.

- A translation model is given the article's most informative sentences, one by one (`Extract`).
- A summarization model is given the whole article in chunks, and summarizes each straight into
  the target language; the parts are reduced by selection (`Abstract`).

A strategy plans the model's inputs and makes summary sentences of its outputs. The model itself is
run in between, by the summarizer, over many articles at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from newsum.article import Article, Finding, Sentence
from newsum.checking.check import check
from newsum.checking.likeness import Likeness
from newsum.chunk import chunk, fitting
from newsum.datelines import dateline_length
from newsum.draft import Draft
from newsum.grounding import FIGURES, ground, ground_headline
from newsum.languages import Language, is_chinese, joined, spoken
from newsum.models.base import Request, Seq2Seq
from newsum.models.marks import rescripted
from newsum.models.write import Written
from newsum.options import Options
from newsum.result import SummarySentence
from newsum.selection.headline import headline
from newsum.selection.quotes import lacking
from newsum.selection.select import select
from newsum.selection.standalone import detached, tidy
from newsum.split import split
from newsum.split_data import OFTEN_ABBREVIATED


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
            for part in self._fitting(text)
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
            own = [next(parts) for _ in self._fitting(unit.text)]
            translation = joined([part.text for part in own], target)
            findings = tuple(f for part in own for f in part.findings)
            request = Request(unit.text, spoken(draft.language), spoken(target))
            findings += _faults(translation, request, draft.options, translated=True)
            shown = _render(translation, spoken(target), target)
            sentences.append(SummarySentence(shown, unit.evidence, findings + unit.warnings))
        return sentences

    def judge(self, request: Request, text: str, options: Options) -> int:
        """Count the findings of *text* against the sentence it translates."""
        return len(_faults(text, request, options, translated=True))

    def _fitting(self, text: str) -> list[str]:
        return fitting(text, count=self.model.count, budget=self.model.budget)

    def _shared_units(self, draft: Draft, *, own: bool = False) -> list[SummarySentence]:
        own = own and draft.language == "zh-Hant"  # elsewhere the two are one
        return draft.once(("units", own), lambda: self._units(draft, own=own))

    def _units(self, draft: Draft, *, own: bool = False) -> list[SummarySentence]:
        """The texts to translate, each with the source sentences it rests on.

        With *own*, the texts to show: in the article's own characters.
        """
        if title := _headline(draft):
            unit = ground_headline(title, draft)
            return [replace(unit, text=draft.article.title) if own else unit]
        readable = draft.readable
        if draft.short:
            picks = list(readable)
        else:
            picks = select(readable, language=draft.language, count=draft.count, title=draft.title)
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
            lambda: chunk(draft.readable, count=self.model.count, budget=self.model.budget),
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
        for each in ground(picks, draft, spoken(target), self.likeness):
            findings = tuple(f for part, fs in parts.items() if each.text in part for f in fs)
            text = _render(each.text, spoken(target), target)
            sentences.append(SummarySentence(text, each.evidence, findings + each.warnings))
        return sentences

    def judge(self, request: Request, text: str, options: Options) -> int:
        """Count the figures in *text* that the chunk it summarizes does not have."""
        return sum(fault.kind in FIGURES for fault in _faults(text, request, options))

    def _reduce(self, draft: Draft, target: Language, parts: Sequence[str]) -> list[str]:
        text = "\n".join(parts)
        sentences = [s for s in split(text, spoken(target)) if s.text.strip()]
        if len(sentences) > draft.count:
            sentences = select(sentences, language=spoken(target), count=draft.count)
        return list(dict.fromkeys(s.text.strip() for s in sentences))


def _faults(
    text: str, request: Request, options: Options, *, translated: bool = False
) -> tuple[Finding, ...]:
    """Return what *text*, an answer to *request*, says that the text of that does not."""
    return check(
        text,
        [request.text],
        source=request.source,
        target=request.target,
        glossary=options.glossary,
        translated=translated,
    )


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
    return draft.title if draft.options.style == "headline" else ""


def _story(sentence: Sentence, article: Article) -> Sentence:
    """Return *sentence* without its dateline."""
    cut = dateline_length(sentence.text, f"{article.title}\n{article.text}")
    return Sentence(sentence.text[cut:], sentence.start + cut)


def _render(text: str, written: Language, target: Language) -> str:
    """Return *text*, which is in *written*, in the characters of *target*."""
    other = is_chinese(target) and is_chinese(written) and target != written
    return rescripted(text, target) if other else text
