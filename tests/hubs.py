"""A hub on the loopback: the small part of its protocol that fetching a model needs."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsum.models import catalog

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """Repositories by id, each a folder; what was asked; how to misbehave."""

    repositories: dict[str, Path]
    url: str = ""
    asked: list[tuple[str, str, str]] = field(default_factory=list)  # method, path, Range
    commit: str = COMMIT  # what the branch main is
    commits: set[str] = field(
        default_factory=lambda: {
            COMMIT,
            *(commit for entry in catalog.ENTRIES.values() for _, commit in entry.pins),
        }
    )
    break_after: dict[str, int] = field(default_factory=dict)  # file: bytes, once
    closed_after: dict[str, int] = field(default_factory=dict)  # file: bytes, then nothing more
    whole: set[str] = field(default_factory=set)  # files that always come from their beginning on
    spoil: set[str] = field(default_factory=set)  # files that come with a wrong byte
    extra_names: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)  # files that are listed, and not there
    gated: bool = False

    def files(self, repository: str) -> dict[str, bytes]:
        folder = self.repositories[repository]
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}

    @property
    def downloads(self) -> list[str]:
        return [
            path.rpartition("/")[2]
            for method, path, _ in self.asked
            if method == "GET" and "/resolve/" in path
        ]


def large(name: str) -> bool:
    return name.endswith((".safetensors", ".bin", ".model", ".spm"))


def etag(name: str, content: bytes) -> str:
    if large(name):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append((self.command, path, self.headers.get("Range", "")))
        for repository in self.hub.repositories:
            if path.startswith(f"/api/models/{repository}"):
                return self._describe(repository, path.partition("/revision/")[2] or "main")
            prefix = f"/{repository}/resolve/"
            if path.startswith(prefix):
                commit, _, name = path[len(prefix) :].partition("/")
                return self._send_file(repository, commit, name, body=body)
        return self._send(404, b"{}", {"X-Error-Code": "RepoNotFound", "X-Error-Message": "none"})

    def _describe(self, repository: str, revision: str) -> None:
        if self.hub.gated:
            return self._send(403, b"{}", {"X-Error-Code": "GatedRepo", "X-Error-Message": "gated"})
        commit = self.hub.commit if revision == "main" else revision
        if commit not in self.hub.commits | {self.hub.commit}:
            return self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
        siblings = []
        for name, content in self.hub.files(repository).items():
            about = {"rfilename": name, "size": len(content), "blobId": etag("git", content)}
            if large(name):
                about["lfs"] = {
                    "sha256": etag(name, content),
                    "size": len(content),
                    "pointerSize": 130,
                }
            siblings.append(about)
        siblings += [{"rfilename": n, "size": 1, "blobId": "0" * 40} for n in self.hub.extra_names]
        text = {"id": repository, "sha": commit, "siblings": siblings, "private": False}
        return self._send(200, json.dumps(text).encode(), {"Content-Type": "application/json"})

    def _send_file(self, repository: str, commit: str, name: str, *, body: bool) -> None:
        content = self.hub.files(repository)[name]
        headers = {"ETag": f'"{etag(name, content)}"', "X-Repo-Commit": commit}
        if name in self.hub.spoil:
            content = content[:-1] + bytes([content[-1] ^ 1])
        if name in self.hub.gone:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        start = 0
        given = self.headers.get("Range")
        if given and name not in self.hub.whole:
            start = int(given.removeprefix("bytes=").partition("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        part = content[start:]
        if name in self.hub.closed_after and start:
            self._send(503, b"", {})
            return
        if body and name in self.hub.closed_after:
            self.hub.break_after[name] = self.hub.closed_after[name]
        if body and name in self.hub.break_after:
            self.send_response(206 if start else 200)
            self._headers({**headers, "Content-Length": str(len(part))})
            self.wfile.write(part[: self.hub.break_after.pop(name)])
            self.wfile.flush()
            self.close_connection = True
            return
        self.send_response(206 if start else 200)
        self._headers({**headers, "Content-Length": str(len(part))})
        if body:
            self.wfile.write(part)

    def _headers(self, headers: dict[str, str]) -> None:
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        self._headers({**headers, "Content-Length": str(len(content))})
        if self.command != "HEAD":
            self.wfile.write(content)


@contextmanager
def serve(repositories: dict[str, Path]) -> Iterator[Hub]:
    """Serve *repositories* on a free port of 127.0.0.1."""
    hub = Hub(repositories)
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
