"""Whatever the API's description allows is answered as it says, and whatever it forbids is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.application import create_app
from tests.app.town import town
from tests.serving import serving
from tests.soak import times

CONFIG = Path(__file__).with_name("schemathesis.toml")
PROGRAM = shutil.which("st", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason="schemathesis is not installed here")
def test_schemathesis_finds_nothing(tmp_path):
    with serving(create_app(town(tmp_path))) as address:
        done = subprocess.run(
            [PROGRAM, "--config-file", CONFIG, "run", f"{address}/openapi.json", "--checks", "all", "--no-color",
             "--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--request-timeout", "60",
             "--max-examples", str(times(200)), "--seed", "20261201", "--warnings", "off"],
            check=False, capture_output=True, text=True, cwd=tmp_path, timeout=580,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
