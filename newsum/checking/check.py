"""Compare a summary sentence with the source sentences it rests on.

Nothing here knows what is true: a finding says that the sentence says something its evidence does
not. Figures are compared by `figures`, and what changed places by `binding`; names come from
`names`, negation and direction from `polarity`, opposites from `antonyms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from newsum.article import Finding
from newsum.checking.antonyms import clash
from newsum.checking.binding import exchanged, turned
from newsum.checking.common import mostly_in, same_words
from newsum.checking.figures import KINDS, Figures, lost, unsaid
from newsum.checking.polarity import Word, denials, directions, leanings, may_deny
from newsum.languages import IDEOGRAPHS, Language, count_han, is_chinese, to_simplified
from newsum.names import LATIN_WORD, Source, mentions, proper_words
from newsum.numerals import Quantity

# A denial that only the source has is no finding when the sentence leaves much of it out.
_WHOLE: Final = 0.6


def check(
    sentence: str,
    evidence: Sequence[str],
    *,
    source: Language,
    target: Language,
    glossary: Mapping[str, str] = {},
    translated: bool = False,
    title: str = "",
) -> tuple[Finding, ...]:
    """Return what *sentence*, of a summary in *target*, says that its *evidence* does not.

    Args:
        sentence: One sentence of a summary.
        evidence: The article's sentences it rests on, best first. Empty: none was found.
        source: The article's language.
        target: The summary's language.
        glossary: Terms and their fixed translations, in either direction.
        translated: The sentence is the evidence, translated: it should have all its figures.
        title: The article's: figures and names that stand there alone are no one's invention.

    Returns:
        Findings in the order number, name, negation, direction, antonym, glossary, form. A sentence
        that is one of its evidence, in the same language, has none.

    >>> [str(f) for f in check("营收增长5%。", ["Revenue rose 6%."], source="en", target="zh")]
    ['5% is not in the source, which has 6%.']
    """
    sentence = sentence.strip()
    sources = [each.strip() for each in evidence if each.strip()]
    if source == target and sentence in sources:
        return ()
    findings = list(_form(sentence, sources, target))
    if not sources:
        return (
            Finding("unsupported", "No sentence of the article bears this one out.", sentence),
            *findings,
        )
    plain = to_simplified(sentence) if target == "zh-Hant" else sentence
    if source == "zh-Hant":
        sources, title = [to_simplified(each) for each in sources], to_simplified(title)
    above = [title] if title else []
    said, had = Figures.of(plain, target), [Figures.of(each, source) for each in sources]
    figures = list(unsaid(said, had, Figures.of(title, source)))
    if translated and not figures:
        figures += lost(replace(said, text=sentence), had)
    return (
        *figures,
        *_exchanged(said, had),
        *_names(plain, [*sources, *above], source, target),
        *_turned(plain, sources, source, target),
        *_negation(plain, sources, source, target),
        *_direction(plain, sources, source, target, said, had),
        *_antonym(plain, sources, source, target),
        *_glossary(sentence, sources, glossary, source, target),
        *findings,
    )


def _names(
    sentence: str, sources: Sequence[str], source: Language, target: Language
) -> Iterator[Finding]:
    text, mine = Source("\n".join(sources)), Source(sentence)
    spans: list[tuple[int, int]] = []
    told: set[str] = set()
    for mention in mentions(sentence, target):
        spans.append((mention.start, mention.start + len(mention.text)))
        if text.has(mention.name) or mention.text in told:
            continue
        told.add(mention.text)
        rivals = [
            other.text
            for other in mentions(sources[0], source)
            if other.name.kind == mention.name.kind and not mine.has(other.name)
        ]
        # Translators spell out what a reader abroad does not know ("the Post", "the premier"), so
        # across languages a name is wrong only where it stands in place of another.
        if rivals or is_chinese(source) == is_chinese(target):
            near = ", ".join(dict.fromkeys(rivals))
            has = f", which has {near}" if near else ""
            message = f"{mention.text} is not in the source{has}."
            yield Finding("name", message, mention.text, near or sources[0])
    if target != "en":
        words = LATIN_WORD.finditer(sentence)
    elif source == "en":
        words = proper_words(sentence)
    elif any(_MODEL.fullmatch(word) for each in sources for word in LATIN_WORD.findall(each)):
        # Of Latin letters a Chinese text keeps the likes of 5G, H5N6 and PM2.5.
        words = (m for m in LATIN_WORD.finditer(sentence) if _MODEL.fullmatch(m.group()))
    else:
        return
    for match in words:
        word = match.group().strip(".-'’")
        covered = any(start <= match.start() < end for start, end in spans)
        if covered or word in told or not _is_latin_name(word) or text.has_word(word):
            continue
        told.add(word)
        yield Finding("name", f"{word} is not in the source.", word, sources[0])


# Capitalized by English without being names to check; dates have their own check.
_TITLES: Final = re.compile(
    r"mrs?|ms|dr|prof|sir|lord|lady|dame|president|prime|minister|king|queen|prince|princess|pope"
    r"|chancellor|secretary|senator|governor|mayor|judge|justice|general|colonel|captain|sergeant"
    r"|officer|director|chair(?:wo)?man|chief|executive|professor|doctor|the|an?|in|on|at|of|for"
    r"|and|but|or|i|(?:mon|tues|wednes|thurs|fri|satur|sun)day|god|internet"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?",
    re.IGNORECASE,
)


_MODEL: Final = re.compile(
    r"(?!RMB|CNY|USD|EUR|HKD|Q\d|H[12]\b)[A-Z]{1,4}-?\d[\dA-Z.]*|\d{1,2}[A-Z]"
)


def _is_latin_name(word: str) -> bool:
    return (
        len(word) > 1
        and any(char.isupper() for char in word)
        and any(char.isalpha() for char in word)
        and not _TITLES.fullmatch(word)
        and not re.fullmatch(r"\d+(?:[a-z]{1,3}|[A-Z]{2,3})", word)  # a number with its unit
    )


def _exchanged(said: Figures, had: Sequence[Figures]) -> Iterator[Finding]:
    if found := exchanged(said, had):
        one, other, fact = found
        message = f"{one.text} and {other.text} have each other's place in the source."
        yield Finding(KINDS[one.kind], message, one.text, fact.text)


def _turned(
    sentence: str, sources: Sequence[str], source: Language, target: Language
) -> Iterator[Finding]:
    if found := turned(sentence, sources, source=source, target=target):
        mine, theirs = found
        message = f"“{mine.text}”: in the source the two have each other's part."
        yield Finding("name", message, mine.text, theirs.text)


def _negation(
    sentence: str, sources: Sequence[str], source: Language, target: Language
) -> Iterator[Finding]:
    said, had = denials(sentence, target), denials(sources[0], source)
    first, *more = sources
    backed = may_deny(first, source) or any(may_deny(each, source, likely=True) for each in more)
    if said and not backed:
        yield Finding("negation", f"“{said[0]}”: the source does not deny it.", said[0], sources[0])
    elif (
        had
        and not may_deny(sentence, target)
        and _is_whole(sentence, first, source, target)
        and (source != target or same_words(sentence, first))
    ):
        yield Finding("negation", f"The source denies it: “{had[0]}”.", sentence, sources[0])
    elif (
        source == target
        and bool(said) != bool(had)
        and same_words(sentence, sources[0])
        # Where the source says more, its denial may be of something the sentence leaves out.
        and (said or _is_whole(sentence, sources[0], source, target))
    ):
        word = (said or had)[0]
        yield Finding("negation", f"“{word}” is on one side only.", word, sources[0])


def _length(text: str, language: Language) -> float:
    """Measure a text in English words: a Chinese character is about 0.6 of one."""
    return count_han(text) * 0.6 if is_chinese(language) else len(text.split())


def _is_whole(sentence: str, evidence: str, source: Language, target: Language) -> bool:
    return _length(sentence, target) >= _WHOLE * _length(evidence, source)


def _direction(
    sentence: str,
    sources: Sequence[str],
    source: Language,
    target: Language,
    said: Figures,
    had: Sequence[Figures],
) -> Iterator[Finding]:
    mine = directions(sentence, target)
    if not mine:
        return
    theirs = [directions(each, source) for each in sources]
    if theirs[0] and len({w.direction for w in mine}) == 1:
        word, rival = mine[0], theirs[0][0]
        if source == target and mostly_in(sentence, sources[0]):
            # Where it keeps the source's words, what only leans one way is no excuse.
            alike = [
                ws for ws, each in zip(theirs, sources, strict=True) if mostly_in(sentence, each)
            ]
            backed = any(w.direction == word.direction for words in alike for w in words)
        else:
            backed = any(word.direction in leanings(each, source) for each in sources) or (
                rival.direction in leanings(sentence, target)
            )
        if not backed:
            message = f"“{word.text}”, where the source has “{rival.text}”."
            yield Finding("direction", message, word.text, rival.text)
            return
    # The same figure with opposite words beside it.
    for claim in said.found:
        beside = _beside(claim, mine, sentence)
        if beside is None or claim.loose or claim.kind in ("date", "time", "ordinal"):
            continue
        rivals = [
            _beside(fact, words, text)
            for facts, words, text in zip(had, theirs, sources, strict=True)
            for fact in facts.found
            if not fact.loose and fact.kind == claim.kind and fact.value == claim.value
        ]
        found = [word for word in rivals if word is not None]
        if found and all(word.direction != beside.direction for word in found):
            message = f"“{beside.text} … {claim.text}”, where the source has “{found[0].text}”."
            yield Finding("direction", message, beside.text, found[0].text)
            return


def _antonym(
    sentence: str, sources: Sequence[str], source: Language, target: Language
) -> Iterator[Finding]:
    if found := clash(sentence, sources, source=source, target=target):
        message = f"“{found.word}”, where the source has “{found.rival}”."
        yield Finding("antonym", message, found.word, found.rival)


_GOES_ON: Final = re.compile(r"\s*(?:or|to|at|by|[或约合即]|相当于)?\s*")


def _beside(q: Quantity, words: Sequence[Word], text: str) -> Word | None:
    """Return the only direction word of the quantity's clause, or of the one that it goes on with.

    A clause goes on with the one before where only "or" and the like stand before its figure.
    """
    breaks = [m.start() for m in re.finditer(r"[,，;；。、]|\b(?:while|and|but)\b|而|但", text)]
    start = max((at for at in breaks if at < q.start), default=-1)
    end = min((at for at in breaks if at >= q.end), default=len(text))
    inside = [word for word in words if start < word.start < end]
    if not inside and _GOES_ON.fullmatch(text[start + 1 : q.start]):
        before = max((at for at in breaks if at < start), default=-1)
        inside = [word for word in words if before < word.start < start]
    return inside[0] if len({word.direction for word in inside}) == 1 else None


def _glossary(
    sentence: str,
    sources: Sequence[str],
    glossary: Mapping[str, str],
    source: Language,
    target: Language,
) -> Iterator[Finding]:
    if is_chinese(source) == is_chinese(target):
        return
    for one, other in glossary.items():
        for term, translation in ((one, other), (other, one)):
            if (
                bool(count_han(term)) == is_chinese(source)
                and _holds(sources[0], term)
                and not _holds(sentence, translation)
                and _is_whole(sentence, sources[0], source, target)
            ):
                message = f"{term} should be {translation} here."
                yield Finding("glossary", message, translation, term)
                break


def _holds(text: str, term: str) -> bool:
    if count_han(term):
        return term in text or to_simplified(term) in to_simplified(text)
    return bool(re.search(rf"(?<!\w){re.escape(term)}(?:['’]?s)?(?!\w)", text, re.IGNORECASE))


# --- Form: what needs no evidence --------------------------------------------------------------

_LATIN_RUN: Final = re.compile(r"\b[a-z]{2,}(?:\s+[a-z]+){3,}")
_OPEN_END: Final = re.compile(r"[,，、;；(（\[“‘《—–-]$")
#: A quote closed with the mark that opens one.
_MISCLOSED: Final = re.compile(r"(?<=[.!?。！？])[“‘]$")
_HALF_WIDTH: Final = str.maketrans("，；：—–", ",;:--")
_ENDS: Final = tuple(".!?。！？…”’\"'）)》」』")
_CUT_WORD: Final = re.compile(
    r"\b(?:the|a|an|of|and|or|to|in|on|at|for|with|by|from|that|which|as|than|its|their|his|her)$"
    # 温和, 参与, 普及, 方向, 面对: such words end a title.
    r"|(?:以及|(?<![温缓柔饱总平祥随谐])和|(?<![参赠给])与|(?<![普涉提顾波危遍埃触])及|[或把被]|(?<![服听自])从"
    r"|(?<![方意倾导走风动转志去])向|(?<![面反应绝针核派])对)$",
    re.IGNORECASE,
)
_PAIRS: Final = ("“”", "《》", "（）", "()", "【】", "「」")
_LOOP: Final = re.compile(r"(.{4,}?)\1{2,}|(?<![A-Za-z])(.{12,}?)[,，、 ]?\2(?![A-Za-z])")


def _form(sentence: str, sources: Sequence[str], target: Language) -> Iterator[Finding]:
    han, latin = count_han(sentence), len(re.findall(r"[A-Za-z]+", sentence))
    if is_chinese(target):
        if (latin and not han) or latin > han or _LATIN_RUN.search(sentence):
            yield Finding("script", "Not written in Chinese.", sentence)
        elif target == "zh" and han > 1:
            simplified = to_simplified(sentence)
            other = "".join(a for a, b in zip(sentence, simplified, strict=True) if a != b)
            if len(other) > 1:
                yield Finding("script", f"Traditional characters: {other}.", other)
    elif han and (han > 1 or not latin):
        found = IDEOGRAPHS.findall(sentence)
        yield Finding("script", f"Chinese characters: {'、'.join(found)}.", found[0])
    loop = _loop(sentence)
    if loop and not any(loop.group() in each for each in sources):
        again = (loop[1] or loop[2]).strip()
        if any(char.isalpha() for char in again):
            yield Finding("repetition", f"“{again}” is repeated.", loop.group())
    closed = _MISCLOSED.sub("”", sentence)
    opened = [pair for pair in _PAIRS if closed.count(pair[0]) > closed.count(pair[1])]
    ended = closed.endswith(_ENDS) or any(_last(each) == _last(closed) for each in sources)
    if closed and not ended and (_OPEN_END.search(closed) or _CUT_WORD.search(closed) or opened):
        yield Finding("truncated", "The sentence is cut off.", sentence[-12:])


def _loop(text: str) -> re.Match[str] | None:
    # What comes three times, or at length twice, has the same twelve characters twice, or, where it
    # is shorter than six, comes twice right away. Few sentences do, and the pattern takes longer
    # than all other checks together.
    pieces = [text[at : at + 12] for at in range(len(text) - 11)]
    if len(set(pieces)) == len(pieces) and not any(
        piece.startswith(piece[:4] * 3) or piece[:5] * 2 == piece[:10] for piece in pieces
    ):
        return None
    return _LOOP.search(text)


def _last(text: str) -> str:
    return text[-1:].translate(_HALF_WIDTH)
