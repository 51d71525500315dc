"""Whatever comes in: an answer or a `NewsumError`, in time linear in its size, in flat memory."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TypeVar

import pytest
from corpora import article, page, write_jsonl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timing import assert_linear, repeated

import newsum
from newsum.article import Article
from newsum.checking.check import check
from newsum.cleaning import clean
from newsum.corpus import read, rows, run
from newsum.detect import detect
from newsum.errors import NewsumError
from newsum.fetch import fetch
from newsum.languages import LANGUAGES
from newsum.split import split
from newsum.summarizer import Summarizer

SUMMARIZER = Summarizer("builtin")
T = TypeVar("T")
R = TypeVar("R")

# Fuzzing

PIECES = (
    "The bank cut its rate by 0.25%.", "Mr. Li said: “No.”", "U.S. ", "he said... ", "J. K. ",
    "\n", "\n\n", " ", "\u3000", "\u200b", "\ufeff", "\u202e", "\x00", "\x1b[31m", "\ud800", "�",
    "🇨🇳", "👩\u200d👩\u200d👧", "é", "e\u0301", "央行周三宣布降息。", "他说：“走。”",
    "（记者 王伟）", "……", "——", "！？", "《人民日报》", "2026年11月23日", "3.5亿元", "百分之五",
    "$1,234.56", "1/2", "9" * 400, "https://example.org/a?b=c", "a@b.cn", "責任編輯：",
    "Read more", "Advertisement", "© 2026", "<p>", "</p>", "<div", ">", "<!--", "-->", "<script>",
    "</script>", "<![CDATA[", "&amp;", "&#x110000;", "&#0;", "&lt", "<html>", "<body>",
    "<article>", "<h1>", "<img src=x alt='", "'", '"', "<table><tr><td>", "<br/>",
    "<meta charset=gbk>", '<script type="application/ld+json">{', "}", "<title>", "<svg>",
    "<a href=", "<?xml version='1.0'?>", "<!DOCTYPE", "[", "]]>", "|", "* ",
)  # fmt: skip
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
NEWS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
TEXTS = st.one_of(NEWS, ANY_TEXT, st.tuples(NEWS, ANY_TEXT).map("".join))
ENCODINGS = (
    "utf-8",
    "gb18030",
    "big5hkscs",
    "utf-16",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "shift_jis",
)
BYTES = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda text, encoding: text.encode(encoding, "replace"),
        NEWS.map(lambda text: text.replace("\ud800", "")),
        st.sampled_from(ENCODINGS),
    ),
    st.builds(
        lambda head, text: head + text.encode("utf-8", "replace"), st.binary(max_size=8), NEWS
    ),
)
PAGES = st.builds(
    lambda before, after, at: page(at)[: at * 9] + before + page(at)[at * 9 :] + after,
    NEWS, NEWS, st.integers(0, 60),
)  # fmt: skip

fuzz = settings(
    max_examples=int(os.environ.get("NEWSUM_FUZZ", "150")),
    deadline=None,  # the machine is shared; time has tests of its own below
    suppress_health_check=[HealthCheck.too_slow],
)


def answer(call: Callable[[T], R], source: T) -> R | None:
    """What *call* makes of *source*, or None where it says in a line why it cannot."""
    try:
        return call(source)
    except NewsumError as error:
        message = str(error)
    assert message.strip()
    return None


@fuzz
@given(st.one_of(TEXTS, BYTES, PAGES), st.booleans())
def test_clean_gives_an_article_or_says_why_not(source: str | bytes, url: bool) -> None:
    found = answer(partial(clean, url="https://example.org/2026/a" if url else ""), source)
    if found is None:
        return
    assert found.text.strip()
    paragraphs = found.text.split("\n\n")
    assert all(p.strip() and "\n" not in p for p in paragraphs)
    assert [p.text for p in found.paragraphs()] == paragraphs
    for text in (found.title, found.byline, found.date, found.site, *found.captions):
        assert isinstance(text, str)
    assert all(isinstance(each.text, str) and each.reason for each in found.removed)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            b"**884" + bytes(28) + b"en" + bytes(9) + b"\x90" + bytes(80), id="no-charset"
        ),
        pytest.param(b"<meta charset=x-foo>" + bytes(99) + b"\x90", id="made-up-charset"),
        pytest.param(b"<meta charset=hex>" + b"\x90 41" * 9, id="codec-of-no-text"),
        pytest.param(b"\xa5\xa5%\xa5z*", id="only-characters-of-both-scripts"),
    ],
)
def test_what_the_coverage_guided_fuzzer_found(source: bytes) -> None:
    answer(SUMMARIZER.summarize, source)


@fuzz
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_split_rebuilds_its_text(text: str, language: str) -> None:
    sentences = list(split(text, language))
    assert "".join(sentence.text for sentence in sentences) == text
    assert all(text[s.start : s.end] == s.text for s in sentences)


@fuzz
@given(TEXTS)
def test_detect_decides_or_says_why_not(text: str) -> None:
    found = answer(detect, text)
    if found is None:
        return
    assert found.language in LANGUAGES
    assert detect(text) == found


@fuzz
@given(
    TEXTS, st.lists(TEXTS, max_size=3), st.sampled_from(["en", "zh"]), st.sampled_from(["en", "zh"])
)
def test_check_compares_anything(text: str, evidence: list[str], source: str, target: str) -> None:
    glossary = {"Ant Group": "蚂蚁集团", text[:5] or "x": "y"}
    for found in check(text, evidence, source=source, target=target, glossary=glossary):
        assert found.message


@fuzz
@given(st.one_of(TEXTS, BYTES, PAGES))
def test_a_summary_stands_on_its_article(source: str | bytes) -> None:
    result = answer(SUMMARIZER.summarize, source)
    if result is None:
        return
    json.dumps(result.to_dict())
    assert str(result)
    for summary in result.summaries.values():
        for sentence in summary.sentences:
            for span in sentence.evidence:
                assert result.article.text[span.start : span.end] == span.text


@settings(fuzz, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.one_of(
                st.just(b'{"id": 1, "text": "t"}'),
                st.binary(max_size=30),
                st.recursive(
                    # Training, and libraries built with -ffast-math, flush subnormals to zero:
                    # hypothesis then refuses to draw them.
                    st.none()
                    | st.booleans()
                    | st.floats(allow_subnormal=False)
                    | st.integers()
                    | TEXTS,
                    lambda inner: (
                        st.lists(inner, max_size=3)
                        | st.dictionaries(st.sampled_from(["id", "text", "x"]), inner, max_size=3)
                    ),
                ).map(lambda value: json.dumps(value).encode()),
            ),
            max_size=8,
        ).map(b"\n".join),
    ),
    st.sampled_from(["in.jsonl", "in.jsonl.gz", "in.jsonl.zst", "in.parquet"]),
)
def test_any_file_is_a_corpus_or_an_error(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for record in answer(lambda place: list(read(place)), path) or []:
        assert record.id.encode()  # it can be written, whatever was in it


class _Answers(Thread):
    """A server on loopback that answers every request with the same bytes, whatever they are."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.answer = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.start()

    def run(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection, suppress(OSError):
                    connection.settimeout(1)
                    connection.recv(65_536)
                    connection.sendall(self.answer)

    def close(self) -> None:
        with suppress(OSError):  # wakes the thread that waits in accept
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.join()


@pytest.fixture(scope="module")
def answers() -> Iterator[_Answers]:
    server = _Answers()
    here = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", server.port))
    with pytest.MonkeyPatch.context() as patch:
        # Wherever an answer redirects to, it is this server: no test asks a name server.
        patch.setattr(socket, "getaddrinfo", lambda *_, **__: [here])
        yield server
    server.close()


HEADS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                b"Content-Type: text/html", b"Content-Type: text/html; charset=gbk",
                b"Content-Type: text/plain; charset=x-nothing", b"Content-Type: ;;=",
                b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 99999999999999",
                b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Encoding: br",
                b"Content-Encoding: deflate", b"Location: /a", b"Location: http://[::1",
                b"Location:", b"Location: http://169.254.169.254/", b"Location: \xff",
                b"X: " + b"y" * 70_000,
            ]
        ),
        st.binary(max_size=30),
    ),
    max_size=5,
)  # fmt: skip
ANSWERS = st.one_of(
    st.binary(max_size=200),
    st.builds(
        lambda status, heads, body: b"\r\n".join([b"HTTP/1.1 " + status, *heads, b"", body]),
        st.sampled_from(
            [b"200 OK", b"301 Moved", b"404 No", b"999 ?", b"100 Continue", b"-1", b""]
        ),
        HEADS,
        BYTES.map(lambda body: body if len(body) % 2 else gzip.compress(body)),
    ),
)


@fuzz
@given(answer_=ANSWERS)
def test_fetch_survives_any_server(answers: _Answers, answer_: bytes) -> None:
    answers.answer = answer_
    url = f"http://127.0.0.1:{answers.port}/"
    found = answer(partial(fetch, timeout=2, allow_private=True), url)
    assert found is None or isinstance(found.content, bytes)


@fuzz
@given(
    st.builds(
        lambda scheme, host, rest: scheme + host + rest,
        st.sampled_from(["http://", "https://", "http:", "", "file://", "HTTP://", "javascript:"]),
        # No name that a name server could be asked for.
        st.sampled_from(
            ["127.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "0x7f.1", "2130706433", "[", ""]
        ),
        ANY_TEXT,
    )
)
def test_fetch_refuses_any_address_inward(url: str) -> None:
    if not url.isascii() or "@" in url:
        url = url.encode("ascii", "ignore").decode().replace("@", "")
    assert answer(partial(fetch, timeout=2), url) is None


# Time

REPEATED = (
    "a", "A", " ", "\n", ".", ". ", ",", "，", "。", "“", "”", "“。", "”。", "(", "（", "1", "1,",
    "1.", "9 ", "年", "第一", "一", "一二", "百万", "亿", "a.", "A. ", "Mr. ", "U.S.", "a b ",
    "...", "…", "—", "-", "http://a", "www.", "a@", "@b.c", "%", "$1", "\t", "\u3000", "\u200b",
    "\u202e", "e\u0301", "\ud800", "\x00", "央行", "|", "* ", "Read more\n", "记者", "（记者 ",
    "図 ", "\r\n", "said ", "Li ", "Li Wei ", "January ", "not ", "2026-11-23 ", "2026年",
)  # fmt: skip
TAGS = (
    "<", ">", "<>", "</", "<p>", "<div>", "<b>", "<p>a</p>", "</div>", "<!--", "-->", "<script>",
    "<style>", "&", "&amp;", "&#", "&#1", "<a href=", "<a ", "='", '="', "<![CDATA[",
    "<table><tr><td>", "<td>", "<h1>", "<li>", "<br>", "<meta ", "<title>", "<svg>", "<template>",
    "<select><option>", "<article>", "<figure>", "<figcaption>", "<p>央行。</p>",
    "<a href=/a>More</a>", "<font>", "<form>", '<script type="application/ld+json">{"a":',
    "<div class=x><span>",
)  # fmt: skip


def detecting(text: str) -> object:
    return detect(text)


def splitting_en(text: str) -> object:
    return split(text, "en")


def splitting_zh(text: str) -> object:
    return split(text, "zh")


def checking(text: str) -> object:
    return check(text, [text[: len(text) // 2]], source="zh", target="en", glossary={"a": "央"})


def cleaning(text: str) -> object:
    return clean(text)


def cleaning_page(text: str) -> object:
    return clean(
        f"<html><body><article><p>The bank cut its rate.</p>{text}</article></body></html>"
    )


STAGES = (detecting, splitting_en, splitting_zh, checking, cleaning)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
@pytest.mark.parametrize("piece", REPEATED, ids=ascii)
def test_time_is_linear_in_text(stage: Callable[[str], object], piece: str) -> None:
    assert_linear(partial(answer, stage), repeated(piece), 10_000)


@pytest.mark.parametrize("piece", TAGS, ids=ascii)
def test_time_is_linear_in_html(piece: str) -> None:
    assert_linear(partial(answer, cleaning_page), repeated(piece), 10_000)


def test_time_is_linear_in_articles() -> None:
    def text(size: int) -> str:
        return "\n\n".join(article(2 * n) for n in range(size // 400))

    for stage in (*STAGES, partial(SUMMARIZER.summarize, to="en")):
        assert_linear(partial(answer, stage), text, 20_000)


# Bombs


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param("<div>" * 200_000 + "The bank cut its rate.", id="depth"),
        pytest.param("<div " + "a=1 " * 200_000 + ">The bank cut its rate.</div>", id="attributes"),
        pytest.param(
            '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
            + "".join(
                f'<!ENTITY {new} "{f"&{old};" * 10}">'
                for old, new in itertools.pairwise("abcdefghij")
            )
            + "]><html><body><p>&j; The bank cut its rate.</p></body></html>",
            id="billion-laughs",
        ),
        pytest.param(
            '<!DOCTYPE h [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>The bank cut its '
            "rate. &x;</p></body></html>",
            id="external-entity",
        ),
        pytest.param("<p>" + "&#x1F600;" * 200_000 + "</p>", id="entities"),
        pytest.param("<table>" * 3000 + "<td>The bank cut its rate.", id="tables"),
    ],
)
def test_a_bomb_does_not_go_off(bomb: str) -> None:
    begun = time.process_time()
    found = answer(newsum.clean, bomb)
    assert time.process_time() - begun < 30
    if found is not None:
        assert "root:" not in found.text
        assert len(found.text) <= len(bomb)


# Soak

SOAK = """
import gc, os, sys
from functools import partial
from pathlib import Path
from corpora import article, page
from newsum.corpus import Record, run
from newsum.summarizer import Summarizer

count, out = int(sys.argv[1]), sys.argv[2]

def state():
    gc.collect()
    status = Path("/proc/self/status").read_text()
    kilobytes = int(status.partition("VmRSS:")[2].split()[0])
    return kilobytes, len(os.listdir("/proc/self/fd"))

def records():
    for number in range(count):
        if number in (count * 2 // 5, count - 1):
            print(*state(), flush=True)
        source = page(number) if number % 10 == 0 else article(number)
        yield Record(f"a{number}", source if number % 7 else source.encode())

if __name__ == "__main__":
    make = partial(Summarizer, "builtin")
    report = run(records(), out, make, cache=sys.argv[3], workers=int(sys.argv[4]))
    print(report.done, report.failed.total())
"""


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    "count", [1_000, pytest.param(20_000, marks=pytest.mark.slow)], ids="{:,}".format
)
def test_memory_and_files_stay_flat(tmp_path: Path, count: int, workers: int) -> None:
    """Of the process that reads and writes: all of it with one worker."""
    script = tmp_path / "soak.py"
    script.write_text(SOAK)
    out, cache = tmp_path / "out.jsonl", tmp_path / "cache"
    done = subprocess.run(
        [sys.executable, str(script), str(count), str(out), str(cache), str(workers)],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    early, late, report = (tuple(map(int, line.split())) for line in done.stdout.splitlines())
    assert report == (count, 0)
    assert late[0] <= early[0] * 1.05, f"{early[0]:,} kB, then {late[0]:,} kB"
    assert late[1] == early[1]


def _environment() -> dict[str, str]:
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}


# Death

KILLED = """
import sys
from functools import partial
from corpora import Slow
from importlib import import_module
if __name__ == "__main__":
    module = import_module("newsum.corpus.run")
    module._COMMIT_SECONDS = 0.05  # many commits in little time, so that kills meet them
    make = partial(Slow, "builtin")
    module.run(sys.argv[1], sys.argv[2], make, workers=int(sys.argv[3]), batch=4, resume=True)
"""


@pytest.mark.parametrize(
    "trials", [4, pytest.param(30, marks=pytest.mark.slow)], ids="{}-kills".format
)
def test_killed_at_any_moment_and_resumed_nothing_is_lost_or_doubled(
    tmp_path: Path, trials: int
) -> None:
    chance = random.Random(20261123)
    source = write_jsonl(tmp_path / "in.jsonl", 120)
    with source.open("ab") as file:
        file.write(b"{oops\n" + json.dumps({"text": ""}).encode() + b"\n")
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    expected, longest = {}, {}
    for name, workers in (("out.jsonl", 1), ("out.parquet", 2)):
        out = tmp_path / f"whole-{name}"
        begun = time.monotonic()
        assert _batch(script, source, out, workers, None) == 0
        longest[workers] = time.monotonic() - begun
        expected[name] = out.read_bytes()
        assert len(list(rows(out))) == 122
    killed = trial = 0
    # A run that ended before its kill came is compared too, but is no kill.
    while killed < trials and trial < 2 * trials:
        name = ("out.jsonl", "out.parquet")[trial % 2]
        workers = 1 + trial // 2 % 2
        out = tmp_path / f"{trial}-{name}"
        killed += _batch(script, source, out, workers, chance.uniform(0.2, longest[workers])) != 0
        assert _batch(script, source, out, workers, None) == 0
        assert out.read_bytes() == expected[name], f"trial {trial}"
        assert [p.name for p in tmp_path.glob(f"{trial}-*")] in _left(out)
        trial += 1
    assert killed == trials


def _left(out: Path) -> list[list[str]]:
    journal = f"{out.name}.newsum.json"
    return [[out.name, journal], [journal, out.name]]


def _batch(script: Path, source: Path, out: Path, workers: int, after: float | None) -> int:
    """Run the script to its end, or kill it and all its processes *after* so many seconds."""
    process = subprocess.Popen(
        [sys.executable, str(script), str(source), str(out), str(workers)],
        env=_environment(),
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


# A full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root; test_corpus_output has a limit instead")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_a_full_disk_is_one_line_and_resumable(tmp_path: Path, small_disk: Path, name: str) -> None:
    make = partial(Summarizer, "builtin")
    source, out = write_jsonl(tmp_path / "in.jsonl", 120), small_disk / name
    hog = small_disk / "hog"
    hog.write_bytes(bytes(400_000))
    with pytest.raises(NewsumError, match=r"No space left on device.*--resume") as error:
        run(source, out, make)
    assert "\n" not in str(error.value)
    hog.unlink()
    report = run(source, out, make, resume=True)
    assert report.rows + report.skipped == 120
    run(source, tmp_path / name, make)
    assert list(rows(out)) == list(rows(tmp_path / name))


def test_articles_of_hostile_values_pass_through() -> None:
    """An `Article` that the caller made need not be as clean as ours."""
    for text in ("\ud800 The bank cut its rate.", "\x00", "a\n\n\n\nb", "\u202e央行降息。" * 3):
        assert str(answer(SUMMARIZER.summarize, Article(text=text)))
