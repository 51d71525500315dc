"""The model that newsum carries: a small English–Chinese translator, there without any download.

Its weights, about 50 MB as int8, lie in ``newsum/models/data/``; a build may lack them. Then
`Builtin` is still a model, one that writes no language, and the rest of newsum works.
One copy serves both runtimes: transformers is given the int8 weights multiplied out.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsum.errors import CannotWrite, MissingModel, OptionError
from newsum.languages import NAMES, Language, is_chinese
from newsum.models.base import DEFAULTS, Generation, Hypothesis, Kind, Request
from newsum.models.carry import Carrying, carrying
from newsum.models.families import family_of
from newsum.models.folders import MANIFEST, check_manifest, read_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from newsum.models.runtime import Runtime

#: The name the catalog, the command line and results give it.
NAME: Final = "builtin"
#: Where the weights of this build lie.
FOLDER: Final = Path(__file__).with_name("data")
#: Files without which a folder is no model: as it is shipped, or as training leaves it.
LAYOUTS: Final = (
    ("model.bin", "config.json", "checkpoint.json", "tokenizer.json"),
    ("model.safetensors", "config.json", "tokenizer.json"),
)
#: Source tokens, the task token and the end included: what it was trained on.
BUDGET: Final = 256


def available(folder: Path | None = None) -> bool:
    """Tell whether the weights are in *folder*, by default in this build."""
    place = FOLDER if folder is None else folder
    return any(all((place / name).is_file() for name in layout) for layout in LAYOUTS)


class Builtin:
    """The built-in translator. Safe to share between threads.

    Figures, terms and unknown names go through it as copy tokens: see `newsum.models.carry`. It
    costs nothing until it is used: then the weights are read.

    Args:
        device: "auto", "cpu", "cuda" or what else the runtime knows.
        runtime: "ctranslate2", "transformers", or "auto": CTranslate2 unless a GPU is to be used.
        folder: Where its weights are, if not in this build: a shipped model, or what a training
            run wrote.
        batch_tokens: Source tokens a batch; None is the runtime's own number.

    Raises:
        OptionError: There is no such runtime.
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
        batch_tokens: int | None = None,
    ) -> None:
        if runtime not in ("auto", "ctranslate2", "transformers"):
            raise OptionError(f"runtime must be auto, ctranslate2 or transformers, not {runtime!r}")
        self.device = device
        self.runtime = runtime
        self.batch_tokens = batch_tokens
        self.folder = FOLDER if folder is None else folder
        self._lock = threading.Lock()
        self._inner: Runtime | Carrying | None = None

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
        self, requests: Sequence[Request], generation: Generation = DEFAULTS
    ) -> list[list[Hypothesis]]:
        """Translate each request, both directions in one batch.

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
        return inner.generate(requests, generation)

    def embed(self, texts: Sequence[str], language: Language) -> NDArray[np.float32]:
        """Return a vector for each text: see `newsum.models.runtime.Runtime.embed`.

        Raises:
            MissingModel: This build carries no weights.
            CorruptModel: They are damaged.
        """
        return self._ready().embed(texts, language)

    def close(self) -> None:
        """Give back the memory it holds; the next use reads the weights again."""
        with self._lock:
            if self._inner is not None:
                self._inner.close()
                self._inner = None

    def _ready(self) -> Runtime | Carrying:
        with self._lock:
            if self._inner is None:
                if not self.available():
                    raise self._missing()
                model = self._load()
                if self.batch_tokens:
                    model.batch_tokens = self.batch_tokens
                self._inner = carrying(model, self.folder)
            return self._inner

    def _load(self) -> Runtime:
        shipped = (self.folder / "model.bin").is_file()
        about = check_manifest(self.folder) if (self.folder / MANIFEST).is_file() else {}
        config = read_json(self.folder / ("checkpoint.json" if shipped else "config.json"))
        family = family_of(config, self.folder, family="newsum")
        label = f"revision:{about['revision']}" if about.get("revision") else ""
        if shipped and self._takes_ctranslate2():
            from newsum.models.ctranslate2_runtime import CTranslate2Model

            return CTranslate2Model(self.folder, family, name=NAME, device=self.device, label=label)
        if self.runtime == "ctranslate2":
            raise OptionError(
                f"{self.folder} is not converted for CTranslate2: `newsum train export` does that."
            )
        from newsum.models.builtin_network import ShippedModel
        from newsum.models.transformers_runtime import TransformersModel

        engine = ShippedModel if shipped else TransformersModel
        return engine(self.folder, family, name=NAME, device=self.device, label=label)

    def _takes_ctranslate2(self) -> bool:
        if self.runtime != "auto":
            return self.runtime == "ctranslate2"
        # As for other models: int8 on a CPU, half precision by transformers on a GPU.
        from newsum.models.ctranslate2_runtime import is_cpu

        return is_cpu(self.device)

    def _missing(self) -> MissingModel:
        if self.folder == FOLDER:
            what = "This build of newsum carries no built-in translation model"
        else:
            what = (
                f"There is no built-in translation model in {self.folder}, which should hold "
                + " or ".join(", ".join(layout) for layout in LAYOUTS)
            )
        return MissingModel(
            f"{what}. Name another model, such as m2m100 (`newsum models pull m2m100` fetches it "
            "once), or ask only for the article's own language."
        )
