"""What every part of `make bench` can be told."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.national_landscape import MUNICIPALITIES


def bench_arguments(description: str | None) -> argparse.ArgumentParser:
    """Where it works, which page it writes its section of, and how large a landscape it makes.

    >>> bench_arguments("Measures.").parse_args(["--municipalities", "2"]).municipalities
    2
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--work", type=Path, default=Path("out/bench"), help="where landscapes and stores go")
    parser.add_argument("--write", type=Path, help="the page that this is a section of")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--municipalities", type=int, default=MUNICIPALITIES, help="fewer for a quick look")
    return parser
