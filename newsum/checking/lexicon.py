"""A small word-for-word lexicon, English to Chinese, and the words of a text in its terms.

It is for finding which sentence a sentence was made from, not for translating: a list of the
Chinese words that tend to stand where an English one does. `data/lexicon.tsv` was learned like a
model's weights, from sentence pairs, by `tests/tables/make_lexicon.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
#: Words of grammar: they stand in every sentence.
STOP: Final = frozenset(
    """a an the this that these those it its he she they we you i me him her them us my your his
    their our mine who whom whose which what when where why how if then than as at by for from in
    into of off on onto out over to up with about after before between during under while is are was
    were be been being am do does did done has have had having will would can could may might must
    shall should not no nor and or but so too very just also there here all any both each few more
    most other some such only own same s t ll re ve d m said say says""".split()  # noqa: SIM905  # a table is easier to read so
)
_VOCABULARY: Final = 1 << 15  # words whose stems are kept; a corpus has no end of new ones
_USUAL: Final = 0.4  # tuned as the weights of `align`; 0.25 to 0.6 differ little
_ENDINGS: Final = (
    ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ations", "ate"), ("ation", "ate"), ("ings", ""),
    ("ing", ""), ("edly", ""), ("ed", ""), ("ers", "er"), ("es", "e"), ("s", ""), ("ly", ""),
)  # fmt: skip

#: What endings do not tell: the past of the news's irregular verbs, and plurals.
_IRREGULAR: Final = dict(
    pair.split(":")
    for pair in """ate:eat began:begin begun:begin best:good better:good blew:blow blown:blow
    bought:buy broke:break broken:break brought:bring built:build burnt:burn came:come
    caught:catch children:child chose:choose chosen:choose crises:crisis dealt:deal drank:drink
    drawn:draw drew:draw driven:drive drove:drive dying:die eaten:eat fallen:fall feet:foot
    fell:fall felt:feel fled:flee flew:fly flown:fly fought:fight found:find froze:freeze
    frozen:freeze gave:give given:give goes:go gone:go got:get gotten:get grew:grow grown:grow
    heard:hear held:hold hid:hide hidden:hide kept:keep knew:know known:know laid:lay led:lead
    left:leave lent:lend lives:life lost:lose lying:lie made:make meant:mean men:man met:meet
    mice:mouse paid:pay ran:run rang:ring ridden:ride risen:rise rode:ride rose:rise sang:sing
    sank:sink sat:sit saw:see seen:see sent:send shaken:shake shone:shine shook:shake shot:shoot
    shown:show slept:sleep sold:sell sought:seek spent:spend spoke:speak spoken:speak
    stole:steal stolen:steal stood:stand struck:strike sung:sing sunk:sink swam:swim swept:sweep
    sworn:swear taken:take taught:teach teeth:tooth thought:think threw:throw thrown:throw
    told:tell took:take tore:tear torn:tear understood:understand went:go wives:wife woke:wake
    women:woman won:win wore:wear worn:wear worse:bad worst:bad written:write wrote:write""".split()  # noqa: SIM905  # a table is easier to read so
)


@lru_cache(_VOCABULARY)
def stem(word: str) -> str:
    """Bring a lower-case English word to its base, and cut the common endings off.

    >>> [stem(w) for w in ("countries", "rising", "rose", "raised", "prices")]
    ['country', 'ris', 'ris', 'rais', 'pric']
    """
    word = word.partition("'")[0]
    word = _IRREGULAR.get(word, word)
    if len(word) > 4:
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                if ending == "s" and word[-2] in "su":
                    break
                word = word[: len(word) - len(ending)] + instead
                break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def words(text: str) -> list[str]:
    """Return the stems of an English text's content words, in order."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    return [stem(word) for word in found if word not in STOP and len(word) > 1]


@cache
def lexicon() -> dict[str, dict[str, float]]:
    """Return, for each stem, the Chinese words it stands for and how likely each is.

    What was learned comes first; a word of the hand-written table of the news is added, or raised
    to the weight of a usual translation.
    """
    table: dict[str, dict[str, float]] = {}
    for head, entries in _rows("lexicon.tsv"):
        pairs = zip(entries[::2], entries[1::2], strict=True)
        # The table was learned with irregular forms apart from their verb.
        known = table.setdefault(stem(head) if head in _IRREGULAR else head, {})
        for word, percent in pairs:
            known[word] = max(known.get(word, 0.0), int(percent) / 100)
    for head, (forms,) in _rows("words.tsv"):
        known = table.setdefault(stem(head), {})
        for word in forms.split("|"):
            known[word] = max(known.get(word, 0.0), _USUAL)
    return table


@cache
def longest() -> int:
    """Return how many characters the longest Chinese word of the lexicon has."""
    return max(len(word) for forms in lexicon().values() for word in forms)


def _rows(name: str) -> Iterator[tuple[str, list[str]]]:
    text = (files("newsum.checking") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            head, *entries = line.split("\t")
            yield head, entries
