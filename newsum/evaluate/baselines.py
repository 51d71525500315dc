"""What every system should beat: lead, random, TextRank, LexRank; and what none can: an oracle."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from newsum.errors import MissingExtra, OptionError, require
from newsum.evaluate.rouge import rouge_n
from newsum.evaluate.tokens import default_tokenizer, jieba, tokenizer
from newsum.languages import Language, is_chinese, joined
from newsum.split import split

if TYPE_CHECKING:
    from newsum.evaluate.data import Example

#: Every baseline, and what it does.
BASELINES: Final[dict[str, str]] = {
    "lead": "the first sentences",
    "random": "sentences drawn at random, in their order",
    "oracle": "sentences chosen greedily by ROUGE against the reference: an upper bound",
    "lexrank": "sumy's LexRank",
    "textrank": "sumy's TextRank",
}


def baseline(
    name: str, examples: Sequence[Example], *, sentences: int = 3, seed: int = 0
) -> list[str]:
    """Return the baseline's summary of each example, in the article's own language.

    Args:
        name: One of `BASELINES`.
        examples: What to summarize.
        sentences: How many sentences a summary has at most.
        seed: Of the random baseline.

    Raises:
        OptionError: No baseline is called *name*, or it needs sumy, which is not a dependency of
            newsum; or an article and its reference are in two languages, which no baseline bridges.
        MissingExtra: jieba, which cuts Chinese for sumy's, is not installed.
    """
    if name not in BASELINES:
        raise OptionError(f"baseline must be one of {', '.join(BASELINES)}, not {name!r}")
    if sentences < 1:
        raise OptionError(f"sentences must be at least 1, not {sentences}")
    generator = random.Random(seed)  # noqa: S311  (a seed makes it repeatable; nothing secret)
    found = []
    for example in examples:
        if is_chinese(example.source_language) != is_chinese(example.language):
            raise OptionError(
                f"example {example.id!r} is a {example.language} summary of a "
                f"{example.source_language} article: baselines only extract"
            )
        found.append(_pick(name, example, sentences, generator))
    return found


def _pick(name: str, example: Example, most: int, generator: random.Random) -> str:
    language = example.source_language
    units = [sentence.text.strip() for sentence in split(example.article, language)]
    if name in ("lexrank", "textrank"):
        chosen = _sumy(name, units, language, most)
    elif name == "oracle":
        chosen = _oracle(units, example.reference, language, most)
    elif name == "random":
        chosen = sorted(generator.sample(range(len(units)), min(most, len(units))))
    else:
        chosen = list(range(min(most, len(units))))
    return joined((units[at] for at in chosen), language)


def _oracle(units: Sequence[str], reference: str, language: Language, most: int) -> list[int]:
    """Add the sentence that raises ROUGE-1 + ROUGE-2 most, until none does.

    Nallapati, Zhai and Zhou (2017), "SummaRuNNer", section 3.2.
    """
    cut = tokenizer(default_tokenizer(language))
    wanted, tokens = cut(reference), [cut(unit) for unit in units]
    chosen: list[int] = []
    best = 0.0
    while len(chosen) < most:
        worth = {
            at: _worth([t for i in sorted([*chosen, at]) for t in tokens[i]], wanted)
            for at in range(len(units))
            if at not in chosen
        }
        if not worth or max(worth.values()) <= best:
            break
        at = max(worth, key=worth.__getitem__)
        chosen.append(at)
        best = worth[at]
    return sorted(chosen)


def _worth(tokens: Sequence[str], wanted: Sequence[str]) -> float:
    return rouge_n(tokens, wanted, 1).f + rouge_n(tokens, wanted, 2).f


class _Tokenizer:
    """Gives sumy the sentences and words of newsum: its own need a download and miss Chinese."""

    def __init__(self, cut: Callable[[str], list[str]]) -> None:
        self._cut = cut

    def to_words(self, sentence: str) -> list[str]:
        """Cut a sentence into words."""
        return self._cut(sentence)

    def to_sentences(self, paragraph: str) -> list[str]:
        """Return the paragraph: it is one sentence already."""
        return [paragraph]


def _chinese_words(text: str) -> list[str]:
    return [word for word in jieba().cut(text) if any(char.isalnum() for char in word)]


def _sumy(name: str, units: Sequence[str], language: Language, most: int) -> list[int]:
    try:
        dom = require("sumy.models.dom", extra="eval")
        module: Any = require(
            "sumy.summarizers.lex_rank" if name == "lexrank" else "sumy.summarizers.text_rank",
            extra="eval",
        )
    except MissingExtra as error:
        raise OptionError(
            f"The baseline {name!r} needs the package sumy: pip install sumy"
        ) from error
    cut = _chinese_words if is_chinese(language) else tokenizer("words")
    summarizer = module.LexRankSummarizer() if name == "lexrank" else module.TextRankSummarizer()
    words = _Tokenizer(cut)
    sentences = [dom.Sentence(unit, words) for unit in units]
    document = dom.ObjectDocumentModel([dom.Paragraph(sentences)])
    places = {id(sentence): at for at, sentence in enumerate(document.sentences)}
    return sorted(places[id(sentence)] for sentence in summarizer(document, most))
