"""Both lock files pin everything, agree with each other, and lead nowhere but to the package index."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, flags=re.MULTILINE))


def named(requirements):
    return {re.match(r"[A-Za-z0-9._-]+", requirement).group().lower() for requirement in requirements}


def test_the_lock_holds_every_requirement_of_every_extra():
    extras = PROJECT["optional-dependencies"]
    wanted = named(PROJECT["dependencies"]).union(*(named(extra) for extra in extras.values()))
    assert wanted <= pins("requirements.lock").keys()


def test_the_containers_lock_is_part_of_the_lock_and_without_the_tools():
    container = pins("requirements-app.lock")
    assert container.items() <= pins("requirements.lock").items()
    assert named(PROJECT["dependencies"]) <= container.keys()
    assert not {"pytest", "mypy", "ruff", "playwright"} & container.keys()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-app.lock"])
def test_every_pin_has_hashes_and_no_line_names_an_index(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    requirements = [block for block in re.split(r"\n(?=[a-z])", lock) if not block.startswith("#")]
    assert [block for block in requirements if "--hash=sha256:" not in block] == []
    assert not re.search(r"index-url|find-links|https?://", lock)
