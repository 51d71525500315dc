"""The most informative sentences of an article, in either language, without a model."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from newsum.article import Sentence
from newsum.datelines import dateline_length
from newsum.languages import Language, spoken
from newsum.selection.asides import beside, is_notice, is_signpost
from newsum.selection.quotes import lacking
from newsum.selection.standalone import detached, leads_on, unmarked
from newsum.selection.words import LABEL, LEANING_EN, LEANING_ZH, SCENE_EN, SCENE_ZH, telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

# What a sentence is worth, the place of the first one being worth 1. Tuned by
# tests/benchmarks/selection.py on 104 English and 18 Chinese dev pages. Halving any one costs at
# most 0.01 of ROUGE-L F in English; centrality, title, length and the two for anecdotes chosen on
# four fifths of the publishers score 0.372 on the rest (features 0.242), the first two sentences
# 0.367 (0.210). The Chinese pages are too few for that (0.582 so, 0.642 as it stands, 0.613 the
# first two): 750 news items with their titles as references had a say in centrality.
_CENTRALITY: Final = {"en": 0.4, "zh": 0.25}  # pairs of characters say less than words
_TITLE: Final = 0.25  # twice that for a single sentence, which then keeps its score and the news
_LONG: Final = 0.12  # 0.3 adds 0.005 to ROUGE F; of 28 summaries read blind 12 were worse
_LIKENESS: Final = 0.1
_ALIKE: Final = 1.0
_LEANING: Final = 0.35
_PERSONAL_TONE: Final = 0.1
#: Where the first sentences are not the news, place is worth this much, and falls this many times
#: more slowly: what the article is about stands among its first paragraphs.
_ANECDOTE: Final = 0.4
_FEW: Final = 3
#: A shorter article is a report, with the news at its top, unless that has nothing of the title.
_FEATURE_FROM: Final = 20
#: The share of the title that the top of a longer one has if it is the news.
_TOLD: Final = 0.25
#: A single Chinese sentence is not the first if another near the top has this much of the title and
#: over twice as much as that one: Chinese news begins with what is general. Of 30 choices that it
#: changed, in 174 of 3,000 news items of other sources, 17 were better for it and 5 worse; in
#: English, where what holds the title is as often a detail, most were worse.
_TOLD_ALONE: Final = 0.3
#: What a scene lacks that opens an article; its news has this many times as much of the title. Of
#: 18 texts written to begin so, 5 gave the news in one sentence, and 12 with this and
#: `_TOLD_ALONE`; in three, 15 and 17. Three sentences differ in 2 of the English news items, and,
#: for the better each time, in 7 of the Chinese.
_SCENE: Final = 0.3
_TOLD_LATER: Final = 1.5
#: In a report, what is like the article and its title is worth so much of that: reports tell what
#: matters first. Read blind in 30 English news items of other sources, 16 summaries were better
#: for it and 4 worse. Chinese ones begin with what is general: of 28, 2 were better and 16 worse.
_REPORT: Final = {"en": 0.7, "zh": 1.0}
#: Set by eye, as the benchmark hardly tells: publishers' descriptions that are cut from the page's
#: top have the title in them, and its "Welcome to our newsletter".
_TITLE_AGAIN: Final = 1.0
_SIGNPOST: Final = 0.6
_NOTICE: Final = 1.2  # more than the first place is worth: never the news
_LABEL: Final = 0.25
_QUESTION: Final = 0.9
_STANDFIRST: Final = 0.5
_LEANING_FIRST: Final = 0.8  # a standfirst taken from further down: "She added that…"
#: Likewise, what a sentence lacks that leans only by a word that goes where it is shown alone.
_JOINED: Final = 0.1
#: How much of that is left once the one before it is there. By eye: of 11 pages that it changed 7
#: gained, 1 lost.
_GOES_ON: Final = 0.15
#: What a sentence from within a quotation lacks: it claims, in another's words, what the article
#: does not. Set by eye, few are taken without it.
_QUOTED: Final = 0.4

#: So many sentences are near the top.
_TOP: Final = 8
#: What an English sentence there is worth more for naming the day, as what happened does,
#: and a scene or an opinion does not. Twice that costs ROUGE. Read blind, 10 summaries of pages
#: and news items were better for it, 3 worse, 8 neither; in Chinese it cost 0.02 of ROUGE F.
_DATED: Final = 0.1
_DAY: Final = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_DAY_ZH: Final = re.compile(r"\d日|[昨今][天日]|近日|日前")
#: What a Chinese sentence lacks, for a summary of one, that says only that a matter drew attention
#: or that the press was told of it: what was told comes next. In 26 of 4,927 news items of other
#: sources it changed the choice; of those read, 16 were better for it and 2 worse, once 分别 and
#: 发布 had been left out. 发布 and the like count where a period's figures are what came out: in 7
#: of 12,000, all of them no worse.
_OCCASION_ONLY: Final = 0.5
_OCCASION: Final = re.compile(
    r"(?:引起|引[发發]|受到|[备備]受)[^，,。]{0,16}(?:[关關]注|[热熱][议議]|[讨討][论論]|[争爭][议議]|[围圍][观觀]"
    r"|[议議][论論])[^，,。]{0,4}[。！]?\Z"
    r"|(?<!分[别別])(?:召[开開]|[举舉][行办辦])[^，,。]{0,24}(?:[发發][布佈][会會]|[记記]者[会會]|通[气氣][会會])"
    r"(?:[，,](?:介[绍紹]|通[报報]|就|[围圍][绕繞]|回[应應])[^。]{0,40})?。?\Z"
    r"|(?:披露|[发發][布佈]|公[布佈])了?[^，。]{0,24}(?:年度?|季度?|月份?)[^，。]{0,16}"
    r"(?:[报報]告|[财財][报報]|年[报報]|[业業][绩績]|[数數][据據]|公[报報]|快[报報]|[统統][计計])》?。?\Z"
)

#: From here on, words in English and characters in Chinese, a sentence is long; below, short.
_LONG_FROM: Final = {"en": 25, "zh": 45}
_SHORT_BELOW: Final = {"en": 8, "zh": 15}
#: A line without a full stop that is shorter is a subhead or a label, not a standfirst.
_LINE_BELOW: Final = {"en": 14, "zh": 24}
#: What a line without a full stop lacks. English pages have standfirsts without one, which
#: publishers take as their descriptions; in Chinese such a line is the page's furniture.
_UNFINISHED: Final = {"en": 0.15, "zh": 0.45}

#: Cosine from which two sentences say the same, and the share of the shorter one's words that the
#: longer one has.
_SAME: Final = 0.5
_CONTAINED: Final = 0.6
#: From this share on it is said again, and left out though there be fewer sentences then.
_AGAIN: Final = 0.95

#: No article is longer; of what comes after, nothing is read.
_MOST: Final = 10_000

#: Characters that tell what a sentence is about, however long it is.
_ENOUGH: Final = 2000

#: Sentences that are compared with one another, the best by themselves; the others only add to
#: the word counts.
_CANDIDATES: Final = 300

_FULL_STOP = re.compile(r"[.!?。！？…｡][”’\"')）」』】\]]*\Z")
#: What weighs a sentence down at its end, and how much; it is sought in the last few characters.
_END: Final = 12
_END_FLAWS: Final = (
    (_QUESTION, re.compile(r"[?？][”’\"')）」』】\]]*\Z")),
    (0.35, re.compile(r"[!！]\Z")),
    (0.3, re.compile(r"[:：;；,，、]\Z")),  # something follows
    (0.35, re.compile(r"(?:…|\.\.)[”’\"')）」』】\]]*\Z")),  # trails off
    # What was said stands before it.
    (
        _QUESTION,
        re.compile(
            r"(?:告[诉訴]|[对對])(?:[本该該]?[报報])?[记記笔筆]者(?:[说說]|表示|[称稱])?。?\Z"
        ),
    ),
)
#: At its beginning.
_HEAD_FLAWS: Final = (
    # A quotation; but: “Barbie” led, 「台北車展」開幕.
    (
        0.3,
        re.compile(r"[“\"「『‘](?![^“”\"「」『』，。！？,.!?]{1,24}[”\"」』] ?[^\s，。,.!?：:])"),
    ),
    (
        0.3,
        re.compile(
            r"[•·▪●■◆★☆►▶※✓✔*-]|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)）](?!\d)"
        ),
    ),  # an item
    # Nobody says it. It changed three sentences chosen of 15,781 news items of other sources in 15;
    # of the Chinese ones, 11, ten were better for it.
    (0.4, re.compile(r"(?:“[^“”]*”|\"[^\"]*\"|「[^「」]*」)[。.]?\Z")),
    (0.2, re.compile(r"(?:Or|For (?:example|instance))\b|例如|比如|譬如")),  # one of many
    # Its head is missing.
    (0.4, re.compile(r"(?:\([^()]{1,80}\) ?)?[a-z](?![A-Z])|[,;:.…)，。、；：）]")),
)
#: It is midnight. At the head of an article "it" is nothing said before.
_EXPLETIVE = re.compile(r"(?:It|There)(?:[’']s| is| was| has)\b")
_QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"|「[^「」]*」")
#: The writer or the reader speaks or is spoken to: seldom what an article says.
_PERSONAL = re.compile(
    r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our)\b|你|您|咱|我(?![国國省市县縣区區军軍党黨方])"
)


def select(
    sentences: Sequence[Sentence], *, language: Language, count: int, title: str = ""
) -> list[Sentence]:
    """Return the *count* most informative of *sentences*, in the order of the article.

    A sentence is worth more the earlier it stands, the liker it is to the whole article and the
    more of the title it holds, less if it is long. One that does not stand alone is held back: a
    quotation or a part of one, a question, a fragment, a subhead, a line that ends in a colon;
    "But he…" too, unless the sentence before it is taken; and what is beside the article
    (`asides`). Sentences are taken one by one, each discounted by its likeness to those taken
    (maximal marginal relevance, Carbonell and Goldstein 1998).

    What a ；strings together is one sentence here, so that a returned one may span several of
    *sentences*. The same input always gives the same output; there is one whenever there is a
    sentence that is not blank.

    Args:
        sentences: As `split` returns them.
        language: The language they are in.
        count: How many to return at most, 1 or more.
        title: The article's title, if there is one.
    """
    import numpy as np

    units = list(islice(_units(sentences), _MOST))
    # A headline that may be a standfirst is in the text too.
    units = [unit for unit in units if unit.text.strip() != title] or units
    if len(units) <= count:
        return units
    within = {
        s.start for s, marks in zip(sentences, lacking(sentences), strict=True) if marks.before
    }
    kind = spoken(language)
    whole = f"{title}\n{''.join(unit.text for unit in units)}"
    texts = [unmarked(unit.text[dateline_length(unit.text, whole) :].strip()) for unit in units]
    words = [telling(text[:_ENOUGH], kind) for text in texts]
    told = set(telling(title, kind))
    titled = _titled(words, told, kind)
    score = _score(texts, words, titled, told, kind, count)
    if count == 1:  # the news, not what adds to it, as a standfirst does
        score += _TITLE * titled
        if kind == "zh":
            occasion = [bool(_OCCASION.search(text)) for text in texts]
            score -= _OCCASION_ONLY * np.array(occasion)
        if titled[0] < titled[1] and not _FULL_STOP.search(texts[0]):
            score[0] -= _STANDFIRST
    if kind == "en":
        top = texts[:_TOP]
        dated = [bool(_DAY.search(text)) and not text[:1].islower() for text in top]
        score[: len(dated)] += _DATED * np.array(dated)
    score -= _QUOTED * np.array([unit.start in within for unit in units])
    score -= _NOTICE * np.array(beside([unit.text for unit in units], language, title))
    leaning = LEANING_ZH if kind == "zh" else LEANING_EN
    leans = np.array([_leans(text, leaning, language) for text in texts])
    if _EXPLETIVE.match(texts[0]):
        leans[0] = 0.0
    elif leans[0] or detached(texts[0], language) != texts[0]:
        leans[0] = _LEANING_FIRST
    taken = _take(score, leans, words, count)
    return [units[i] for i in sorted(taken)]


def _leans(text: str, leaning: re.Pattern[str], language: Language) -> float:
    """Return how much a sentence lacks without the one before it."""
    if leaning.match(detached(text, language)):
        return _LEANING
    return _JOINED if leads_on(text, language) else 0.0


def _units(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences that hold a letter or figure, those strung together by ； as one.

    If none does, yield those that are not blank.
    """
    telling = [s for s in sentences if any(map(str.isalnum, s.text))]
    strung: list[Sentence] = []
    for sentence in telling or [s for s in sentences if s.text.strip()]:
        if strung and not (strung[-1].text.endswith("；") and strung[-1].end == sentence.start):
            yield _joined(strung)
            strung = []
        strung.append(sentence)
    if strung:
        yield _joined(strung)


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    if len(sentences) == 1:
        return sentences[0]
    return Sentence("".join(s.text for s in sentences), sentences[0].start)


def _score(
    texts: Sequence[str],
    words: Sequence[list[str]],
    titled: Vector,
    title: set[str],
    kind: Language,
    count: int,
) -> Vector:
    import numpy as np

    burden = np.array([_burden(text, kind) for text in texts])
    place = np.arange(len(texts))
    topic = _CENTRALITY[kind] * _centrality(words) + _TITLE * titled
    scene = _is_scene(texts, titled, kind)
    if scene or _is_anecdote(titled) or (kind == "zh" and count == 1 and _is_general(titled)):
        score = _ANECDOTE * (1 + place / _FEW) ** -0.5 + topic
    else:
        score = (1 + place) ** -0.5 + (_REPORT[kind] if _is_report(titled) else 1.0) * topic
    if scene:
        score[0] -= _SCENE
        if kind == "zh":  # what happened has a day here too
            score[:_TOP] += _DATED * np.array([bool(_DAY_ZH.search(t)) for t in texts[:_TOP]])
    return np.asarray(score - _TITLE_AGAIN * _is_title(words, title) - burden)


def _titled(words: Sequence[list[str]], title: set[str], kind: str) -> Vector:
    """Return how much of the title each sentence holds; in English its rare words count more.

    Pairs of characters that are rare are so by chance: names and grammar meet in them.
    """
    import numpy as np

    held = [title.intersection(sentence) for sentence in words]
    weight = dict.fromkeys(sorted(title), 1.0)
    if kind == "en":
        known = Counter(word for each in held for word in each)
        weight = {w: math.log(1 + len(words) / max(known[w], 1)) for w in weight}
    whole = sum(weight.values()) or 1.0
    return np.array([sum(weight[word] for word in sorted(each)) / whole for each in held])


def _is_title(words: Sequence[list[str]], title: set[str]) -> NDArray[np.bool_]:
    """Tell which sentences are the title again, or most of it, and add next to nothing."""
    import numpy as np

    size = max(len(title), 1)
    told = [set(sentence) for sentence in words]
    return np.array([len(title & w) > 0.8 * size and len(w - title) < 0.1 * size for w in told])


def _is_anecdote(titled: Vector) -> bool:
    """Tell whether the article begins with something else than its title speaks of."""
    lead = titled[:2].max()
    most = _TOLD if len(titled) >= _FEATURE_FROM else 0.01
    return bool(lead < most and titled.max() > 2 * lead)


def _is_scene(texts: Sequence[str], titled: Vector, kind: Language) -> bool:
    """Tell whether an article opens with a scene, and its news is told near the top."""
    if not (SCENE_ZH if kind == "zh" else SCENE_EN).match(texts[0]):
        return False
    if titled.any():
        return bool(titled[:_TOP].max() > _TOLD_LATER * titled[0])
    day = _DAY_ZH if kind == "zh" else _DAY
    return not day.search(texts[0]) and any(map(day.search, texts[1:_TOP]))


def _is_general(titled: Vector) -> bool:
    """Tell whether a Chinese article's first sentence leaves the news to another one."""
    most = titled[:_TOP].max()
    return bool(most >= _TOLD_ALONE and titled[0] < most / 2)


def _is_report(titled: Vector) -> bool:
    """Tell whether an article that is no anecdote has its news at the top."""
    return bool(len(titled) < _FEATURE_FROM or titled[:2].max() >= _TOLD)


def _centrality(words: Sequence[list[str]]) -> Vector:
    """Return each sentence's likeness to the article (tf-idf cosine), the highest being 1."""
    import numpy as np

    known = Counter(word for sentence in words for word in set(sentence))
    weight = {word: math.log((len(words) + 1) / (df + 0.5)) for word, df in known.items()}
    # A word that stands in one sentence only says nothing of the article.
    whole = {word: df * weight[word] for word, df in known.items() if df > 1}
    central = np.zeros(len(words))
    for i, sentence in enumerate(words):
        terms = {word: times * weight[word] for word, times in Counter(sentence).items()}
        length = math.hypot(*terms.values())
        if length:
            central[i] = sum(w * whole.get(word, 0.0) for word, w in terms.items()) / length
    most = central.max()
    return central / most if most > 0 else central


def _burden(text: str, kind: Language) -> float:
    """Return how much a sentence lacks to stand alone, 0 if nothing."""
    size = len(text) if kind == "zh" else len(text.split())
    burden = _LONG * max(0.0, size / _LONG_FROM[kind] - 1)
    # Twice this or half of it is all the same to the benchmark; a reader minds "A crisis." first.
    burden += max(0.0, 1 - size / _SHORT_BELOW[kind])
    end = text[-_END:]
    if not _FULL_STOP.search(end):
        burden += _UNFINISHED[kind] + 1.2 * max(0.0, 1 - size / _LINE_BELOW[kind])
        if _is_headline(text):
            burden += 0.3
    burden += sum(weight for weight, pattern in _HEAD_FLAWS if pattern.match(text))
    burden += sum(weight for weight, pattern in _END_FLAWS if pattern.search(end))
    said = _QUOTATION.sub("", text)
    if _PERSONAL.search(said):
        burden += _PERSONAL_TONE
    if is_notice(text, kind):
        burden += _NOTICE
    elif is_signpost(text, kind):
        burden += _SIGNPOST
    if LABEL.match(text):
        burden += _LABEL
    if text.count("“") != text.count("”") or text.count('"') % 2:
        burden += 0.15
    return burden


def _is_headline(line: str) -> bool:
    """Tell whether a line is in title case, as a link to another article is."""
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _take(score: Vector, leans: Vector, words: Sequence[list[str]], count: int) -> list[int]:
    """Return the indices of the sentences taken, best first."""
    import numpy as np

    order = np.sort(np.argsort(-score, kind="stable")[: max(_CANDIDATES, count)])
    vectors = _vectors([words[i] for i in order])
    left = score[order]
    hangs = leans[order]
    discount = np.zeros(len(order))
    present = np.asarray(vectors > 0, dtype=float)
    follows = np.concatenate([[False], np.diff(order) == 1])
    sizes = np.maximum(present.sum(axis=1), 4)
    taken: list[int] = []
    for slots in range(count, 0, -1):
        best = _next(left - discount, hangs, follows, slots)
        if left[best] == -np.inf:
            break  # all that is left was said
        taken.append(int(order[best]))
        left[best] = -np.inf
        likeness = vectors @ vectors[best]
        same = np.maximum(0, likeness - _SAME) / (1 - _SAME)
        shared = present @ present[best] / np.minimum(sizes, sizes[best])
        left[shared >= _AGAIN] = -np.inf
        same = np.maximum(same, np.maximum(0, shared - _CONTAINED) / (1 - _CONTAINED))
        discount = np.maximum(discount, _LIKENESS * likeness + _ALIKE * same)
        # What it leans on is there now; yet it goes on with that, and tells less that is new.
        hangs = np.where(order == order[best] + 1, _GOES_ON * hangs, hangs)
    return taken


def _next(worth: Vector, hangs: Vector, follows: NDArray[np.bool_], slots: int) -> int:
    """Return the sentence to take next.

    Where the best one leans on the one before it, that one goes first, if there is room and the
    two are worth no less than the two best of the others.
    """
    import numpy as np

    alone = worth - hangs
    first = int(np.argmax(worth))
    if slots > 1 and hangs[first] and follows[first] and not hangs[first - 1]:
        pair = worth[first] + worth[first - 1]
        if pair >= np.sort(alone)[-2:].sum():
            return first - 1
    return int(np.argmax(alone))


def _vectors(words: Sequence[list[str]]) -> Vector:
    """Return unit vectors of word counts, shape (sentences, words)."""
    import numpy as np

    column: dict[str, int] = {}
    for sentence in words:
        for word in sentence:
            column.setdefault(word, len(column))
    table = np.zeros((len(words), len(column) + 1))
    for row, sentence in enumerate(words):
        for word in sentence:
            table[row, column[word]] += 1
    return np.asarray(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1))
