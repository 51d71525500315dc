"""What every family of models has: a table, and the questions asked of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, ClassVar, Final

from newsum.errors import CannotWrite
from newsum.languages import HAN, LANGUAGES, NAMES, Language, is_chinese
from newsum.models.base import Generation, Kind, Request, Steering
from newsum.models.pieces import Pieces

_HAN_PIECE: Final = re.compile(f"▁?[{HAN}]+")
#: A vocabulary with fewer ideograph pieces than this cannot write Chinese. Chinese vocabularies
#: have over 3,000; T5's and other English ones have none or a handful.
_CHINESE_PIECES: Final = 50


@dataclass(frozen=True)
class Family:
    """One way of steering. Subclasses fill the table and say how the target is asked for.

    Args:
        config: The checkpoint's ``config.json``, generation settings merged in.
        pieces: Its tokenizer.
    """

    config: Mapping[str, Any]
    pieces: Pieces

    #: What `newsum.family` in a ``config.json`` calls it, and what messages call it.
    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    #: What it was made to do, where the checkpoint says nothing.
    usually: ClassVar[Kind] = "translation"
    #: Token of each language that it can be asked for.
    codes: ClassVar[Mapping[Language, str]] = {}
    #: What its authors recommend, where the checkpoint says nothing.
    recommended: ClassVar[Generation] = Generation(
        beams=4, max_tokens=256, min_tokens=1, no_repeat_ngram=0, length_penalty=1.0
    )
    #: Source tokens that it was trained on, special ones included.
    trained_on: ClassVar[int] = 512
    #: float16 overflows in T5 kinds: bfloat16 or float32 only.
    overflows: ClassVar[bool] = True
    end: ClassVar[str] = "</s>"
    #: Its vocabulary is shared by dozens of languages, most of which newsum never needs.
    multilingual: ClassVar[bool] = True
    #: Tokens with a row in the output matrix that the model was never taught to write.
    unwritten: ClassVar[tuple[str, ...]] = ()

    @cached_property
    def kind(self) -> Kind:
        """Whether it translates sentences or summarizes texts."""
        return said(self.config, "kind") or self._kind()

    def _kind(self) -> Kind:
        return self.usually

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages it writes without a conversion of script.

        Those whose token the vocabulary has; where no tokens ask for one, those it can spell.
        """
        if not self.codes:
            return LANGUAGES if _spells_chinese(self.pieces) else ("en",)
        return tuple(lang for lang in LANGUAGES if self.codes.get(lang, "") in self.pieces)

    @cached_property
    def budget(self) -> int:
        """The longest source it takes, in tokens, special ones included."""
        return min(self.trained_on, self.positions or self.trained_on)

    @property
    def positions(self) -> int | None:
        """How many tokens encoder and decoder can tell the place of; None: any number."""
        limit = self.config.get("max_position_embeddings")
        return limit if isinstance(limit, int) and limit > 0 else None

    @cached_property
    def defaults(self) -> Generation:
        """Settings for what a caller leaves open: the checkpoint's own, or its authors'."""
        own = self.config
        lengths = (own.get("max_new_tokens"), own.get("max_length"))
        # 20 is what transformers writes for a checkpoint that says nothing.
        longest = next((n for n in lengths if isinstance(n, int) and n > 20), None)
        return replace(
            self.recommended,
            beams=_whole(own.get("num_beams"), self.recommended.beams, least=2),
            max_tokens=longest or self.recommended.max_tokens,
            no_repeat_ngram=_whole(
                own.get("no_repeat_ngram_size"), self.recommended.no_repeat_ngram, least=1
            ),
            length_penalty=float(own.get("length_penalty") or 0) or self.recommended.length_penalty,
        )

    def settings(self, generation: Generation) -> Generation:
        """Return *generation*, what it leaves open filled with `defaults`."""
        asked = {f.name: getattr(generation, f.name) for f in fields(generation)}
        full = replace(self.defaults, **{k: v for k, v in asked.items() if v is not None})
        return replace(full, beams=max(full.beams or 1, full.hypotheses))

    def steer(self, source: Language, target: Language) -> Steering:
        """Return how *target* is asked for, from a text in *source*.

        Raises:
            CannotWrite: It does not write that.
        """
        raise NotImplementedError

    def writes(self, source: Language, target: Language) -> bool:
        """Tell whether it writes *target*, by conversion of script if need be."""
        known = {is_chinese(lang) for lang in self.languages}
        return {is_chinese(source), is_chinese(target)} <= known and (
            self.kind == "summarization" or is_chinese(source) != is_chinese(target)
        )

    @cached_property
    def directions(self) -> tuple[tuple[Language, Language], ...]:
        """All that it `writes`: source and target."""
        return tuple((s, t) for s in LANGUAGES for t in LANGUAGES if self.writes(s, t))

    def native(
        self,
        source: Language,  # noqa: ARG002 - for those that write what they read
        target: Language,
    ) -> Language:
        """Return the language it really writes when asked for *target*: zh for zh-Hant, often."""
        return target if target in self.languages else twin(target, self.languages)

    def prompt(self, request: Request) -> str:
        """Return the text that goes to the tokenizer."""
        return self.normalize(request.text, request.source)

    def normalize(self, text: str, language: Language) -> str:  # noqa: ARG002 - for those that need it
        """Return *text* as the model saw texts in training: here, on one line."""
        return " ".join(text.split())

    def frame(self, steering: Steering) -> tuple[list[str], list[str]]:
        """Return the tokens before and after the pieces of a source."""
        return ([steering.source] if steering.source else []), [self.end]

    @property
    def ends(self) -> tuple[str, ...]:
        """Every token that ends what it writes, the usual one first."""
        return (self.end,)

    @property
    def start(self) -> str:
        """The decoder's start token, where the language does not decide it."""
        at = self.config.get("decoder_start_token_id", 0)
        return self.pieces.vocabulary[at if isinstance(at, int) else 0]

    def _code(self, language: Language) -> str:
        known = language if language in self.codes else twin(language, tuple(self.codes))
        return self.codes[known]

    def _check(self, source: Language, target: Language) -> None:
        if not self.writes(source, target):
            raise CannotWrite(
                f"This model ({self.title}) does not write {NAMES[target]} from a text in "
                f"{NAMES[source]}. `newsum models` shows what each model writes; "
                "m2m100 translates and crosssum summarizes, both ways."
            )


def said(config: Mapping[str, Any], key: str) -> Any:
    """Return what a ``config.json`` says to newsum of *key*, if anything."""
    told = config.get("newsum")
    return told.get(key) if isinstance(told, Mapping) else None


def _whole(value: object, default: int | None, *, least: int) -> int | None:
    # bool is an int; a checkpoint that says 1 beam or 0-grams only repeats transformers' defaults.
    return value if type(value) is int and value >= least else default


def _spells_chinese(pieces: Pieces) -> bool:
    found = 0
    for piece in pieces.vocabulary:
        found += bool(_HAN_PIECE.fullmatch(piece))
        if found >= _CHINESE_PIECES:
            return True
    return False


def twin(language: Language, known: tuple[Language, ...]) -> Language:
    """Return the other script's code, if only that one is *known*."""
    other: Language = "zh-Hant" if language == "zh" else "zh"
    return other if is_chinese(language) and other in known else language
