"""Score a system's summaries, compare two systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from newsum import __version__
from newsum.errors import OptionError, require
from newsum.evaluate.extraction import compression, coverage, faithfulness, novelty
from newsum.evaluate.rouge import rouge_l, rouge_lsum, rouge_n
from newsum.evaluate.statistics import bootstrap, paired
from newsum.evaluate.tokens import Tokenizer, default_tokenizer, tokenizer
from newsum.languages import Language, is_chinese
from newsum.languages import language as canonical
from newsum.options import sign
from newsum.split import split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rich.table import Table

#: Every metric, and what it says.
METRICS: Final[dict[str, str]] = {
    "rouge1": "F1 of shared words or characters",
    "rouge2": "F1 of shared pairs of them",
    "rougeL": "F1 of the longest common subsequence",
    "rougeLsum": "the same, sentence by sentence",
    "chrf": "F2 of character n-grams (sacrebleu, corpus level)",
    "bleu": "precision of n-grams (sacrebleu, corpus level)",
    "coverage": "share of the summary copied from the article",
    "compression": "how many times longer the article is",
    "novelty": "share of token pairs that the article does not have",
    "faithfulness": "share of sentences that no check finds anything against",
}
#: Short for all four.
ROUGE: Final = ("rouge1", "rouge2", "rougeL", "rougeLsum")
_OVER_SOURCES: Final = frozenset({"coverage", "compression", "novelty", "faithfulness"})
_ONE_LANGUAGE: Final = frozenset({"coverage", "compression", "novelty"})
_CORPUS: Final = frozenset({"chrf", "bleu"})


@dataclass(frozen=True, slots=True)
class Score:
    """One number, its 95 percent interval, and all that produced it."""

    metric: str
    value: float  # 0 to 100; compression is a ratio
    low: float
    high: float
    signature: str
    items: tuple[float, ...] = ()  # each example's own, where the metric has one

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"

    def to_dict(self) -> dict[str, object]:
        """Return what JSON shows, without the examples' own scores."""
        return {
            "metric": self.metric,
            "value": round(self.value, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "signature": self.signature,
        }


class Scores(Mapping[str, Score]):
    """The scores of one system, by metric; a table in terminals and notebooks."""

    def __init__(
        self,
        scores: Sequence[Score],
        *,
        system: str,
        predictions: Sequence[str],
        references: Sequence[str],
        language: Language,
    ) -> None:
        self.system = system
        self.predictions = tuple(predictions)
        self.references = tuple(references)
        self.language = language
        self._scores = {each.metric: each for each in scores}

    def __getitem__(self, metric: str) -> Score:
        return self._scores[metric]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scores)

    def __len__(self) -> int:
        return len(self._scores)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={each.value:.2f}" for name, each in self.items())
        return f"Scores({self.system}: {inside})"

    def to_dict(self) -> dict[str, object]:
        """Return what JSON shows."""
        return {
            "system": self.system,
            "language": self.language,
            "examples": len(self.predictions),
            "scores": [each.to_dict() for each in self.values()],
        }

    def table(self) -> Table:
        """Return a rich table for a terminal."""
        return table([self])

    def _repr_html_(self) -> str:
        return html([self])


def score(
    predictions: Sequence[str],
    references: Sequence[str],
    *,
    language: str = "en",
    metrics: Sequence[str] = ("rouge",),
    sources: Sequence[str] | None = None,
    source_language: str | None = None,
    tokenize: Tokenizer | None = None,
    stem: bool = False,
    samples: int = 1000,
    seed: int = 0,
    system: str = "system",
) -> Scores:
    """Score summaries against references, and against their articles.

    Args:
        predictions: A system's summaries.
        references: What they should be; ignored by the metrics that look at the article only.
        language: The language of both.
        metrics: Names of `METRICS`; "rouge" is short for all four.
        sources: The articles: for coverage, compression, novelty and faithfulness.
        source_language: The articles' language, if another one.
        tokenize: What ROUGE and the ratios count: English words, Chinese characters, or "jieba"
            words as XL-Sum's published figures do. None takes the language's own.
        stem: Stem English words (Porter), as most published English figures do.
        samples: Bootstrap samples of the intervals.
        seed: Of the bootstrap.
        system: What the table calls it.

    Raises:
        OptionError: A metric is unknown, lengths differ, nothing is to be scored, or a metric
            needs what was not given.
        MissingExtra: sacrebleu, jieba or nltk is needed: the extra is `eval`.
    """
    target = canonical(language)
    source = canonical(source_language) if source_language else target
    names = _names(metrics)
    _check(predictions, references, sources, names, same=is_chinese(source) == is_chinese(target))
    kind = tokenize or default_tokenizer(target)
    cut = tokenizer(kind, stem=stem)
    found = []
    for name in names:
        if name in _CORPUS:
            found.append(_corpus(name, predictions, references, target, samples, seed))
            continue
        over: Sequence[str] = (sources or ()) if name in _OVER_SOURCES else references
        one = _item(name, cut, source, target)
        scale = 1.0 if name == "compression" else 100.0
        items = [scale * one(ours, theirs) for ours, theirs in zip(predictions, over, strict=True)]
        low, high = bootstrap(items, samples=samples, seed=seed)
        parts = {"metric": name, "lang": target, "tok": kind, "stem": "porter" if stem else "no"}
        if name == "faithfulness":
            parts = {"metric": name, "lang": f"{source}>{target}"}
        parts |= {"n": str(len(items)), "ci": f"bootstrap{samples}.seed{seed}"}
        parts["newsum"] = __version__
        found.append(Score(name, sum(items) / len(items), low, high, sign(parts), tuple(items)))
    return Scores(
        found, system=system, predictions=predictions, references=references, language=target
    )


def _names(metrics: Sequence[str]) -> list[str]:
    if isinstance(metrics, str):
        metrics = (metrics,)
    names = [name for each in metrics for name in (ROUGE if each == "rouge" else (each,))]
    if not names:
        raise OptionError("metrics is empty: there is nothing to score by")
    for name in names:
        if name not in METRICS:
            known = ", ".join(("rouge", *METRICS))
            raise OptionError(f"metrics must be of {known}, not {name!r}")
    return list(dict.fromkeys(names))


def _check(
    predictions: Sequence[str],
    references: Sequence[str],
    sources: Sequence[str] | None,
    names: Sequence[str],
    *,
    same: bool,
) -> None:
    if not predictions:
        raise OptionError("predictions is empty: there is nothing to score")
    if len(predictions) != len(references):
        raise OptionError(f"{len(predictions)} predictions for {len(references)} references")
    needs = [name for name in names if name in _OVER_SOURCES]
    if needs and sources is None:
        raise OptionError(f"{needs[0]} compares with the article: pass sources")
    if sources is not None and len(sources) != len(predictions):
        raise OptionError(f"{len(predictions)} predictions for {len(sources)} sources")
    across = [name for name in names if name in _ONE_LANGUAGE]
    if across and not same:
        raise OptionError(
            f"{across[0]} counts shared tokens: article and summary must be in one language"
        )


def _item(
    name: str, cut: Callable[[str], list[str]], source: Language, target: Language
) -> Callable[[str, str], float]:
    """Return the function that scores one prediction against its reference or its article."""

    def lines(text: str) -> list[list[str]]:
        parts = text.split("\n") if "\n" in text else [s.text for s in split(text, target)]
        return [tokens for part in parts if (tokens := cut(part))]

    table: dict[str, Callable[[str, str], float]] = {
        "rouge1": lambda a, b: rouge_n(cut(a), cut(b), 1).f,
        "rouge2": lambda a, b: rouge_n(cut(a), cut(b), 2).f,
        "rougeL": lambda a, b: rouge_l(cut(a), cut(b)).f,
        "rougeLsum": lambda a, b: rouge_lsum(lines(a), lines(b)).f,
        "coverage": lambda a, b: coverage(cut(a), cut(b)),
        "compression": lambda a, b: compression(cut(a), cut(b)),
        "novelty": lambda a, b: novelty(cut(a), cut(b)),
        "faithfulness": lambda a, b: faithfulness(a, b, source=source, target=target),
    }
    return table[name]


def _sacrebleu(name: str, target: Language) -> Any:
    metrics = require("sacrebleu.metrics", extra="eval")
    if name == "chrf":
        return metrics.CHRF()
    return metrics.BLEU(tokenize="zh" if is_chinese(target) else "13a")


def _counts(
    metric: Any, predictions: Sequence[str], references: Sequence[str]
) -> NDArray[np.int64]:
    """Return what *metric*, sacrebleu's, counts: shape (examples, counts)."""
    import numpy as np

    # Private, as is the method of `_of`, and bounded in pyproject.toml for it: what is public
    # scores each of a thousand samples anew, minutes for 200 summaries and not a fifth of a second.
    return np.asarray(metric._extract_corpus_statistics(list(predictions), [list(references)]))


def _of(metric: Any) -> Callable[[NDArray[Any]], float]:
    """Return what makes *metric*'s score of the sum of such rows."""
    return lambda sums: float(metric._compute_score_from_stats(sums.tolist()).score)


def _corpus(
    name: str,
    predictions: Sequence[str],
    references: Sequence[str],
    target: Language,
    samples: int,
    seed: int,
) -> Score:
    """Score a whole corpus by sacrebleu."""
    metric = _sacrebleu(name, target)
    counts, of = _counts(metric, predictions, references), _of(metric)
    low, high = bootstrap(counts, samples=samples, seed=seed, of=of)
    described = f"{name}|{metric.get_signature().format()}|n:{len(predictions)}"
    value = of(counts.sum(axis=0))
    described += f"|ci:bootstrap{samples}.seed{seed}|newsum:{__version__}"
    return Score(name, value, low, high, described)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two systems in one metric, and how likely chance made it."""

    metric: str
    ours: float
    theirs: float
    p: float
    signature: str

    @property
    def difference(self) -> float:
        """Ours less theirs."""
        return self.ours - self.theirs

    @property
    def significant(self) -> bool:
        """Whether p is below 0.05."""
        return self.p < 0.05

    def to_dict(self) -> dict[str, object]:
        """Return what JSON shows."""
        return {
            "metric": self.metric,
            "ours": round(self.ours, 4),
            "theirs": round(self.theirs, 4),
            "difference": round(self.difference, 4),
            "p": round(self.p, 4),
            "signature": self.signature,
        }


def compare(
    ours: Scores, theirs: Scores, *, samples: int = 1000, seed: int = 0
) -> dict[str, Comparison]:
    """Compare two systems over the same examples, metric by metric.

    Approximate randomization over the examples (see `newsum.evaluate.statistics.paired`).

    Raises:
        OptionError: They were not scored over the same references or in the same way, or share no
            metric.
    """
    if ours.references != theirs.references:
        raise OptionError("the two systems were not scored over the same references")
    found = {}
    for name, one in ours.items():
        if name not in theirs:
            continue
        other = theirs[name]
        if one.signature != other.signature:
            raise OptionError(
                "the two systems were not scored in the same way: "
                f"{one.signature} and {other.signature}"
            )
        p = _p_value(name, ours, theirs, samples, seed)
        test = f"{one.signature}|test:randomization{samples}.seed{seed}"
        found[name] = Comparison(name, one.value, other.value, p, test)
    if not found:
        raise OptionError("the two systems share no metric")
    return found


def _p_value(name: str, ours: Scores, theirs: Scores, samples: int, seed: int) -> float:
    if name not in _CORPUS:
        return paired(ours[name].items, theirs[name].items, samples=samples, seed=seed)
    metric = _sacrebleu(name, ours.language)
    one, other = (_counts(metric, each.predictions, each.references) for each in (ours, theirs))
    return paired(one, other, samples=samples, seed=seed, of=_of(metric))


# --- Tables ------------------------------------------------------------------------------------


def table(systems: Sequence[Scores]) -> Table:
    """Return a rich table: a row a system, a column a metric, with half-widths of the intervals."""
    from rich.table import Table

    metrics = _columns(systems)
    found = Table("system", *metrics, caption="95 % intervals by bootstrap", title_justify="left")
    for each in systems:
        found.add_row(each.system, *(_cell(each.get(name)) for name in metrics))
    return found


def html(systems: Sequence[Scores]) -> str:
    """Return the same table for a notebook, with each number's signature as its tooltip."""
    metrics = _columns(systems)
    head = "".join(f"<th>{escape(name)}</th>" for name in ("system", *metrics))
    rows = []
    for each in systems:
        cells = []
        for name in metrics:
            one = each.get(name)
            title = escape(one.signature, quote=True) if one else ""
            cells.append(f'<td title="{title}" style="text-align:right">{escape(_cell(one))}</td>')
        rows.append(f"<tr><th>{escape(each.system)}</th>{''.join(cells)}</tr>")
    return f'<table class="newsum-scores"><tr>{head}</tr>{"".join(rows)}</table>'


def _columns(systems: Sequence[Scores]) -> list[str]:
    return [name for name in METRICS if any(name in each for each in systems)]


def _cell(one: Score | None) -> str:
    if one is None:
        return ""
    return f"{one.value:.2f} ± {(one.high - one.low) / 2:.2f}"
