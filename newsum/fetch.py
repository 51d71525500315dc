"""Fetch a page from the web: bounded in time and size, and from public addresses only.

This module imports its HTTP libraries at once: import it where a page is fetched.
"""

from __future__ import annotations

import codecs
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, Final

import httpcore2
import httpx2

from newsum import __version__
from newsum.cleaning.decode import SUPERSETS
from newsum.errors import BlockedAddress, FetchError, NotText, OptionError

MAX_REDIRECTS: Final = 5

_TEXT: Final = ("text/html", "application/xhtml+xml", "text/plain", "")
#: Servers declare it for want of knowing better: what the page says of itself is truer.
_WEAK_CHARSETS: Final = frozenset(("iso8859-1", "ascii", "cp1252"))
#: Public by its number, but answered by the cloud host itself (Azure).
_METADATA: Final = frozenset({ipaddress.ip_address("168.63.129.16")})
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page."""

    content: bytes  # UTF-8 behind a byte order mark where the server named the charset
    url: str  # after redirects


def fetch(
    url: str,
    *,
    timeout: float = 20.0,
    max_bytes: int = 10_000_000,
    allow_private: bool = False,
) -> Page:
    """Fetch the page at *url*, an http or https address, following up to five redirects.

    A host's name is looked up once for each request and the connection goes to the very address
    that was checked, so a name cannot lead elsewhere afterward (DNS rebinding). Proxies that the
    environment names are not used: behind one, nothing could be checked.

    Where the server names a charset and the body is clean in it, the body is re-encoded as UTF-8
    behind a byte order mark, which outranks whatever charset the page names itself.

    Args:
        url: The address.
        timeout: Seconds for all of it: look-up, redirects, and the last byte of the body.
        max_bytes: The most bytes a body may have, before and after decompression.
        allow_private: Let it lead to this machine or its own network.

    Raises:
        BlockedAddress: It leads to an address that is not public.
        NotText: It is neither HTML nor plain text.
        FetchError: It is not an address, the server refuses or fails, time is up, or the page is
            too large.
    """
    if timeout <= 0 or max_bytes <= 0:
        raise OptionError(
            f"timeout and max_bytes must be positive, not {timeout!r} and {max_bytes!r}"
        )
    deadline = _Deadline(timeout)
    backend = _Backend(deadline, allow_private=allow_private)
    address = _parse(url)
    with _explained(url, timeout):
        for _ in range(MAX_REDIRECTS + 1):
            with _get(address, backend) as response:
                if not response.has_redirect_location:
                    return _read(response, address, max_bytes, deadline)
                try:
                    target = str(address.join(response.headers["location"]))
                except httpx2.InvalidURL:
                    raise FetchError(
                        f"{url} redirects to something that is not an address."
                    ) from None
            address = _parse(target)
    raise FetchError(
        f"{url} redirects more than {MAX_REDIRECTS} times. Open it in a browser and pass the "
        "address it ends at."
    )


def _parse(url: str) -> httpx2.URL:
    try:
        address = httpx2.URL(url.strip())
    except httpx2.InvalidURL as error:
        raise FetchError(f"{url!r} is not a web address: {error}.") from None
    if address.scheme not in ("http", "https"):
        raise FetchError(f"{url!r} is not a web address: it must begin with http:// or https://.")
    if not address.host:
        raise FetchError(f"{url!r} names no host.")
    if address.userinfo:
        raise FetchError(
            f"The address on {address.host} holds a user name or password, which newsum does not "
            "send. Save the page and pass the file."
        )
    return address.copy_with(fragment=None)


@contextmanager
def _get(address: httpx2.URL, backend: httpcore2.NetworkBackend) -> Iterator[httpx2.Response]:
    headers: dict[bytes | str, bytes | str] = {
        "Host": address.netloc.decode("ascii"),
        "User-Agent": f"newsum/{__version__}",
        "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
        "Accept-Language": "en,zh;q=0.9",
        "Accept-Encoding": "gzip, deflate",
    }
    target = httpcore2.URL(
        scheme=address.raw_scheme,
        host=address.raw_host,
        port=address.port,
        target=address.raw_path,
    )
    with (
        httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(), network_backend=backend
        ) as pool,
        pool.stream("GET", target, headers=headers) as raw,
    ):
        yield httpx2.Response(raw.status, headers=raw.headers, content=raw.iter_stream())


def _read(response: httpx2.Response, address: httpx2.URL, most: int, deadline: _Deadline) -> Page:
    _check_status(response.status_code, address)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TEXT:
        raise NotText(
            f"{address} is {kind}, not a page of text. Pass the address of an article, or the "
            "text itself."
        )
    body = bytearray()
    for part in response.iter_bytes():
        deadline.left()
        body += part
        if max(len(body), response.num_bytes_downloaded) > most:
            raise FetchError(f"{address} is larger than {most:,} bytes. Save the article's text.")
    return Page(_as_utf8(bytes(body), response.charset_encoding or ""), str(address))


def _check_status(status: int, address: httpx2.URL) -> None:
    if 200 <= status < 300:
        return
    if status in (401, 402, 403, 451):
        hint = (
            "The site does not let programs in: open the page in a browser, save it, pass the file."
        )
    elif status in (404, 410):
        hint = "Check the address: there is no such page."
    elif status == 429:
        hint = "The site asks for fewer requests: wait a while."
    elif status >= 500:
        hint = "The site has a fault: try again later."
    else:
        hint = "Open it in a browser and pass the address it ends at."
    raise FetchError(f"{address} answered with status {status}. {hint}")


def _as_utf8(body: bytes, charset: str) -> bytes:
    try:
        name = codecs.lookup(charset).name if charset else ""
    except LookupError:
        return body
    if not name or name in _WEAK_CHARSETS or body.startswith(codecs.BOM_UTF8):
        return body
    try:
        text = body.decode(SUPERSETS.get(name, name))
    except UnicodeError:
        return body  # the header is wrong: the page, or its bytes, may tell
    return codecs.BOM_UTF8 + text.removeprefix("\ufeff").encode("utf-8", "surrogatepass")


class _Deadline:
    """One limit for everything: a slow server may otherwise spend it anew on every byte."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left if most is None else min(left, most)


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet.

    >>> is_public("93.184.216.34"), is_public("::ffff:169.254.169.254")
    (True, False)
    """
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address | None = ipaddress.ip_address(
        address.partition("%")[0]
    )
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        elif ip.ipv4_mapped or ip.sixtofour:
            ip = ip.ipv4_mapped or ip.sixtofour
        elif ip.teredo or ip.is_site_local:
            return False
    return (
        ip is not None
        and ip.is_global
        and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
        and ip not in _METADATA
    )


def _look_up(host: str, port: int, deadline: _Deadline) -> list[str]:
    """Return the addresses of *host*, in the system's order of preference."""
    found: list[str] = []
    failed: list[OSError] = []

    def work() -> None:
        try:
            for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append(str(place[0]))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    # The system's look-up has no time limit of its own.
    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if thread.is_alive():
        raise TimeoutError
    if failed or not found:
        raise FetchError(f"There is no host {host!r}. Check the address and the network.")
    return list(dict.fromkeys(found))


class _Stream(httpcore2.NetworkStream):
    """A connection whose every step is given no more than what is left of the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Looks a host up, checks its addresses and connects to one of them, in one go."""

    def __init__(self, deadline: _Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        found = _look_up(host, port, self._deadline)
        allowed = [each for each in found if self._allow_private or is_public(each)]
        if not allowed:
            raise BlockedAddress(
                f"{host} is at {found[0]}, which is not a public address. To read a page of "
                "your own network: newsum.clean(url, allow_private=True), or --allow-private."
            )
        tcp = httpcore2.SyncBackend()
        while True:
            address = allowed.pop(0)
            # Where there is another to try, as an IPv6 address without IPv6, leave time for it.
            left = self._deadline.left(timeout) / (len(allowed) + 1)
            try:
                stream = tcp.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if not allowed:
                    raise
            else:
                return _Stream(stream, self._deadline)


@contextmanager
def _explained(url: str, timeout: float) -> Iterator[None]:
    """Turn the errors of the network into ones that say what to do."""
    try:
        yield
    except (TimeoutError, httpcore2.TimeoutException):
        raise FetchError(
            f"{url} took longer than {timeout:g} seconds. Try again, or allow it more time."
        ) from None
    except httpcore2.ConnectError as error:
        raise FetchError(f"{url} cannot be reached: {error}.") from error
    except httpcore2.NetworkError as error:
        raise FetchError(f"The connection to {url} broke off: {error}. Try again.") from error
    except (httpcore2.ProtocolError, httpx2.DecodingError) as error:
        raise FetchError(f"{url} did not answer as a web server does: {error}.") from error
