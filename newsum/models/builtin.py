"""The model that newsum carries: a small English–Chinese translator, there without any download.

Its weights, about 50 MB as int8, lie in ``newsum/models/data/``; a build may lack them. Then
`load_builtin` still returns a model, one that writes no language, and the rest of newsum works.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsum.errors import CannotWrite, MissingModel
from newsum.languages import Language, is_chinese
from newsum.models.base import Generation, Hypothesis, Kind, Request, Seq2Seq

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The name the catalog, the command line and results give it.
NAME: Final = "builtin"
#: Where the weights of this build lie.
FOLDER: Final = Path(__file__).with_name("data")
#: Files without which a folder is no model.
FILES: Final = ("model.bin", "config.json", "tokenizer.json")
#: Source tokens, the task token and the end included: what it was trained on.
BUDGET: Final = 256


def available(folder: Path | None = None) -> bool:
    """Tell whether the weights are in *folder*, by default in this build."""
    place = FOLDER if folder is None else folder
    return all((place / name).is_file() for name in FILES)


def load_builtin(
    *, device: str = "auto", runtime: str = "auto", folder: Path | None = None
) -> Seq2Seq:
    """Return the built-in model. Costs nothing: weights are read at the first use.

    Args:
        device: "auto", "cpu", "cuda" or what else the runtime knows.
        runtime: "auto", "ctranslate2" or "transformers".
        folder: Where its weights are, if not in this build.
    """
    return Builtin(device=device, runtime=runtime, folder=folder)


class Builtin:
    """The built-in translator. Safe to share between threads."""

    name: str = NAME
    kind: Kind = "translation"
    budget: int = BUDGET

    def __init__(
        self, *, device: str = "auto", runtime: str = "auto", folder: Path | None = None
    ) -> None:
        self.device = device
        self.runtime = runtime
        self.folder = FOLDER if folder is None else folder
        self._lock = threading.Lock()

    def available(self) -> bool:
        """Tell whether its weights are there."""
        return available(self.folder)

    @property
    def signature(self) -> str:
        """Names all that can change its output."""
        return f"{NAME}|weights:none"

    def writes(self, source: Language, target: Language) -> bool:
        """Tell whether it writes *target* from *source*: the other language, if it has weights."""
        return is_chinese(source) != is_chinese(target) and self.available()

    def count(self, text: str) -> int:
        """Count the tokens that *text* takes of the budget, task token and end included.

        Raises:
            MissingModel: This build carries no weights.
        """
        raise self._missing()

    def generate(
        self, requests: Sequence[Request], generation: Generation = Generation()
    ) -> list[list[Hypothesis]]:
        """Translate each request, both directions in one batch.

        Raises:
            MissingModel: This build carries no weights.
            CannotWrite: A request asks for the language that it is written in.
            ModelError: A request is over the budget.
        """
        if not requests:
            return []
        if not self.available():
            raise self._missing()
        for request in requests:
            if not self.writes(request.source, request.target):
                raise CannotWrite(
                    f"The built-in model translates between English and Chinese; it does not write "
                    f"{request.target!r} from a text in {request.source!r}."
                )
        raise self._missing()

    def embed(self, texts: Sequence[str], language: Language) -> NDArray[np.float32] | None:
        """Return None: its encoder was trained further for translation, not for likeness."""
        return None

    def close(self) -> None:
        """Give back the memory it holds; the next use reads the weights again."""

    def _missing(self) -> MissingModel:
        if self.folder == FOLDER:
            what = "This build of newsum carries no built-in translation model"
        else:
            lacking = ", ".join(name for name in FILES if not (self.folder / name).is_file())
            what = f"There is no built-in translation model in {self.folder}: {lacking} missing"
        return MissingModel(
            f"{what}. Name another, such as model='m2m100' (`newsum models pull m2m100` fetches "
            "it once), or ask only for the article's own language."
        )
