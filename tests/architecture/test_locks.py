"""Both lock files pin everything, agree with each other, and lead nowhere but to the package index."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, flags=re.MULTILINE))


def needed(requirements):
    """Every package that these need here, with what extras ask for: an installed lock is not resolved."""
    found, left = set(), [Requirement(one) for one in requirements]
    while left:
        one = left.pop()
        extras = one.extras or {""}
        for extra in extras - {known for name, known in found if name == canonicalize_name(one.name)}:
            found.add((canonicalize_name(one.name), extra))
            asked = map(Requirement, distribution(one.name).requires or ())
            left += [more for more in asked if not more.marker or more.marker.evaluate({"extra": extra})]
    return {name for name, _ in found}


def pinned_here(name):
    """The packages of a lock that are installed on this machine."""
    lock = (ROOT / name).read_text(encoding="utf-8")
    lines = re.findall(r"^([a-z0-9._-]+)==[^\s;]+(?: ; (.*?))? \\$", lock, flags=re.MULTILINE)
    return {package for package, marker in lines if not marker or Marker(marker).evaluate()}


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


@pytest.mark.parametrize(
    ("name", "extras"),
    [("requirements.lock", ("neo4j", "build", "bench", "dev")), ("requirements-app.lock", ("neo4j", "build"))],
)
def test_a_lock_holds_all_that_is_needed_here_and_nothing_else(name, extras):
    asked = [*PROJECT["dependencies"], *(one for extra in extras for one in PROJECT["optional-dependencies"][extra])]
    assert needed(asked) == pinned_here(name)


def test_a_requirement_that_nobody_installed_is_no_requirement_met():
    with pytest.raises(PackageNotFoundError):
        needed(["no-such-package-here"])


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-app.lock", ".ci/uv.lock", ".ci/papers.lock"])
def test_every_pin_has_hashes_and_no_line_names_an_index(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    requirements = [block for block in re.split(r"\n(?=[a-z])", lock) if not block.startswith("#")]
    assert [block for block in requirements if "--hash=sha256:" not in block] == []
    assert not re.search(r"index-url|find-links|https?://", lock)
