"""An index of files: wheels of a few bytes, and locks that pin some of them."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path


def wheel(index: Path, name: str, version: str, *more: str, tag: str = "py3-none-any") -> Path:
    """Put a package without content into an index; `more` are further lines of its metadata."""
    folder = index / name.replace("_", "-")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-{tag}.whl"
    about = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            f"{about}/METADATA", "\n".join(("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *more))
        )
        file.writestr(f"{about}/WHEEL", f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: {tag}\n")
        file.writestr(f"{about}/RECORD", f"{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
    links = "".join(f'<a href="{one.name}">{one.name}</a>\n' for one in sorted(folder.glob("*.whl")))
    (folder / "index.html").write_text(f"<!DOCTYPE html><html><body>{links}</body></html>", encoding="utf-8")
    return path


def lock(path: Path, wheels: Iterable[Path]) -> None:
    """Write a lock that pins these wheels by their hashes."""
    pins: dict[str, list[str]] = {}
    for one in wheels:
        name, version, _ = one.name.split("-", 2)
        pins.setdefault(f"{name}=={version}", []).append(hashlib.sha256(one.read_bytes()).hexdigest())
    lines = [" \\\n    ".join([pin, *(f"--hash=sha256:{digest}" for digest in pins[pin])]) for pin in sorted(pins)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
