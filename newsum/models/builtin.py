"""The model that newsum carries: a small English–Chinese translator, there without any download.

Its weights, about 50 MB as int8, lie in ``newsum/models/data/``; a build may lack them. Then
`load_builtin` still returns a model, one that writes no language, and the rest of newsum works.
One copy serves both runtimes: transformers is given the int8 weights multiplied out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsum.errors import CannotWrite, MissingModel, OptionError
from newsum.languages import NAMES, Language, is_chinese, to_traditional
from newsum.models.base import Generation, Hypothesis, Kind, Request, Seq2Seq
from newsum.models.families import family_of
from newsum.models.folders import MANIFEST, check_manifest, read_json
from newsum.models.normalise import normalise
from newsum.models.protect import COPIES, Protected, protect, restore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from newsum.models.runtime import Runtime

#: The name the catalog, the command line and results give it.
NAME: Final = "builtin"
#: Where the weights of this build lie.
FOLDER: Final = Path(__file__).with_name("data")
#: The words that it met in training, one a line, in lower case.
WORDS: Final = "words.txt"
#: Files without which a folder is no model: as it is shipped, or as training leaves it.
LAYOUTS: Final = (
    ("model.bin", "config.json", "checkpoint.json", "tokenizer.json"),
    ("model.safetensors", "config.json", "tokenizer.json"),
)
#: Source tokens, the task token and the end included: what it was trained on.
BUDGET: Final = 256
_DEFAULTS: Final = Generation()


def available(folder: Path | None = None) -> bool:
    """Tell whether the weights are in *folder*, by default in this build."""
    place = FOLDER if folder is None else folder
    return any(all((place / name).is_file() for name in layout) for layout in LAYOUTS)


def load_builtin(
    *, device: str = "auto", runtime: str = "auto", folder: Path | None = None
) -> Seq2Seq:
    """Return the built-in model. Costs nothing: weights are read at the first use.

    Args:
        device: "auto", "cpu", "cuda" or what else the runtime knows.
        runtime: "ctranslate2", "transformers", or "auto": CTranslate2 unless a GPU is to be used.
        folder: Where its weights are, if not in this build: a shipped model, or what a training
            run wrote.

    Raises:
        OptionError: There is no such runtime.
    """
    return Builtin(device=device, runtime=runtime, folder=folder)


class Builtin:
    """The built-in translator. Safe to share between threads.

    Figures, terms and unknown names go through it as copy tokens, if its vocabulary has them:
    see `newsum.models.protect`.

    Args:
        device: See `load_builtin`.
        runtime: See there.
        folder: See there.
        batch_tokens: Source tokens a batch; 0 is the runtime's own number.
    """

    name: str = NAME
    kind: Kind = "translation"
    budget: int = BUDGET

    def __init__(
        self,
        *,
        device: str = "auto",
        runtime: str = "auto",
        folder: Path | None = None,
        batch_tokens: int = 0,
    ) -> None:
        if runtime not in ("auto", "ctranslate2", "transformers"):
            raise OptionError(f"runtime must be auto, ctranslate2 or transformers, not {runtime!r}")
        self.device = device
        self.runtime = runtime
        self.batch_tokens = batch_tokens
        self.folder = FOLDER if folder is None else folder
        self._lock = threading.Lock()
        self._inner: Runtime | None = None
        self._known: Callable[[str], bool] | None = None

    def available(self) -> bool:
        """Tell whether its weights are there."""
        return available(self.folder)

    @property
    def signature(self) -> str:
        """Names all that can change its output."""
        if not self.available():
            return f"{NAME}|weights:none"
        return self._ready().signature

    def writes(self, source: Language, target: Language) -> bool:
        """Tell whether it writes *target* from *source*: the other language, if it has weights."""
        return is_chinese(source) != is_chinese(target) and self.available()

    def count(self, text: str) -> int:
        """Count the tokens that *text* takes of the budget, task token and end included.

        Raises:
            MissingModel: This build carries no weights.
            CorruptModel: They are damaged.
        """
        return self._ready().count(text)

    def generate(
        self, requests: Sequence[Request], generation: Generation = _DEFAULTS
    ) -> list[list[Hypothesis]]:
        """Translate each request, both directions in one batch.

        Hypotheses that keep every copy token come before others. Where none does, the sentence is
        translated once more without them.

        Raises:
            MissingModel: This build carries no weights.
            CorruptModel: They are damaged.
            CannotWrite: A request asks for the language that it is written in.
            ModelError: A request is over the budget.
        """
        if not requests:
            return []
        inner = self._ready()
        for request in requests:
            if is_chinese(request.source) == is_chinese(request.target):
                raise CannotWrite(
                    f"The built-in model translates between English and Chinese; it does not write "
                    f"{NAMES[request.target]} from a text in {NAMES[request.source]}."
                )
        if COPIES[0] not in inner.pieces:
            return inner.generate(requests, generation)
        return self._generate(inner, requests, generation)

    def embed(
        self,
        texts: Sequence[str],  # noqa: ARG002 - the protocol's
        language: Language,  # noqa: ARG002
    ) -> NDArray[np.float32] | None:
        """Return None: its encoder was trained further for translation, not for likeness."""
        return None

    def close(self) -> None:
        """Give back the memory it holds; the next use reads the weights again."""
        with self._lock:
            if self._inner is not None:
                self._inner.close()
                self._inner = None

    def _generate(
        self, inner: Runtime, requests: Sequence[Request], generation: Generation
    ) -> list[list[Hypothesis]]:
        protected = [self._protect(request, inner) for request in requests]
        carried = [
            replace(request, text=each.text)
            for request, each in zip(requests, protected, strict=True)
        ]
        # A beam's other hypotheses cost nothing, and one of them may keep what the best lost.
        beams = inner.family.settings(generation).beams or 1
        wide = replace(generation, hypotheses=max(generation.hypotheses, beams))
        found = inner.generate(carried, wide)
        ranked = [
            _ranked(hypotheses, each, request.target)
            for hypotheses, each, request in zip(found, protected, requests, strict=True)
        ]
        lost = [at for at, each in enumerate(ranked) if each[0][0]]
        again = inner.generate([requests[at] for at in lost], wide) if lost else []
        plain = {
            at: [replace(each, text=restore(each.text, {})[0]) for each in hypotheses]
            for at, hypotheses in zip(lost, again, strict=True)
        }
        return [
            _alternating(plain.get(at, []), [hypothesis for _, hypothesis in each])[
                : generation.hypotheses
            ]
            for at, each in enumerate(ranked)
        ]

    def _protect(self, request: Request, inner: Runtime) -> Protected:
        found = protect(
            normalise(request.text, request.source),
            request.source,
            request.target,
            glossary=dict(request.terms),
            known=self._known,
        )
        # "7" may be a piece with the space before it, "<x0>" is one more: a sentence that just
        # fits goes without copy tokens. A token has at least half a character.
        if len(found.text) > self.budget // 2 and inner.count(found.text) > self.budget:
            return Protected(request.text, {})
        return found

    def _ready(self) -> Runtime:
        with self._lock:
            if self._inner is None:
                if not self.available():
                    raise self._missing()
                self._inner = self._load()
                if self.batch_tokens:
                    self._inner.batch_tokens = self.batch_tokens
                self._known = read_words(self.folder / WORDS)
            return self._inner

    def _load(self) -> Runtime:
        shipped = (self.folder / "model.bin").is_file()
        about = check_manifest(self.folder) if (self.folder / MANIFEST).is_file() else {}
        config = read_json(self.folder / ("checkpoint.json" if shipped else "config.json"))
        family = family_of(config, self.folder, family="newsum")
        label = f"revision:{about['revision']}" if about.get("revision") else ""
        if shipped and self._takes_ctranslate2():
            from newsum.models.ctranslate2_runtime import CTranslate2Model

            device = "cuda" if self._wants_gpu() else "cpu"
            return CTranslate2Model(self.folder, family, name=NAME, device=device, label=label)
        if self.runtime == "ctranslate2":
            raise OptionError(
                f"{self.folder} is not converted for CTranslate2: `newsum train export` does that."
            )
        from newsum.models.builtin_network import ShippedModel
        from newsum.models.transformers_runtime import TransformersModel

        engine = ShippedModel if shipped else TransformersModel
        return engine(self.folder, family, name=NAME, device=self.device, label=label)

    def _wants_gpu(self) -> bool:
        if self.device == "auto":
            # Asked of CTranslate2, which starts in a tenth of torch's time.
            import ctranslate2

            return bool(ctranslate2.get_cuda_device_count())
        return self.device != "cpu"

    def _takes_ctranslate2(self) -> bool:
        # As for other models: int8 on a CPU, half precision by transformers on a GPU.
        return self.runtime == "ctranslate2" or (self.runtime == "auto" and not self._wants_gpu())

    def _missing(self) -> MissingModel:
        if self.folder == FOLDER:
            what = "This build of newsum carries no built-in translation model"
        else:
            what = (
                f"There is no built-in translation model in {self.folder}, which should hold "
                + " or ".join(", ".join(layout) for layout in LAYOUTS)
            )
        return MissingModel(
            f"{what}. Name another, such as model='m2m100' (`newsum models pull m2m100` fetches "
            "it once), or ask only for the article's own language."
        )


def _ranked(
    hypotheses: Iterable[Hypothesis], protected: Protected, target: Language
) -> list[tuple[int, Hypothesis]]:
    """Return the hypotheses with what was copied put in, those that lost nothing first."""
    copies = protected.copies
    if target == "zh-Hant":
        copies = {token: to_traditional(text) for token, text in copies.items()}
    found = []
    for each in hypotheses:
        text, wrong = restore(each.text, copies)
        found.append((wrong, replace(each, text=text)))
    return sorted(found, key=lambda pair: pair[0])


def _alternating(one: list[Hypothesis], other: list[Hypothesis]) -> list[Hypothesis]:
    """Return the hypotheses of both searches, by turns: a judge then sees the best of each."""
    pairs = zip_longest(one, other)
    return [each for pair in pairs for each in pair if each is not None]


def read_words(path: Path) -> Callable[[str], bool] | None:
    """Return what tells whether a word was met in training; None where there is no such list."""
    if not path.is_file():
        return None
    words = frozenset(path.read_text(encoding="utf-8").split("\n"))
    return lambda word: word.casefold().removesuffix("'s") in words


def write_words(path: Path, words: Iterable[str]) -> None:
    """Write the list that `read_words` reads."""
    path.write_text("\n".join(sorted({word.casefold() for word in words})), encoding="utf-8")
