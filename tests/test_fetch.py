"""Fetching, against a real server on loopback."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from newsum import __version__, fetch
from newsum.errors import BlockedAddress, FetchError, NotText, OptionError

HTML = "text/html"
ENGLISH = b"<html><body><p>The bank cut its rate.</p></body></html>"
SIMPLIFIED = "<html><meta charset=utf-8><body><p>央行下调利率。</p></body></html>"
TRADITIONAL = "<html><body><p>央行調降利率，裏面沒有別的。</p></body></html>"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.seen.append((self.path, dict(self.headers)))
        route = getattr(self, "serve_" + self.path.strip("/").partition("/")[0], None)
        if route is None:
            self.reply(b"none", status=404)
        else:
            route()

    def reply(
        self, body: bytes, kind: str | None = HTML, status: int = 200, **headers: str
    ) -> None:
        self.send_response(status)
        if kind is not None:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def start(self, **headers: str) -> None:
        """Answer without saying how long."""
        self.send_response(200)
        self.send_header("Content-Type", HTML)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def serve_plain(self) -> None:
        self.reply(ENGLISH)

    def serve_untyped(self) -> None:
        self.reply(ENGLISH, kind=None)

    def serve_text(self) -> None:
        self.reply(b"The bank cut its rate.", "text/plain; charset=UTF-8")

    def serve_gbk(self) -> None:
        self.reply(SIMPLIFIED.encode("gbk"), "text/html; charset=GB2312")

    def serve_big5(self) -> None:
        self.reply(TRADITIONAL.encode("big5hkscs"), "text/html; charset=big5")

    def serve_liar(self) -> None:  # the header says GBK, the body is UTF-8
        self.reply("央行€".encode() + b"\xff", "text/html; charset=gbk")

    def serve_latin(self) -> None:
        self.reply(SIMPLIFIED.encode(), "text/html; charset=ISO-8859-1")

    def serve_unknown(self) -> None:
        self.reply(ENGLISH, "text/html; charset=klingon")

    def serve_gzip(self) -> None:
        self.reply(gzip.compress(ENGLISH), Content_Encoding="gzip")

    def serve_deflate(self) -> None:
        self.reply(zlib.compress(ENGLISH), Content_Encoding="deflate")

    def serve_bomb(self) -> None:
        self.reply(gzip.compress(b"\0" * 300_000_000, 9), Content_Encoding="gzip")

    def serve_torn(self) -> None:
        self.reply(b"not gzip at all", Content_Encoding="gzip")

    def serve_endless(self) -> None:
        self.start()
        for _ in range(4000):
            self.wfile.write(b"<p>more</p>" * 1000)

    def serve_slow(self) -> None:
        self.start()
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.05)

    def serve_slowhead(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for i in range(100):
            self.wfile.write(b"X-%d: 1\r\n" % i)
            time.sleep(0.05)
        self.close_connection = True

    def serve_silent(self) -> None:
        time.sleep(3)
        self.close_connection = True

    def serve_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"only this")
        self.close_connection = True

    def serve_nonsense(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        self.close_connection = True

    def serve_png(self) -> None:
        self.reply(b"\x89PNG\r\n", "image/png")

    def serve_pdf(self) -> None:
        self.reply(b"%PDF-", "application/pdf; qs=1")

    def serve_forbidden(self) -> None:
        self.reply(b"no", status=403)

    def serve_busy(self) -> None:
        self.reply(b"no", status=429)

    def serve_broken(self) -> None:
        self.reply(b"no", status=503)

    def serve_unchanged(self) -> None:
        self.reply(b"", status=304)

    def serve_hop(self) -> None:
        left = int(self.path.rpartition("/")[2])
        self.reply(b"", status=302, Location=f"/hop/{left - 1}" if left else "/plain#top")

    def serve_loop(self) -> None:
        self.reply(b"", status=301, Location="/loop")

    def serve_inward(self) -> None:
        port = self.server.server_address[1]
        self.reply(b"", status=302, Location=f"http://127.0.0.2:{port}/plain")

    def serve_file(self) -> None:
        self.reply(b"", status=302, Location="file:///etc/passwd")

    def serve_nowhere(self) -> None:
        self.reply(b"", status=302, Location="http://[::1/")

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:  # a client that hangs up is what we test
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    Handler.seen = []
    with Server(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def at(server: Server) -> Callable[[str], str]:
    return lambda path: f"http://127.0.0.1:{server.server_address[1]}/{path}"


@pytest.mark.parametrize("path", ["plain", "untyped", "gzip", "deflate", "hop/4", "unknown"])
def test_fetches_a_page(at: Callable[[str], str], path: str) -> None:
    page = fetch.fetch(at(path), allow_private=True)
    assert page.content == ENGLISH


def test_says_where_it_ended_and_who_it_is(at: Callable[[str], str]) -> None:
    page = fetch.fetch(f"  {at('hop/2')}#part ", allow_private=True)
    assert page.url.rpartition("/")[2].partition("#")[0] == "plain"
    path, headers = Handler.seen[-1]
    assert path == "/plain"
    assert headers["User-Agent"] == f"newsum/{__version__}"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("gbk", SIMPLIFIED, id="gbk-against-the-meta"),
        pytest.param("big5", TRADITIONAL, id="big5-hkscs"),
        pytest.param("text", "The bank cut its rate.", id="utf-8"),
    ],
)
def test_honors_the_charset_of_the_header(at: Callable[[str], str], path: str, text: str) -> None:
    page = fetch.fetch(at(path), allow_private=True)
    assert page.content == b"\xef\xbb\xbf" + text.encode()


def test_a_wrong_or_weak_charset_leaves_the_bytes_alone(at: Callable[[str], str]) -> None:
    assert fetch.fetch(at("liar"), allow_private=True).content == "央行€".encode() + b"\xff"
    assert fetch.fetch(at("latin"), allow_private=True).content == SIMPLIFIED.encode()


@pytest.mark.parametrize(
    ("path", "error", "words"),
    [
        pytest.param("missing", FetchError, "404.*no such page", id="404"),
        pytest.param("forbidden", FetchError, "403.*save it", id="403"),
        pytest.param("busy", FetchError, "429.*wait", id="429"),
        pytest.param("broken", FetchError, "503.*later", id="503"),
        pytest.param("unchanged", FetchError, "304", id="304"),
        pytest.param("png", NotText, "image/png", id="png"),
        pytest.param("pdf", NotText, "application/pdf,", id="pdf"),
        pytest.param("loop", FetchError, "more than 5 times", id="loop"),
        pytest.param("hop/5", FetchError, "more than 5 times", id="six-hops"),
        pytest.param("file", FetchError, "must begin with http", id="to-a-file"),
        pytest.param("nowhere", FetchError, "not an address", id="to-nowhere"),
        pytest.param("torn", FetchError, "did not answer", id="torn-gzip"),
        pytest.param("short", FetchError, "did not answer", id="short-body"),
        pytest.param("nonsense", FetchError, "did not answer", id="not-http"),
    ],
)
def test_says_what_went_wrong(
    at: Callable[[str], str], path: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        fetch.fetch(at(path), allow_private=True)


@pytest.mark.parametrize("path", ["bomb", "endless"])
def test_stops_at_the_size_limit(at: Callable[[str], str], path: str) -> None:
    with pytest.raises(FetchError, match="larger than 2,000,000 bytes"):
        fetch.fetch(at(path), allow_private=True, max_bytes=2_000_000)


@pytest.mark.parametrize("path", ["slow", "slowhead", "silent"])
def test_the_time_limit_is_for_everything(at: Callable[[str], str], path: str) -> None:
    begin = time.monotonic()
    with pytest.raises(FetchError, match=r"longer than 0\.4 seconds"):
        fetch.fetch(at(path), allow_private=True, timeout=0.4)
    assert time.monotonic() - begin < 1.5


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("127.0.0.1/x", id="no-scheme"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://example.org/x", id="ftp"),
        pytest.param("http://", id="no-host"),
        pytest.param("http://[::1/", id="torn"),
        pytest.param("http://user:word@example.org/", id="password"),
        pytest.param("http://127.0.0.1:99999/", id="port"),
        pytest.param("http://ex ample.org/", id="space"),
        pytest.param("http://a\x00b.org/", id="nul"),
        pytest.param("", id="empty"),
    ],
)
def test_refuses_what_is_no_web_address(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch.fetch(url, allow_private=True)
    assert "word" not in str(caught.value).replace("password", "")


@pytest.mark.parametrize("options", [{"timeout": 0}, {"max_bytes": 0}, {"timeout": -1.0}])
def test_refuses_limits_that_are_none(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="positive"):
        fetch.fetch("http://example.org/", **options)


def test_nothing_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        with pytest.raises(FetchError, match="cannot be reached"):
            fetch.fetch(url, allow_private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
def test_loopback_is_refused_however_it_is_written(server: Server, host: str) -> None:
    Handler.seen.clear()
    with pytest.raises(BlockedAddress, match="allow_private=True"):
        fetch.fetch(f"http://{host}:{server.server_address[1]}/plain")
    assert Handler.seen == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),  # 93.184.216.34 behind NAT64
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("168.63.129.16", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a9fe:a9fe", False),  # 169.254.169.254 behind NAT64
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),  # Teredo
        ("2002:7f00:1::", False),  # 127.0.0.1 in 6to4
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert fetch.is_public(address) is public


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A name server that answers every question with loopback, and what it was asked."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: str, *rest: Any, **options: Any) -> Any:
        asked.append(host)
        if host == "two.example":
            return [*real("127.0.0.2", *rest, **options), *real("127.0.0.1", *rest, **options)]
        return real("127.0.0.1" if host.endswith(".example") else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_a_name_is_looked_up_once_and_the_host_still_named(
    server: Server, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # 127.0.0.1 plays the public address here; 127.0.0.2, the first that the name has, is passed.
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    port = server.server_address[1]
    assert fetch.fetch(f"http://two.example:{port}/plain").content == ENGLISH
    assert names.count("two.example") == 1
    assert Handler.seen[-1][1]["Host"] == f"two.example:{port}"


def test_chinese_names_and_paths_travel_encoded(server: Server, names: list[str]) -> None:
    port = server.server_address[1]
    page = fetch.fetch(f"http://新闻.example:{port}/plain/财经?版=1", allow_private=True)
    assert page.content == ENGLISH
    path, headers = Handler.seen[-1]
    assert path == "/plain/%E8%B4%A2%E7%BB%8F?%E7%89%88=1"
    assert headers["Host"] == f"xn--efvy88h.example:{port}"
    assert "xn--efvy88h.example" in names


def test_a_redirect_inward_is_refused(
    at: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    Handler.seen.clear()
    with pytest.raises(BlockedAddress, match=r"127\.0\.0\.2"):
        fetch.fetch(at("inward"))
    assert [path for path, _ in Handler.seen] == ["/inward"]


def test_an_unknown_host_is_named() -> None:
    with pytest.raises(FetchError, match=r"There is no host 'nowhere\.invalid'"):
        fetch.fetch("http://nowhere.invalid/")


def test_a_name_server_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(0.5) or [])
    with pytest.raises(FetchError, match="longer than"):
        fetch.fetch("http://news.example/", timeout=0.2)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_certificates_are_checked_for_the_name(
    tmp_path: Path, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.example "
        f"-addext subjectAltName=DNS:news.example -keyout {key} -out {certificate}"
    )
    subprocess.run(make.split(), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    Handler.seen = []
    with Server(("127.0.0.1", 0), Handler) as running:
        running.socket = context.wrap_socket(running.socket, server_side=True)
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        port = running.server_address[1]
        with pytest.raises(FetchError, match=r"(?i)certificate"):
            fetch.fetch(f"https://news.example:{port}/plain", allow_private=True)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        page = fetch.fetch(f"https://news.example:{port}/plain", allow_private=True)
        assert page.content == ENGLISH
        with pytest.raises(FetchError, match=r"(?i)mismatch"):
            fetch.fetch(f"https://other.example:{port}/plain", allow_private=True)
        running.shutdown()
