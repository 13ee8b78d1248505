"""The bench's one table, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: ours, the peer's for the same question in the same run, and what was asked for."""

    what: str
    ours: float
    unit: str
    peer: float | None = None
    at_least: float | None = None
    limit: float | None = None

    def cells(self) -> tuple[str, str, str, str, str]:
        """What, ours, the peer's, the ratio, what was asked for and whether it holds."""
        ratio = self.peer / self.ours if self.peer is not None else None
        return (
            self.what,
            f"{_round(self.ours)} {self.unit}",
            "" if self.peer is None else f"{_round(self.peer)} {self.unit}",
            "" if ratio is None else f"{ratio:.1f} times faster" if ratio >= 1 else f"{1 / ratio:.1f} times slower",
            self._asked(ratio),
        )

    def _asked(self, ratio: float | None) -> str:
        if self.at_least is not None and ratio is not None:
            return f"{self.at_least:g} times: {'met' if ratio >= self.at_least else 'NOT MET'}"
        if self.limit is not None:
            return f"under {self.limit:g} {self.unit}: {'met' if self.ours < self.limit else 'NOT MET'}"
        return ""


def with_section(page: str, heading: str, section: str) -> str:
    r"""The page with this section in the place of the one of the same heading, or at its end.

    >>> with_section("# A\n\n## B\nold\n\n## C\n", "## B", "## B\nnew\n")
    '# A\n\n## B\nnew\n\n## C\n'
    """
    before, found, after = page.partition(f"{heading}\n")
    rest = after.partition("\n## ")[2] if found else ""
    return f"{before.rstrip()}\n\n{section}" + (f"\n## {rest}" if rest else "")


def write_section(page: Path | None, heading: str, section: str) -> None:
    """Print a section, and put it into its page where there is one."""
    print(section)
    if page:
        page.write_text(with_section(page.read_text(encoding="utf-8"), heading, section), encoding="utf-8")


def _round(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.3f}"


def markdown(
    figures: Sequence[Figure],
    *,
    shares: Mapping[str, float],
    size: Mapping[str, int],
    machine: Mapping[str, str],
    seed: int,
) -> str:
    """The page that `make bench` writes."""
    return "\n".join(_lines(figures, shares, size, machine, seed)) + "\n"


def _lines(
    figures: Sequence[Figure],
    shares: Mapping[str, float],
    size: Mapping[str, int],
    machine: Mapping[str, str],
    seed: int,
) -> Iterator[str]:
    yield "# Benchmarks"
    yield ""
    yield "Written by `make bench`; every line comes from one run. The peer is `networkx.descendants` over the same"
    yield "edges (provider, via and interface's system to consumer) for the same start in the same process. It gives a"
    yield "set of systems; ours gives verdict, steps and hours of each, in two readings. As Python comes, its collector"
    yield "of cycles walks the peer's graph while it works, so both are also measured with the collector off."
    yield ""
    yield from (f"- {name}: {value}" for name, value in machine.items())
    yield f"- landscape: {', '.join(f'{count:,} {name}' for name, count in size.items())}; seed {seed}"
    yield ""
    yield "| what | ours | networkx | ratio | asked for |"
    yield "|---|---|---|---|---|"
    yield from ("| " + " | ".join(figure.cells()) + " |" for figure in figures)
    yield ""
    yield "## The landscape"
    yield ""
    yield "98 municipalities of 1,000 systems and 10,000 flows each, with shared registers, platforms and services,"
    yield "made by `benchmarks/national_landscape.py`. Its shares are those of `samples/eksempelkommune`:"
    yield ""
    yield "| share | of flows |"
    yield "|---|---|"
    yield from (f"| {name} | {value:.1%} |" for name, value in shares.items())
