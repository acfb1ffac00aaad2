"""The YAML language server as an editor talks to it: JSON-RPC over its stdin and stdout."""

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import installed

DRAFT = {"textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}}}}


class Server:
    """A running server; what it asks of its editor is answered with nothing."""

    def __init__(self, root: Path) -> None:
        script = installed.package("yaml-language-server/bin/yaml-language-server")
        self._root = root
        self._told: dict[str, list[dict[str, Any]]] = {}
        self._number = 0
        self._process = subprocess.Popen(
            [installed.program("node"), str(script), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        folder = {"uri": self._root.as_uri(), "name": "records"}
        self.asked(
            "initialize",
            {
                "processId": None,
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "capabilities": DRAFT,
            },
        )
        self._tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def opened(self, path: str, text: str) -> list[dict[str, Any]]:
        """Open a file with that text, and return what the server says is wrong with it."""
        uri = (self._root / path).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while uri not in self._told:
            self._take()
        return self._told[uri]

    def completed(self, path: str, line: int, column: int) -> list[str]:
        """Return what the server offers at a place of an open file; both count from 0."""
        found = self.asked(
            "textDocument/completion",
            {
                "textDocument": {"uri": (self._root / path).as_uri()},
                "position": {"line": line, "character": column},
            },
        )
        return [item["label"] for item in found["items"]]

    def hovered(self, path: str, line: int, column: int) -> str:
        """Return what the server says of a place of an open file."""
        found = self.asked(
            "textDocument/hover",
            {
                "textDocument": {"uri": (self._root / path).as_uri()},
                "position": {"line": line, "character": column},
            },
        )
        return str(found["contents"]["value"])

    def asked(self, method: str, words: dict[str, Any]) -> Any:
        """Return the answer to a question."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": words})
        while True:
            answer = self._take()
            if answer.get("id") == self._number and "method" not in answer:
                assert "error" not in answer, answer
                return answer["result"]

    def _tell(self, method: str, words: dict[str, Any]) -> None:
        self._send({"method": method, "params": words})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _take(self) -> dict[str, Any]:
        """Return the next message; questions of the server get an answer, what it tells of a file is kept."""
        assert self._process.stdout is not None
        size = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        assert size, "the language server ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(size))
        if "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message
