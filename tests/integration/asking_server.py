"""Ask the service, in this process, for what it first puts on the disk for temporary files; prints what it answers."""

from __future__ import annotations

import json
import os
import sys

from fastapi.testclient import TestClient

from app.application import create_app
from app.composition import compose
from app.settings import Settings

FILE = {"file": ("more.xlsx", os.urandom(3_000_000))}


def main() -> None:
    """As a process of its own: `LANDSKAB_STORE` and `TMPDIR` say where."""
    api = create_app(compose(Settings.read(os.environ)))
    with TestClient(api, base_url="http://localhost") as client:
        answers = [
            client.post("/api/v1/imports?source=more", files=FILE),
            client.post("/import?lang=da", files=FILE),
            client.get("/template.xlsx?lang=da"),
            client.get("/overview.xlsx?lang=da"),
        ]
    json.dump([[answer.status_code, answer.text] for answer in answers], sys.stdout)


if __name__ == "__main__":
    main()
