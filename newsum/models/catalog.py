"""The models newsum knows by a short name: where they are, what they write, under which license.

A catalog is data. Any hub id or folder works without an entry. Models are pinned to a commit where
public projects that use them name it; three of CrossSum's repositories no project pins, and there
the commit that their branch stands for on the day of the pull is recorded and used from then on
(`newsum.models.cache`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from newsum.models.base import Kind

BUILTIN: Final = "builtin"
MB: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A model that has a short name.

    Args:
        name: The short name.
        repositories: Its hub id; two make a pair, one each way; none is the built-in model.
        title: One line for a list.
        kind: Whether it translates or summarizes.
        directions: "any" language to any; "own": in the article's language only; or the language
            it always writes.
        license: Of the weights: an SPDX name where there is one.
        commercial: Whether that license allows commercial use.
        size: Bytes to fetch, about.
        parameters: How many, about.
        revisions: The commit of each of the repositories; none is what their branch ``main`` is.
        says: What its ``config.json`` does not say of it (see `newsum.models.families`).
    """

    name: str
    repositories: tuple[str, ...]
    title: str
    kind: Kind
    directions: Literal["any", "own", "en", "zh"]
    license: str
    commercial: bool
    size: int
    parameters: str
    revisions: tuple[str, ...] = ()
    says: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def pins(self) -> tuple[tuple[str, str], ...]:
        """Each repository and the revision to take of it."""
        revisions = self.revisions or ("main",) * len(self.repositories)
        return tuple(zip(self.repositories, revisions, strict=True))

    @property
    def notice(self) -> str:
        """What a user should read before fetching it."""
        if self.commercial:
            return f"License of the weights: {self.license}."
        return f"License of the weights: {self.license}. NON-COMMERCIAL use only."


_CROSSSUM: Final[dict[str, Any]] = {
    "kind": "summarization", "license": "CC-BY-NC-SA-4.0", "commercial": False,
    "size": 2_330 * MB, "parameters": "582M",
}  # fmt: skip
_TRANSLATION: Final[dict[str, Any]] = {"kind": "translation", "directions": "any"}

ENTRIES: Final[Mapping[str, Entry]] = MappingProxyType({each.name: each for each in (
    Entry(
        name=BUILTIN, repositories=(),
        title="newsum's own translator, in the package", **_TRANSLATION,
        license="to come with the weights", commercial=True, size=0, parameters="48M",
    ),
    Entry(
        name="crosssum", repositories=("csebuetnlp/mT5_m2m_crossSum_enhanced",),
        title="mT5-base fine-tuned on CrossSum: summarizes from any language into any",
        directions="any", **_CROSSSUM,
    ),
    Entry(
        name="crosssum-base", repositories=("csebuetnlp/mT5_m2m_crossSum",),
        title="the first CrossSum model, from any language into any", directions="any", **_CROSSSUM,
    ),
    Entry(
        name="crosssum-en", repositories=("csebuetnlp/mT5_m2o_english_crossSum",),
        title="CrossSum from any language into English", directions="en", says={"writes": "en"},
        **_CROSSSUM,
    ),
    Entry(
        name="crosssum-zh", repositories=("csebuetnlp/mT5_m2o_chinese_simplified_crossSum",),
        revisions=("484d6b4a469251fb8432f9da7eb2da761932668f",),
        title="CrossSum from any language into Simplified Chinese", directions="zh",
        says={"writes": "zh"}, **_CROSSSUM,
    ),
    Entry(
        name="xlsum", repositories=("csebuetnlp/mT5_multilingual_XLSum",),
        revisions=("2437a524effdbadc327ced84595508f1e32025b3",),
        title="mT5-base fine-tuned on XL-Sum: summarizes in the article's own language",
        directions="own", **_CROSSSUM,
    ),
    Entry(
        name="m2m100", repositories=("facebook/m2m100_418M",),
        revisions=("55c2e61bbf05dfb8d7abccdc3fae6fc8512fd636",),
        title="M2M100, small: translates both ways", **_TRANSLATION,
        license="MIT", commercial=True, size=1_940 * MB, parameters="418M",
    ),
    Entry(
        name="m2m100-1.2b", repositories=("facebook/m2m100_1.2B",),
        revisions=("7b36184180524c1a1bbfa37f120a608046250b98",),
        title="M2M100, large: translates both ways",
        **_TRANSLATION, license="MIT", commercial=True, size=4_960 * MB, parameters="1.2B",
    ),
    Entry(
        name="mbart50", repositories=("facebook/mbart-large-50-many-to-many-mmt",),
        revisions=("e30b6cb8eb0d43a0b73cab73c7676b9863223a30",),
        title="mBART-50 many-to-many: translates both ways", **_TRANSLATION,
        license="MIT (fairseq's, which covers its models)", commercial=True, size=2_440 * MB,
        parameters="611M",
    ),
    Entry(
        name="nllb", repositories=("facebook/nllb-200-distilled-600M",),
        revisions=("f8d333a098d19b4fd9a8b18f94170487ad3f821d",),
        title="NLLB-200, distilled: translates both ways, both Chinese scripts", **_TRANSLATION,
        license="CC-BY-NC-4.0", commercial=False, size=2_460 * MB, parameters="600M",
    ),
    Entry(
        name="opus", repositories=("Helsinki-NLP/opus-mt-en-zh", "Helsinki-NLP/opus-mt-zh-en"),
        revisions=(
            "408d9bc410a388e1d9aef112a2daba955b945255",
            "cf109095479db38d6df799875e34039d4938aaa6",
        ),
        title="OPUS-MT: two small Marian models, one each way", **_TRANSLATION,
        license="Apache-2.0 (en-zh), CC-BY-4.0 (zh-en)", commercial=True, size=625 * MB,
        parameters="2 × 77M",
    ),
    Entry(
        name="opus-en-zh", repositories=("Helsinki-NLP/opus-mt-en-zh",),
        revisions=("408d9bc410a388e1d9aef112a2daba955b945255",),
        title="OPUS-MT, English to Chinese only",
        kind="translation", directions="zh", license="Apache-2.0", commercial=True,
        size=312 * MB, parameters="77M",
    ),
    Entry(
        name="opus-zh-en", repositories=("Helsinki-NLP/opus-mt-zh-en",),
        revisions=("cf109095479db38d6df799875e34039d4938aaa6",),
        title="OPUS-MT, Chinese to English only",
        kind="translation", directions="en", license="CC-BY-4.0", commercial=True,
        size=312 * MB, parameters="77M",
    ),
    Entry(
        name="madlad", repositories=("google/madlad400-3b-mt",),
        revisions=("fa184c675da0b5c9e1c8694fccd4e12e2d422094",),
        title="MADLAD-400, 3B: translates both ways",
        **_TRANSLATION, license="Apache-2.0", commercial=True, size=11_800 * MB,
        parameters="2.9B",
    ),
)})  # fmt: skip


def find(name: str) -> Entry | None:
    """Return the entry called *name*, by short name or by hub id, if there is one.

    >>> find("crosssum").repositories, find("nobody/nothing")
    (('csebuetnlp/mT5_m2m_crossSum_enhanced',), None)
    """
    if name in ENTRIES:
        return ENTRIES[name]
    return next((each for each in ENTRIES.values() if each.repositories == (name,)), None)


def short(repository: str) -> str:
    """Return the short name of a hub id, or the id where it has none."""
    known = find(repository)
    return known.name if known else repository
