"""Base images: each says which tag it means, and once one stands by its digest none stands by a tag."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys

import pytest

from tests.docker.registry import MANIFEST, registry
from tests.docs.pages import ROOT

FILES = ("Dockerfile", "docker-compose.yml")
OURS = "systemlandskab:"
DIGEST = f"sha256:{hashlib.sha256(MANIFEST).hexdigest()}"


def faults(*texts: str) -> list[str]:
    """What is wrong with the images that these files name."""
    named = []
    for text in texts:
        found = re.findall(r"(.*)\n *(?:FROM|image:) +([^\s#]+)", text)
        named += [(above.strip(), image) for above, image in found if not image.startswith(OURS)]
    wrong = [f"{image}: the comment above says what?" for above, image in named if not _meant(above, image)]
    wrong += [f"{image}: a tag beside a digest" for _, image in named if re.search(r":[^@]+@", image)]
    if any("@" in image for _, image in named):
        wrong += [f"{image}: a tag where another image has a digest" for _, image in named if "@" not in image]
    return wrong


def _meant(above: str, image: str) -> bool:
    said = re.fullmatch(r"# image: (\S+):(\S+)", above)
    return bool(said) and (image == f"{said[1]}:{said[2]}" or image.startswith(f"{said[1]}@") or "@" in image)


def test_the_images_of_the_project_stand_all_by_digest_or_all_by_tag():
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in FILES]
    assert all("# image: " in text for text in texts)
    assert faults(*texts) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# image: a:1\nFROM a:1\n# image: b:2\nFROM b@sha256:ab", "a:1: a tag where another image has a digest"),
        ("# image: a:1\nFROM a:1@sha256:ab", "a:1@sha256:ab: a tag beside a digest"),
        ("\nFROM a:1", "a:1: the comment above says what?"),
        ("# image: a:1\nFROM a:2", "a:2: the comment above says what?"),
    ],
)
def test_a_tag_beside_a_digest_is_refused(text, fault):
    assert faults(text) == [fault]


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def written(folder, address):
    command = [sys.executable, ROOT / ".ci" / "image_digests.py", "--registry", address, "--folder", folder]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_writes_the_digest_of_what_the_registry_gives(folder):
    with registry() as address:
        done = written(folder, address)
        assert (done.returncode, done.stderr) == (0, "")
        first = [(folder / name).read_text(encoding="utf-8") for name in FILES]
        assert written(folder, address).returncode == 0
    assert f"python:3.11-slim is {DIGEST}" in done.stdout
    assert f"FROM python@{DIGEST}" in first[0]
    assert f"image: neo4j@{DIGEST}\n" in first[1]
    assert "image: systemlandskab:" in first[1]
    assert faults(*first) == []
    assert [(folder / name).read_text(encoding="utf-8") for name in FILES] == first


def test_a_registry_that_does_not_know_the_tag_changes_nothing(folder):
    compose = folder / "docker-compose.yml"
    compose.write_text(compose.read_text(encoding="utf-8").replace("neo4j:5.26-", "neo4j:9.99-"), encoding="utf-8")
    before = [(folder / name).read_bytes() for name in FILES]
    with registry() as address:
        done = written(folder, address)
    assert done.returncode == 1
    assert done.stderr == (
        f"The registry {address} gave no digest for neo4j:9.99-community: HTTP Error 404: Not Found. Nothing was"
        " changed.\n"
    )
    assert [(folder / name).read_bytes() for name in FILES] == before


def test_a_registry_that_is_not_there_is_told_in_a_sentence(folder):
    done = written(folder, "http://127.0.0.1:9")
    assert done.returncode == 1
    assert done.stderr.startswith("The registry http://127.0.0.1:9 gave no digest for neo4j:5.26-community: ")
    assert "Traceback" not in done.stderr
