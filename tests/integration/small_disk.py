"""A disk of its own for one command: a real file system in memory, which only that command's namespace sees."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SETTING_UP = """
set -e
folder=$1 kept=$2 size=$3 free=$4; shift 4
cp -a "$folder" "$kept"
mount -t tmpfs -o "size=$size" tmpfs "$folder"
cp -a "$kept/." "$folder"
if [ "$free" = read-only ]; then mount -o remount,ro "$folder"
else
    (cat /dev/zero || true) > "$folder/filler" 2>/dev/null
    truncate -s "-$free" "$folder/filler"
fi
code=0
"$@" || code=$?
rm -rf "$kept"
cp -a "$folder" "$kept"
exit $code
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, what it wrote, and a copy of the disk as it left it, without what filled it."""

    code: int
    out: bytes
    err: str
    left: Path


@cache
def namespace() -> Sequence[str]:
    """The command that gives another a file system view of its own; empty where the machine does not allow it."""
    for flags in ("-m", "-rm"):
        command = ("unshare", flags)
        if (
            shutil.which("unshare")
            and not subprocess.run([*command, "true"], capture_output=True, check=False).returncode
        ):
            return command
    return ()


def on_disk(
    folder: Path,
    arguments: Sequence[str],
    *,
    free: str,
    environ: Mapping[str, str],
    program: Sequence[str] = ("-c", "from app.cli.main import main; main()"),
) -> Ran:
    """Run the program, or another of Python's, while `folder`, with what is in it, is on a disk of its own.

    free: how much the disk still takes ("0", "8k"), or "read-only". Nothing of it is seen outside.
    """
    left = folder.with_name(f"{folder.name}-left")
    done = subprocess.run(
        [
            *namespace(),
            "bash",
            "-c",
            SETTING_UP,
            "bash",
            str(folder),
            str(left),
            "1m",
            free,
            sys.executable,
            *program,
            *arguments,
        ],
        env=environ,
        capture_output=True,
        timeout=300,
        check=False,
    )
    (left / "filler").unlink(missing_ok=True)
    return Ran(done.returncode, done.stdout, done.stderr.decode(), left)
