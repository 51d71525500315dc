from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

import newsum
from newsum.article import Article
from newsum.errors import (
    ArticleTooLong,
    BlockedAddress,
    EmptyArticle,
    InputError,
    NewsumError,
    NoArticleText,
)
from newsum.result_cache import content_hash
from newsum.source import clean, plain, refuse_name

BODY = (
    "The council approved the plan for a new bridge on Tuesday, after four hours of debate. "
    "Work is to start in March and will cost $40 million, officials said."
)
PAGE = f"<html><body><article><h1>Bridge approved</h1><p>{BODY}</p><p>{BODY}</p></article></body>"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(BODY, id="text"),
        pytest.param(PAGE, id="html"),
        pytest.param(PAGE.encode(), id="bytes"),
        pytest.param(Article(text=BODY), id="article"),
    ],
)
def test_every_kind_of_source_becomes_an_article(source) -> None:
    article = clean(source)
    assert BODY in article.text
    assert article.language == "en"


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    assert BODY in clean(path).text


@pytest.fixture
def server():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=gbk")
            self.end_headers()
            text = "市议会周二批准了新桥计划，工程将于三月开工，耗资四千万元。官员说，工期两年。"
            self.wfile.write(f"<html><body><p>{text}</p><p>{text}好。</p></body>".encode("gbk"))

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as httpd:
        Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}/news"
        httpd.shutdown()


def test_an_address(server: str) -> None:
    article = clean(server, allow_private=True)
    assert "市议会周二批准了新桥计划" in article.text
    assert article.url == server


def test_a_private_address_is_refused_unless_allowed(server: str) -> None:
    with pytest.raises(BlockedAddress, match=r"newsum.clean\(url, allow_private=True\)"):
        clean(server)


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        pytest.param("", EmptyArticle, "no text", id="empty"),
        pytest.param(" \n\t ", EmptyArticle, "no text", id="blank"),
        pytest.param(Article(text=" "), EmptyArticle, "no text", id="empty-article"),
        pytest.param(b"", EmptyArticle, "empty", id="no-bytes"),
        pytest.param("😀🎉" * 20, NoArticleText, None, id="emoji"),
        pytest.param("article.txt", InputError, r"pass Path\('article.txt'\)", id="a-name"),
        pytest.param("my article.txt\n", InputError, r"Path\('my article.txt'\)", id="a-space"),
        pytest.param("article.TXT", InputError, "name of a file", id="capitals"),
        pytest.param("news.docx", InputError, "name of a file", id="docx"),
        pytest.param("docs/news.json", InputError, "name of a file", id="json"),
        pytest.param(r"C:\my news\a.txt", InputError, "name of a file", id="windows"),
        pytest.param("五月 新闻.pdf", InputError, "name of a file", id="chinese-name"),
        pytest.param("ftp://example.com/x", InputError, "Only http and https", id="scheme"),
        pytest.param("http://", InputError, "of a host", id="no-host"),
        pytest.param("file:///my%20news/a", InputError, r"Path\('/my news/a'\)", id="file"),
        pytest.param(Path("no/such/file"), InputError, "There is no file", id="no-file"),
        pytest.param(Path(), InputError, "newsum batch", id="folder"),
        pytest.param(7, InputError, "not int", id="number"),
    ],
)
def test_no_article(source, error: type[NewsumError], message: str | None) -> None:
    with pytest.raises(error, match=message):
        clean(source)


@pytest.mark.parametrize(
    "text",
    [
        "Sales of Node.js rise",
        "Why everybody moves to Node.js",
        "Amazon buys Kiva.com",
        "The minister resigned. His letter is in resign.pdf",
        "部长辞职。辞职信见 resign.pdf",
        "The names are in:\nnames.txt",
        "Read https://example.com/report.html",
        f"{BODY} The plan is at plan.pdf",
    ],
)
def test_a_short_text_is_no_name(text: str) -> None:
    refuse_name(text)


def test_plain_text_is_taken_as_it_is() -> None:
    article = plain("One.  Two.\r\n\n\nWe use cookies.")
    assert article.text == "One. Two.\n\nWe use cookies."
    assert article.removed == ()


def _endless(tmp_path: Path) -> Path:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2**40)  # a terabyte that takes no room; reading it all would be a MemoryError
    return path


@pytest.mark.parametrize("cleaned", [True, False])
def test_no_more_of_a_file_is_read_than_an_article_may_have(tmp_path: Path, cleaned: bool) -> None:
    path = _endless(tmp_path)
    with pytest.raises(ArticleTooLong, match=r"huge\.txt' is over the limit of 20,000,000 bytes"):
        clean(path, clean=cleaned)
    assert len(content_hash(path)) == 32


@pytest.mark.parametrize(
    "source",
    [pytest.param("a" * 20_000_001, id="text"), pytest.param(b"a" * 20_000_001, id="bytes")],
)
def test_plain_text_has_the_same_limit(source: str | bytes) -> None:
    with pytest.raises(ArticleTooLong, match="20,000,001"):
        clean(source, clean=False)


def test_plain_text_must_be_decoded() -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        plain("中文".encode("gbk"))


def test_clean_is_public() -> None:
    assert newsum.clean is clean
