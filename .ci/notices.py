"""The licences of everything that is installed in an environment, and of the scripts that its packages carry.

`notices.py PYTHON` writes them to standard output; `make papers` calls it with pip-licenses beside it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

RULE = "-" * 100
LISTED = ["--from=mixed", "--format=plain-vertical", "--with-urls", "--with-system"]
LISTED += ["--with-license-file", "--no-license-path"]
OURS = ["--ignore-packages", "systemlandskab"]
PICTURE = "vis-network (in pyvis, and in every picture that `landskab graph` writes)"
SCRIPTS = {PICTURE: "pyvis/templates/lib/vis-9.1.2/vis-network.min.js"}
NAMED = {"Swagger UI (in fastapi-swagger, at /docs)": "Apache-2.0, https://github.com/swagger-api/swagger-ui"}


def banner(script: Path) -> str:
    """The comment that a script begins with."""
    text = script.read_text(encoding="utf-8")
    return text[: text.index("*/") + 2]


def notices(python: str) -> Iterator[str]:
    """Page by page."""
    listed = [Path(sys.executable).with_name("pip-licenses"), f"--python={python}", *LISTED, *OURS]
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(subprocess.check_output([python, "-c", where], text=True).strip())
    yield "What Systemlandskab is installed with, and under which licences: requirements-app.lock, by `make papers`."
    for name, path in SCRIPTS.items():
        yield f"{name}\n\n{banner(packages / path)}"
    yield from (f"{name}\n\n{licence}" for name, licence in NAMED.items())
    yield subprocess.check_output(listed, text=True).strip()


if __name__ == "__main__":
    print(f"\n{RULE}\n".join(notices(sys.argv[1])))
