"""Lines below an article that say who its writer is: "Ana Ruiz is a columnist for the Post."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsum.article import Removed

#: So many lines at the end may be of the writers; an article has at least this many others.
_MOST: Final = 4
_LEFT: Final = 3
#: What says who somebody is has no more characters.
_LENGTH: Final = 600
_HAN_LENGTH: Final = 120

_NAME: Final = r"[A-Z][\w.'’-]{0,24}(?: (?:(?:de|van|von|der|la|bin|al) )?[A-Z][\w.'’-]{0,24}){0,4}"
_TITLE: Final = r"(?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?"
_BIO: Final = re.compile(
    rf"(?P<who>(?:About the authors?:? )?{_TITLE}(?P<name>{_NAME})(?:,[^.]{{2,120}},)?)"
    r" (?:is|was|has (?:been|written|covered|reported|worked)|writes|covers|reports|teaches|works"
    r"|lives|joined|serves|hosts|leads|spent)\b"
)
#: Whoever is one of these, and is named nowhere else, wrote the article; of others a report says
#: "whose phone was tapped", "who was not involved".
_TRADE: Final = re.compile(
    r" (?:is|has been) (?:(?:an?|the|our) )?(?:[\w’'-]+ ){0,6}(?:professor|writer|journalist"
    r"|reporter|correspondent|columnist|editor|contributor|fellow|lecturer|adjunct|novelist|critic|blogger"
    r"|scholar|historian|author|freelancer?)\b"
    r"(?!.{0,200}\b(?:whose|who (?!covers|writes|reports|teaches|lives|works|studies|specializes"
    r"|focuses|has (?:written|covered|reported|worked))))"
)
_THE_WRITER: Final = re.compile(
    r"The (?:writer|author|columnist)s? (?:is|are) (?:an?|the|professors?|directors?|former)\b"
)
_QUOTED: Final = re.compile('[“”"「」]')
_HAN_BIO: Final = re.compile(
    r"[（(*※]{0,2}(?:本文)?作者(?:[\u3400-\u9fff·]{2,4})?(?:系|是|为|為)[^。“”]{2,80}[。）)]{0,2}"
)
_HAN_NAMED: Final = re.compile(
    r"[（(*※]{0,2}(?P<name>[\u3400-\u9fff·]{2,4})\s?(?:[，,：:]|系|是|为|為)[^。“”]{0,80}"
    r"(?:教授|研究[员員]|评论员|評論員|媒体人|媒體人|作家|学者|學者|记者|記者|律师|律師|主任|编辑|編輯|撰稿人"
    r"|博士|讲师|講師|所长|所長|院长|院長|专栏|專欄|顾问|顧問|分析师|分析師|经济学家|經濟學家)"
    r"[^。“”]{0,60}[。）)]{0,2}"
)


def take_bios(paragraphs: list[str], writer: str) -> list[Removed]:
    """Take what tells of the writers off the end of *paragraphs*.

    Args:
        paragraphs: The article's.
        writer: Who wrote it, as its byline says, "" if unknown. Without it a person that the rest
            of the article names is none.

    >>> lines = ["A train left.", "It was late.", "It will leave again.", "Ana Ruiz covers rail."]
    >>> take_bios(lines, "Ana Ruiz")
    [Removed(text='Ana Ruiz covers rail.', reason='byline')]
    """
    at = len(paragraphs)
    while at > max(_LEFT, len(paragraphs) - _MOST) and _is_bio(
        paragraphs[at - 1], paragraphs[: at - 1], writer
    ):
        at -= 1
    taken = [Removed(text, "byline") for text in paragraphs[at:]]
    del paragraphs[at:]
    return taken


def _is_bio(text: str, above: Sequence[str], writer: str) -> bool:
    if len(text) > _LENGTH:
        return False
    if len(text) <= _HAN_LENGTH and (_HAN_BIO.fullmatch(text) or _THE_WRITER.match(text)):
        return True
    if named := _HAN_NAMED.fullmatch(text) if len(text) <= _HAN_LENGTH else None:
        return named["name"] in writer
    match = _BIO.match(text)
    if not match:
        return False
    last = match["name"].split()[-1]
    if last in re.findall(r"[\w.'’-]+", writer):
        return True
    return bool(
        " " in match["name"]
        and _TRADE.match(text, match.end("who"))
        and not _QUOTED.search(text)
        and not any(last in each for each in above)
    )
