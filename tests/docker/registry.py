"""A registry of images: one manifest for whoever has fetched a token, as the OCI distribution specification says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

MANIFEST = b'{"schemaVersion": 2, "manifests": []}'
KNOWN = ("/v2/library/python/manifests/3.11-slim", "/v2/library/neo4j/manifests/5.26-community")


class Registry(BaseHTTPRequestHandler):
    """Answers `/v2/…/manifests/TAG` to the bearer of its token, and gives the token at `/token`."""

    def do_GET(self) -> None:
        """The token, the manifest, or what is wrong with the request."""
        path, _, query = self.path.partition("?")
        if path == "/token":
            self._answer(200, json.dumps({"token": f"for {query}"}).encode())
        elif not self.headers.get("Authorization", "").startswith("Bearer for service=here"):
            realm = f"http://{self.headers['Host']}/token"
            self._answer(401, b"{}", f'Bearer realm="{realm}",service="here",scope="repository:x:pull"')
        elif path in KNOWN and "application/vnd.oci.image.index.v1+json" in self.headers["Accept"]:
            self._answer(200, MANIFEST)
        else:
            self._answer(404, b'{"errors": [{"code": "MANIFEST_UNKNOWN"}]}')

    def _answer(self, status: int, body: bytes, challenge: str = "") -> None:
        self.send_response(status)
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test says what went wrong."""


@contextmanager
def registry() -> Iterator[str]:
    """The address of one that runs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
