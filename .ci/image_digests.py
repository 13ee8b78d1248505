"""Write the digests of the base images into Dockerfile and docker-compose.yml: `make digests`.

A comment `# image: NAME:TAG` says which image the next line means. That line gets `NAME@sha256:…`, the very bytes that
the registry gives for the tag today; the tag stays in the comment alone, for beside a digest it would mean nothing.
Asks the registry as the OCI distribution specification says, without a login. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = ("Dockerfile", "docker-compose.yml")
MEANT = re.compile(r"^( *)# image: (\S+):(\S+)\n( *(?:FROM|image:) )(\S+)(.*)$", flags=re.MULTILINE)
KINDS = ", ".join(
    (
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    )
)
LARGEST = 4_000_000  # bytes; the specification's limit of a manifest
SECONDS = 30


def repository(name: str) -> str:
    """The name within Docker's registry: official images lie under `library`.

    >>> repository("python"), repository("grafana/grafana")
    ('library/python', 'grafana/grafana')
    """
    return name if "/" in name else f"library/{name}"


def digest(name: str, tag: str, *, registry: str) -> str:
    """`sha256:…` of the manifest that the registry has for the tag; counted here, not believed."""
    address = f"{registry}/v2/{repository(name)}/manifests/{urllib.parse.quote(tag)}"
    try:
        manifest = _got(address, {"Accept": KINDS})
    except urllib.error.HTTPError as refused:
        if refused.code != 401:
            raise
        token = _token(refused.headers.get("WWW-Authenticate", ""))
        manifest = _got(address, {"Accept": KINDS, "Authorization": f"Bearer {token}"})
    return f"sha256:{hashlib.sha256(manifest).hexdigest()}"


def _token(challenge: str) -> str:
    """What the registry's own door gives to anybody who only reads."""
    said = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    realm = said.pop("realm")
    answer = json.loads(_got(f"{realm}?{urllib.parse.urlencode(said)}", {}))
    return str(answer.get("token") or answer["access_token"])


def _got(address: str, headers: dict[str, str]) -> bytes:
    asked = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
        said = bytes(answer.read(LARGEST + 1))
    if len(said) > LARGEST:
        raise ValueError(f"{address} answers with more than {LARGEST:,} bytes")
    return said


def pinned(text: str, digests: dict[tuple[str, str], str]) -> str:
    r"""The file with each image by its digest.

    >>> pinned("# image: python:3.11-slim\nFROM python:3.11-slim\n", {("python", "3.11-slim"): "sha256:ab"})
    '# image: python:3.11-slim\nFROM python@sha256:ab\n'
    """

    def line(found: re.Match[str]) -> str:
        indent, name, tag, said, _, rest = found.groups()
        return f"{indent}# image: {name}:{tag}\n{said}{name}@{digests[name, tag]}{rest}"

    return MEANT.sub(line, text)


def main() -> int:
    """0 where every digest was written; 1, and no file changed, where one could not be had."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--registry", default="https://registry-1.docker.io")
    arguments.add_argument("--folder", type=Path, default=ROOT)
    said = arguments.parse_args()
    texts = {name: (said.folder / name).read_text(encoding="utf-8") for name in FILES}
    images = sorted({(name, tag) for text in texts.values() for _, name, tag, *_ in MEANT.findall(text)})
    digests = {}
    for name, tag in images:
        try:
            digests[name, tag] = digest(name, tag, registry=said.registry)
        except (OSError, ValueError, KeyError) as error:
            problem = f"The registry {said.registry} gave no digest for {name}:{tag}: {error}. Nothing was changed."
            print(problem, file=sys.stderr)
            return 1
        print(f"{name}:{tag} is {digests[name, tag]}")
    for name, text in texts.items():
        (said.folder / name).write_text(pinned(text, digests), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
