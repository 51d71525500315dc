"""Bytes to text, and whether a text is HTML.

Pages lie about their encoding: a byte order mark is believed first, then strict UTF-8 (which other
encodings almost never are by chance), then the page's own word, then the likelier of the Chinese
encodings.
"""

from __future__ import annotations

import re
from typing import Final

from newsum.errors import ArticleTooLong, EmptyArticle, NotText
from newsum.languages import HAN

#: Larger sources are refused, in bytes or characters: no article is near it, and a tree of such a
#: page would take gigabytes.
MAX_LENGTH: Final = 20_000_000

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: How files that are no text begin.
_MAGIC: Final = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b",
    b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"RIFF", b"OggS", b"ID3", b"MZ\x90",
    b"\xd0\xcf\x11\xe0", b"\xca\xfe\xba\xbe", b"\x00\x00\x01\x00", b"wOFF", b"wOF2", b"\x00asm",
    b"SQLite format 3", b"II*\x00", b"MM\x00*", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
#: What browsers read instead (WHATWG Encoding Standard): GB 18030 holds GBK and GB 2312, and
#: Windows' code pages hold their standard.
SUPERSETS: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_LATIN: Final = "cp1252"
#: Han characters that make up half of any Chinese text, in both scripts: a decoding that yields
#: them is right. A wrong one yields rare ideographs.
_COMMON: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产"
    "这個國時來們為會發動說產與對後還過學從現進種麼經開裡無問題當點日本月新市公司行政部者報記員"
)
# Control characters that text does not hold. ESC is left out: terminals' colors are pasted too.
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_SHARE: Final = 0.01
_SAMPLE: Final = 200_000


def decode(source: bytes) -> str:
    """Return *source* as text.

    >>> decode("外汇储备".encode("gbk"))
    '外汇储备'

    Raises:
        EmptyArticle: There is not one byte.
        NotText: It is a picture, a PDF, an archive or another binary file.
        ArticleTooLong: It is over `MAX_LENGTH` bytes.
    """
    if not source:
        raise EmptyArticle("The source is empty: 0 bytes. Give an article's text or its page.")
    if len(source) > MAX_LENGTH:
        raise ArticleTooLong(
            f"The source has {len(source):,} bytes, over the limit of {MAX_LENGTH:,}. "
            "Give one article at a time."
        )
    for mark, encoding in _BOMS:
        if source.startswith(mark):
            return source[len(mark) :].decode(encoding, errors="replace")
    if source.startswith(_MAGIC):
        kind = "a PDF: copy or extract its text first" if source[:4] == b"%PDF" else "a binary file"
        raise NotText(f"The source is {kind}. Give an article's text or its HTML page.")
    text = _without_mark(source)
    if _is_binary(text):
        raise NotText("The source is binary, not text. Give an article's text or its HTML page.")
    return text


def _without_mark(source: bytes) -> str:
    wide = _wide(source)
    if wide:
        return source.decode(wide, errors="replace")
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        # A cut last character, or a stray byte in a large page, does not make it another encoding.
        lenient = source.decode("utf-8", errors="replace")
        damage = lenient.count("\ufffd")
        if error.start > len(source) - 4 or damage * 200 < len(lenient) - _ascii(source):
            return lenient
    match = _DECLARED.search(source[:4096])
    declared = (match.group(1) or match.group(2)).decode("ascii").lower() if match else ""
    sample = source[:_SAMPLE]
    candidates = [SUPERSETS.get(declared, declared), "gb18030", "big5hkscs", _LATIN, "utf-8"]
    best = max(dict.fromkeys(candidates), key=lambda name: _likelihood(sample, name))
    return source.decode(best, errors="replace")


def _wide(source: bytes) -> str:
    """Tell UTF-16 without a mark by its zero bytes, all on one side."""
    sample = source[:4096]
    if len(sample) < 4:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.02:
        return "utf-16-be"
    return ""


def _ascii(source: bytes) -> int:
    return len(source) - len(source.translate(None, bytes(range(128))))


def _likelihood(sample: bytes, encoding: str) -> float:
    """Score how much like a text *sample* is in *encoding*: about 0 (none) to 1 (surely)."""
    try:
        text = sample.decode(encoding, errors="replace")
    except (LookupError, ValueError):  # a made-up name; a codec that is not for text
        return float("-inf")
    other = [character for character in text if ord(character) > 127]
    if not other:
        return 0.0
    bad = sum(character == "\ufffd" or "\x80" <= character < "\xa0" for character in other)
    han = [character for character in other if re.match(f"[{HAN}]", character)]
    common = sum(character in _COMMON for character in han)
    # Accents in a Latin text are few and stand among letters; a Chinese page read as Latin is all
    # accents.
    latin = 0.15 if len(other) * 8 < len(text) and encoding == _LATIN else 0.0
    return common / len(other) + latin - 4 * bad / len(other)


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    damaged = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    # A few NUL bytes in a page are litter; more is a file of another kind.
    return damaged > max(8, len(sample) * _CONTROL_SHARE * 5)


_DOCUMENT: Final = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<!--.*-->\s*$", re.IGNORECASE
)
_MARKUP: Final = re.compile(
    r"</?(?:p|div|br|span|a|article|section|h[1-6]|ul|ol|li|img|figure|table|tr|td|strong|em|b|i"
    r"|blockquote|script|style|meta|main|header|footer|nav)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)


def is_html(text: str) -> bool:
    """Tell whether *text* is a page or a piece of one. A text that mentions a tag is none.

    >>> is_html("<p>One.</p><p>Two.</p>"), is_html("Use <p> for a paragraph, and so on.")
    (True, False)
    """
    sample = text[:_SAMPLE]
    start = sample.lstrip("\ufeff \t\r\n")[:2000]
    if start.startswith("<") and _DOCUMENT.search(start):
        return True
    tags = _MARKUP.findall(sample)
    if not tags:
        return False
    if start.startswith("<") and _MARKUP.match(start) and sample.rstrip().endswith(">"):
        return True
    if sum(map(len, tags)) * 5 > len(sample):
        return True
    closing = len(re.findall(r"</[a-zA-Z][a-zA-Z0-9]{0,9}>", sample))
    # A text about HTML mentions some tags; a page closes them over and over.
    return closing >= 2 and len(tags) * 400 > len(sample)
