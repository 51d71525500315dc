"""What `summarize` returns: the summaries, what each sentence rests on, what to beware of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast, get_args

from newsum.article import Article, Evidence, Finding, FindingKind, Reason, Removed
from newsum.display import Card, Line, Panel, card_html, card_text, join
from newsum.errors import BadRow, NewsumError, NotWritten, UnsupportedLanguage
from newsum.languages import ENDONYMS, NAMES, Language, language
from newsum.options import STYLES, Style

_Kind = TypeVar("_Kind")
_ROWS: Final = "A result is made of what to_dict() gave, or of a row of `newsum batch --with-text`."


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of a summary, with the source sentences it rests on, the closest first."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "text": self.text,
            "evidence": [
                {"start": e.start, "end": e.end, "text": e.text, "score": round(e.score, 4)}
                for e in self.evidence
            ],
            "warnings": [finding_dict(finding) for finding in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """An article's summary in one language."""

    language: Language
    sentences: tuple[SummarySentence, ...]
    style: Style = "paragraph"

    @property
    def text(self) -> str:
        """The sentences as one text: a paragraph, a line each for bullets, or a headline."""
        texts = [sentence.text for sentence in self.sentences]
        return "\n".join(texts) if self.style == "bullets" else join(texts)

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "text": self.text,
            "style": self.style,
            "sentences": [sentence.to_dict() for sentence in self.sentences],
        }

    @classmethod
    def from_dict(cls, code: Language, row: Mapping[str, Any]) -> Summary:
        """Return the summary in the language *code* that `to_dict` made *row* of.

        Raises:
            KeyError: Something is missing.
            ValueError: Something is not what it should be; the message names it.
        """
        style = _text(row, "style")
        if style not in STYLES:
            raise ValueError(f"style is {style!r}")
        sentences = (
            SummarySentence(
                _text(each, "text"),
                tuple(_evidence(e) for e in _rows(each, "evidence")),
                tuple(_finding(f) for f in _rows(each, "warnings")),
            )
            for each in _rows(row, "sentences")
        )
        return cls(language(code), tuple(sentences), style)


@dataclass(frozen=True, slots=True)
class Result(Mapping[str, Summary]):
    """An article and its summaries.

    `print(result)` shows both summaries; in a notebook a result shows itself as a card. It maps
    each language it has, under any of its codes, to a `Summary`: ``result["zh-CN"]``,
    ``"zh" in result``, ``result.get("en")``, ``for code, summary in result.items()``.

    Args:
        article: What was summarized: the cleaned text, and what cleaning took out.
        language: What the article is written in.
        summaries: By language, in the order they were asked for.
        model: The name of the model.
        signature: Names all that can change the summaries.
        notes: Findings about the whole article; each sentence carries its own.
    """

    article: Article
    language: Language
    summaries: Mapping[Language, Summary]
    model: str
    signature: str
    notes: tuple[Finding, ...] = ()

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """All findings: the notes, then those of each sentence, in order."""
        return self.notes + tuple(
            finding
            for summary in self.summaries.values()
            for sentence in summary.sentences
            for finding in sentence.warnings
        )

    @property
    def en(self) -> str:
        """The English summary.

        Raises:
            NotWritten: There is none; the message says why.
        """
        return self["en"].text

    @property
    def zh(self) -> str:
        """The Chinese summary, in Simplified characters.

        Raises:
            NotWritten: There is none; the message says why.
        """
        return self["zh"].text

    def __getitem__(self, code: str) -> Summary:
        try:
            wanted = language(code)
        except UnsupportedLanguage as error:
            raise NotWritten(str(error)) from None
        summary = self.summaries.get(wanted)
        if summary is None:
            name, notes = NAMES[wanted], (f for f in self.notes if f.kind == "untranslated")
            raise NotWritten(
                next((note.message for note in notes if name in note.message), None)
                or f"This result has no {name} summary. It has: {', '.join(self.summaries)}. "
                f"Ask with to=({wanted!r},)."
            )
        return summary

    def __iter__(self) -> Iterator[str]:
        return iter(self.summaries)

    def __len__(self) -> int:
        return len(self.summaries)

    def __hash__(self) -> int:
        # Equal results may hold their summaries in another order.
        return hash((self.article, frozenset(self.summaries.values()), self.signature, self.notes))

    def to_dict(self, *, text: bool = True) -> dict[str, Any]:
        """Return the result as plain values for JSON: what `newsum --json` prints.

        Its ``warnings`` are the notes, about the article as a whole; the warnings of a sentence
        are its own.

        Args:
            text: With the article's cleaned text, which evidence offsets point into.
        """
        row = {
            "language": self.language,
            "title": self.article.title,
            "model": self.model,
            "signature": self.signature,
            "summaries": {code: summary.to_dict() for code, summary in self.summaries.items()},
            "warnings": [finding_dict(finding) for finding in self.notes],
            **self.article.to_dict(),
        }
        if not text:
            del row["text"]
        return row | {"language": self.language}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Result:
        """Return the result that `to_dict` made *row* of, or `newsum batch --with-text`.

        Raises:
            BadRow: It is not such a row, or one without the article's text.
        """
        if not isinstance(row, Mapping):
            raise BadRow(f"A {type(row).__name__} is not the row of a result. {_ROWS}")
        try:
            return cls(
                article=Article(
                    text=_text(row, "text"),
                    title=_text(row, "title"),
                    byline=_text(row, "byline"),
                    date=_text(row, "date"),
                    site=_text(row, "site"),
                    url=_text(row, "url"),
                    language=language(row["language"]),
                    captions=tuple(_checked(each, str, "captions") for each in row["captions"]),
                    removed=tuple(_removed(each) for each in _rows(row, "removed")),
                ),
                language=language(row["language"]),
                summaries={
                    language(code): Summary.from_dict(code, _checked(each, dict, "summaries"))
                    for code, each in _checked(row["summaries"], dict, "summaries").items()
                },
                model=_text(row, "model"),
                signature=_text(row, "signature"),
                notes=tuple(_finding(each) for each in _rows(row, "warnings")),
            )
        except KeyError as error:
            raise BadRow(f"The row has no {error}. {_ROWS}") from error
        except (TypeError, ValueError) as error:
            raise BadRow(f"The row is not a result: {error}. {_ROWS}") from error

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict` as JSON, Chinese readable."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def to_text(self, *, width: int = 80, evidence: bool = False, warnings: bool = True) -> str:
        """Return both summaries as plain text, at most *width* cells wide.

        With *evidence*, each sentence is followed by the source sentences it rests on; with
        *warnings*, by what was found about it.
        """
        return card_text(self._card(), width=width, evidence=evidence, warnings=warnings)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        written = ", ".join(self.summaries)
        return f"<newsum.Result of {self.article.title[:40]!r}: {written} by {self.model}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.to_text(), "text/html": card_html(self._card())}

    def _card(self) -> Card:
        # A headline that is the title need not stand under it once more.
        told = any(each.text == self.article.title for each in self.summaries.values())
        return Card(
            title="" if told else self.article.title,
            language=self.language,
            facts=self.article.facts(),
            panels=tuple(
                Panel(
                    language=code,
                    heading=ENDONYMS[code],
                    lines=tuple(
                        Line(
                            sentence.text,
                            tuple(_shown(e, sentence) for e in sentence.evidence),
                            tuple(f.message for f in sentence.warnings),
                        )
                        for sentence in summary.sentences
                    ),
                    style=summary.style,
                )
                for code, summary in self.summaries.items()
            ),
            notes=tuple(finding.message for finding in self.notes),
            removed=tuple((r.reason, r.text) for r in self.article.removed),
            signature=self.signature,
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """What stands in an article's place where it could not be summarized.

    Args:
        error: A `NewsumError`, unless nobody foresaw it.
    """

    error: Exception

    @property
    def kind(self) -> str:
        """The name of the error's class."""
        return type(self.error).__name__

    @property
    def message(self) -> str:
        """What is wrong, and what to do next; of an error nobody foresaw also its class."""
        known = isinstance(self.error, NewsumError)
        return str(self.error) if known else f"{self.kind}: {self.error}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {"error": {"kind": self.kind, "message": self.message}}


def _shown(evidence: Evidence, sentence: SummarySentence) -> str:
    """Return the evidence's words, or where they stand if the sentence has the same."""
    if " ".join(evidence.text.split()) != sentence.text:
        return evidence.text
    return f"word for word in the article, characters {evidence.start}–{evidence.end}"


def _checked(value: Any, kind: type[_Kind], name: str) -> _Kind:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"{name} holds {value!r}"[:200])
    return value


def _text(row: Mapping[str, Any], name: str) -> str:
    return _checked(row[name], str, name)


def _rows(row: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    for each in _checked(row[name], list, name):
        yield _checked(each, dict, name)


def _evidence(row: Mapping[str, Any]) -> Evidence:
    start = _checked(row["start"], int, "start")
    return Evidence(_text(row, "text"), start, float(row["score"]))


def _finding(row: Mapping[str, Any]) -> Finding:
    kind = _text(row, "kind")
    if kind not in get_args(FindingKind):
        raise ValueError(f"a warning is of the kind {kind!r}")
    known = {"text": "", "evidence": "", **row}
    message, text, evidence = (_text(known, name) for name in ("message", "text", "evidence"))
    return Finding(cast("FindingKind", kind), message, text, evidence)


def _removed(row: Mapping[str, Any]) -> Removed:
    reason = _text(row, "reason")
    if reason not in get_args(Reason):
        raise ValueError(f"a line was removed as {reason!r}")
    return Removed(_text(row, "text"), cast("Reason", reason))


def finding_dict(finding: Finding) -> dict[str, str]:
    """Return *finding* as plain values for JSON, without what is empty."""
    row = {
        "kind": finding.kind,
        "message": finding.message,
        "text": finding.text,
        "evidence": finding.evidence,
    }
    return {key: value for key, value in row.items() if value}
