"""How each architecture is told which language to write.

A family is a small table and one method, `Family.steer`. It is recognized from a checkpoint's
``config.json`` and tokenizer files, never from its name; where those cannot tell (an mBART that was
fine-tuned to summarize looks like one that translates), the checkpoint or the caller says it::

    {"model_type": "mbart", ..., "newsum": {"family": "mbart50", "kind": "summarization"}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

from newsum.errors import UnsupportedModel
from newsum.languages import LANGUAGES, Language, is_chinese
from newsum.models.base import Generation, Kind, Request, Steering
from newsum.models.family import Family, said
from newsum.models.folders import read_json
from newsum.models.normalize import normalize
from newsum.models.pieces import Pieces, SentencePieces, read_pieces

__all__ = ["FAMILIES", "Family", "family_of", "langid_map"]


class CrossSum(Family):
    """mT5 fine-tuned on CrossSum: the decoder's start token is the target language's.

    Bhattacharjee et al. 2021, https://arxiv.org/abs/2112.08804. Weights CC BY-NC-SA 4.0.
    """

    name = "crosssum"
    title = "mT5/CrossSum"
    usually = "summarization"
    codes: ClassVar = {
        "en": "▁<extra_id_69>",
        "zh": "▁<extra_id_59>",
        "zh-Hant": "▁<extra_id_55>",
    }
    _keys: ClassVar[Mapping[Language, str]] = {
        "en": "english",
        "zh": "chinese_simplified",
        "zh-Hant": "chinese_traditional",
    }
    recommended = Generation(
        beams=4, max_tokens=84, min_tokens=1, no_repeat_ngram=2, length_penalty=0.6
    )

    def _code(self, language: Language) -> str:
        given = (langid_map(self.config) or {}).get(self._keys[language])
        return str(given[1]) if given else self.codes[language]

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """Every one whose token the vocabulary has."""
        return tuple(lang for lang in LANGUAGES if self._code(lang) in self.pieces)

    def steer(self, source: Language, target: Language) -> Steering:
        """Start the decoder with the target language's token."""
        self._check(source, target)
        return Steering(start=self._code(self.native(source, target)))


class XlSum(Family):
    """mT5 fine-tuned on XL-Sum, or likewise: it summarizes in the article's own language.

    Hasan et al. 2021, https://arxiv.org/abs/2106.13822. Weights CC BY-NC-SA 4.0. A model that
    always writes one language, such as CrossSum's many-to-one ones, says so in its
    ``config.json``: ``"newsum": {"writes": "en"}``.
    """

    name = "xlsum"
    title = "mT5/XL-Sum"
    usually = "summarization"
    recommended = CrossSum.recommended

    @cached_property
    def always(self) -> Language | None:
        """The one language that it writes whatever it reads, if so."""
        told = said(self.config, "writes")
        return told if told in LANGUAGES else None

    def writes(self, source: Language, target: Language) -> bool:
        """Only the article's own language, or the one it always writes."""
        if self.always is not None:
            return is_chinese(target) == is_chinese(self.always)
        return is_chinese(source) == is_chinese(target) and target in self.languages

    def native(self, source: Language, target: Language) -> Language:
        """The article's own script: nothing asks it for another."""
        return self.always or (source if is_chinese(target) else target)

    def steer(self, source: Language, target: Language) -> Steering:
        """Start as in training: nothing chooses a language."""
        self._check(source, target)
        return Steering(start=self.start)


class T5(XlSum):
    """T5 fine-tuned to summarize in the article's own language, its task named in words."""

    name = "t5"
    title = "T5"
    multilingual = False
    recommended = Generation(
        beams=4, max_tokens=200, min_tokens=1, no_repeat_ngram=3, length_penalty=2.0
    )

    def prompt(self, request: Request) -> str:
        """Put the prefix that the checkpoint was trained with, such as "summarize: "."""
        tasks = self.config.get("task_specific_params") or {}
        task = tasks.get("summarization") if isinstance(tasks, Mapping) else None
        prefix = (task or {}).get("prefix") or self.config.get("prefix") or ""
        return f"{prefix}{self.normalize(request.text, request.source)}"


class Madlad(Family):
    """MADLAD-400 (T5): the target language is a token on the source side.

    Kudugunta et al. 2023, https://arxiv.org/abs/2309.04662. Apache-2.0.
    """

    name = "madlad"
    title = "T5/MADLAD-400"
    codes: ClassVar = {"en": "<2en>", "zh": "<2zh>", "zh-Hant": "<2zh_Hant>"}
    trained_on = 256

    def steer(self, source: Language, target: Language) -> Steering:
        """Put the target language's token before the source."""
        self._check(source, target)
        return Steering(source=self._code(self.native(source, target)), start=self.start)


class MBart50(Family):
    """mBART-50: both languages are named, the target's forced as the first token.

    Tang et al. 2020, https://arxiv.org/abs/2008.00401.
    """

    name = "mbart50"
    title = "mBART-50"
    codes: ClassVar = {"en": "en_XX", "zh": "zh_CN"}
    recommended = Generation(
        beams=5, max_tokens=200, min_tokens=1, no_repeat_ngram=0, length_penalty=1.0
    )
    overflows = False

    def _kind(self) -> Kind:
        tasks = self.config.get("task_specific_params") or {}
        return "summarization" if "summarization" in tasks else "translation"

    def steer(self, source: Language, target: Language) -> Steering:
        """Name the source language, force the target's."""
        self._check(source, target)
        return Steering(
            source=self._code(source),
            start=self.end,
            first=self._code(self.native(source, target)),
        )


class M2M100(MBart50):
    """M2M100: as mBART-50, with its own names.

    Fan et al. 2020, https://arxiv.org/abs/2010.11125. MIT.
    """

    name = "m2m100"
    title = "M2M100"
    codes: ClassVar = {"en": "__en__", "zh": "__zh__"}


class Nllb(MBart50):
    """NLLB-200: as M2M100, with names that tell the scripts apart.

    NLLB team 2022, https://arxiv.org/abs/2207.04672. Weights CC BY-NC 4.0.
    """

    name = "nllb"
    title = "NLLB-200"
    codes: ClassVar = {"en": "eng_Latn", "zh": "zho_Hans", "zh-Hant": "zho_Hant"}
    recommended = replace(MBart50.recommended, beams=4)


class Marian(Family):
    """Marian (OPUS-MT): one direction a checkpoint, the script by a token where it has several.

    Tiedemann and Thottingal 2020, https://helsinki-nlp.github.io/OPUS-MT-train. CC BY 4.0.
    """

    name = "marian"
    title = "Marian (OPUS-MT)"
    multilingual = False
    # transformers' own addition: it starts the decoder from an embedding of zeros.
    unwritten = ("<pad>",)
    codes: ClassVar = {"en": ">>eng<<", "zh": ">>cmn_Hans<<", "zh-Hant": ">>cmn_Hant<<"}
    overflows = False
    # The first that the vocabulary has is taken.
    _tokens: ClassVar[Mapping[Language, tuple[str, ...]]] = {
        "en": (">>eng<<", ">>en<<"),
        "zh": (">>cmn_Hans<<", ">>zho_Hans<<", ">>cmn<<", ">>zho<<", ">>zh<<"),
        "zh-Hant": (">>cmn_Hant<<", ">>zho_Hant<<"),
    }

    @cached_property
    def _chinese(self) -> tuple[bool, bool]:
        """Whether the source, and the target, is Chinese: by how each side splits it."""
        if not isinstance(self.pieces, SentencePieces):
            return False, False
        return self.pieces.knows("中国政府今天发表了关于经济发展的公告我们的人民在这个国家工作")

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """Those it writes: of one side only."""
        if not self._chinese[1]:
            return ("en",)
        return ("zh", "zh-Hant") if self._token("zh-Hant") else ("zh",)

    def writes(self, source: Language, target: Language) -> bool:
        """Only the direction it was trained in."""
        return (is_chinese(source), is_chinese(target)) == self._chinese and (
            is_chinese(source) != is_chinese(target)
        )

    def steer(self, source: Language, target: Language) -> Steering:
        """Put the script's token before the source, where the vocabulary has such tokens."""
        self._check(source, target)
        token = self._token(self.native(source, target))
        return Steering(source=token, start="<pad>")

    def _token(self, language: Language) -> str | None:
        return next((token for token in self._tokens[language] if token in self.pieces), None)


class T5Gemma(Family):
    """T5Gemma: the task is said in words, in the chat template's frame where it has one.

    Zhang et al. 2025, https://arxiv.org/abs/2504.06225. Gemma terms of use.
    """

    name = "t5gemma"
    title = "T5Gemma"
    usually = "summarization"
    trained_on = 8192
    end = "<eos>"
    _tasks: ClassVar[Mapping[Language, str]] = {
        "en": "Summarize this news article in English, in three sentences.",
        "zh": "用简体中文以三句话概括这篇新闻。",
        "zh-Hant": "用繁體中文以三句話概括這篇新聞。",
    }

    def prompt(self, request: Request) -> str:
        """Ask in the target language, then give the article."""
        asked = f"{self._tasks[request.target]}\n\n{self.normalize(request.text, request.source)}"
        return f"user\n{asked}" if self._chats else asked

    def frame(
        self,
        steering: Steering,  # noqa: ARG002 - words steer it
    ) -> tuple[list[str], list[str]]:
        """Open with <bos>, and take a turn where the model was taught to."""
        before = ["<bos>"] if "<bos>" in self.pieces else []
        if not self._chats:
            return before, []
        turn = self.pieces.encode("\n")
        answer = self.pieces.encode("model\n")
        return [*before, "<start_of_turn>"], ["<end_of_turn>", *turn, "<start_of_turn>", *answer]

    @property
    def ends(self) -> tuple[str, ...]:
        """Its turn's end too, where it takes turns."""
        return ("<end_of_turn>", self.end) if self._chats else (self.end,)

    def steer(self, source: Language, target: Language) -> Steering:
        """Start with <bos>: words do the rest."""
        self._check(source, target)
        return Steering(start="<bos>")

    @cached_property
    def _chats(self) -> bool:
        return bool(self.config.get("chat_template")) and "<start_of_turn>" in self.pieces


class T5Gemma2(T5Gemma):
    """T5Gemma 2: as T5Gemma; its image side is left alone.

    Zhang et al. 2025, https://arxiv.org/abs/2512.14856.
    """

    name = "t5gemma2"
    title = "T5Gemma 2"


class Newsum(Family):
    """newsum's own: the task is a token on the source side, the language the start token."""

    name = "newsum"
    title = "newsum"
    multilingual = False
    codes: ClassVar = {"en": "<en>", "zh": "<zh>"}
    tasks: ClassVar[Mapping[Kind, str]] = {
        "translation": "<translate>",
        "summarization": "<headline>",
    }
    trained_on = 256
    overflows = False

    def steer(self, source: Language, target: Language) -> Steering:
        """Name the task, start the decoder with the language."""
        self._check(source, target)
        start = self._code(self.native(source, target))
        return Steering(source=self.tasks[self.kind], start=start)

    def normalize(self, text: str, language: Language) -> str:
        """One form of every mark, as its training data has."""
        return normalize(text, language)


FAMILIES: Final[Mapping[str, type[Family]]] = {
    each.name: each
    for each in (
        CrossSum, XlSum, T5, Madlad, MBart50, M2M100, Nllb, Marian, T5Gemma, T5Gemma2, Newsum,
    )
}  # fmt: skip


def family_of(
    config: Mapping[str, Any],
    folder: Path,
    *,
    family: str | None = None,
    pieces: Pieces | None = None,
) -> Family:
    """Recognize the family of the checkpoint in *folder* from *config*, its ``config.json``.

    Args:
        config: The parsed file.
        folder: Where the tokenizer's files, and perhaps ``generation_config.json``, lie.
        family: Its name in `FAMILIES`, if the caller knows better.
        pieces: Its tokenizer, if it has been read already.

    Raises:
        UnsupportedModel: Nothing here knows how to steer it, or it writes neither language.
        CorruptModel: Its tokenizer cannot be read.
    """
    name = family or said(config, "family")
    if name is not None and name not in FAMILIES:
        raise UnsupportedModel(f"No family is called {name!r}. {_supported()}")
    if name is None and config.get("model_type") not in _RECOGNIZE:
        raise UnsupportedModel(
            f"newsum cannot steer a {config.get('model_type')!r} model. {_supported()}"
        )
    tokens = pieces if pieces is not None else read_pieces(config, folder)
    if name is None:
        name = _RECOGNIZE[str(config["model_type"])](config, tokens)
    if name is None:
        raise UnsupportedModel(
            f"This {config.get('model_type')!r} model's vocabulary has none of the tokens by which "
            f"its target language could be asked for. {_supported()}"
        )
    found = FAMILIES[name](_merged(config, folder), tokens)
    if not found.directions:
        raise UnsupportedModel(
            f"This {found.title} model writes neither English nor Chinese from the other."
        )
    return found


def langid_map(config: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return CrossSum's table of language tokens, if *config* has one."""
    tasks = config.get("task_specific_params")
    table = tasks.get("langid_map") if isinstance(tasks, Mapping) else None
    return table if isinstance(table, Mapping) else None


def _first(pieces: Pieces, **tokens: tuple[str, ...]) -> str | None:
    """Name the first family all of whose tokens the vocabulary has."""
    return next((name for name, all_of in tokens.items() if all(t in pieces for t in all_of)), None)


_RECOGNIZE: Final[Mapping[str, Any]] = {
    "mt5": lambda config, _: "crosssum" if langid_map(config) else "xlsum",
    "t5": lambda _, pieces: _first(pieces, madlad=("<2en>", "<2zh>")) or "t5",
    "mbart": lambda _, pieces: _first(pieces, mbart50=("en_XX", "zh_CN", "sl_SI")),
    "m2m_100": lambda _, pieces: _first(
        pieces, nllb=("eng_Latn", "zho_Hans"), m2m100=("__en__", "__zh__")
    ),
    "marian": lambda _, __: "marian",
    "t5gemma": lambda _, __: "t5gemma",
    "t5gemma2": lambda _, __: "t5gemma2",
    "bart": lambda _, pieces: _first(pieces, newsum=("<translate>", "<en>", "<zh>")),
}


def _supported() -> str:
    return (
        "Supported: "
        + ", ".join(f"{name} ({each.title})" for name, each in FAMILIES.items())
        + '. If it is one of these, say which: load(..., family="NAME"), or in its config.json '
        '"newsum": {"family": "NAME"}.'
    )


def _merged(config: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    own = dict(config)
    if (folder / "generation_config.json").is_file():
        own |= {
            k: v for k, v in read_json(folder / "generation_config.json").items() if v is not None
        }
    if (folder / "chat_template.jinja").is_file():
        own["chat_template"] = True
    elif (folder / "tokenizer_config.json").is_file():
        own["chat_template"] = bool(
            read_json(folder / "tokenizer_config.json").get("chat_template")
        )
    return own
