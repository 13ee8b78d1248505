"""The bill of materials and the licences say what the container's lock installs; `make papers` makes them anew."""

from __future__ import annotations

import json
import re

import pytest
from packaging.markers import Marker
from packaging.utils import canonicalize_name

from tests.docs.pages import ROOT

BILL = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
NOTICES = (ROOT / "THIRD-PARTY-NOTICES.txt").read_text(encoding="utf-8")
LINUX = {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "python_full_version": "3.11.9"}


def installed() -> dict[str, str]:
    """Package -> version that the lock installs on Linux."""
    lock = (ROOT / "requirements-app.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9._-]+)==([^\s;]+)(?: ; (.*?))? \\$", lock, flags=re.MULTILINE)
    return {name: version for name, version, marker in pins if not marker or Marker(marker).evaluate(LINUX)}


def test_the_bill_of_materials_is_the_lock():
    listed = {canonicalize_name(part["name"]): part["version"] for part in BILL["components"]}
    assert {name: version for name, version in listed.items() if name != "pip"} == installed()


def test_the_bill_is_cyclonedx_and_about_this_program():
    assert (BILL["bomFormat"], BILL["specVersion"]) == ("CycloneDX", "1.6")
    assert BILL["metadata"]["component"]["name"] == "systemlandskab"


@pytest.mark.parametrize(("name", "version"), installed().items())
def test_each_package_stands_in_the_notices_with_a_licence(name, version):
    listed = re.findall(r"^([A-Za-z0-9._-]+)\n(\S+)\n(.+)\nhttps?:", NOTICES, flags=re.MULTILINE)
    [licence] = [text for one, at, text in listed if canonicalize_name(one) == name and at == version]
    assert licence != "UNKNOWN"
    assert not re.search(r"(?<!L)(?<!Lesser )\bA?GPL", licence)


def test_the_script_of_the_picture_bears_its_licence():
    assert "vis.js is dual licensed" in NOTICES
