"""The contracts as a time line: one plain SVG, without script, readable on light and dark ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from model.months import add_months, quarter_of, quarter_start
from queries.calendar.words import kind_words, lack_words, quarter_text, status_words, turns_off
from visualisations.wording.amounts import without_controls
from visualisations.wording.day_words import day_text
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.calendar.answer import CalendarAnswer, CalendarEvent, ContractLine
    from visualisations.wording.translate import Translate

MOST = 200
"""Contracts that are drawn; the report has all."""
BACK = 12
"""Months before the window that are shown where something overdue lies there."""
LABELS = 10
"""Quarters that are named; of more every second, third … is."""
WIDTH, NAMES, ROW, TOP, LEGEND = 1200, 270, 26, 46, 60
BAR, SHARP, WARN = "#3a8fb7", "#1f6f94", "#cf5b13"
"""A bar, its edge, what is overdue: each stands out from white and from near black by 3 to 1."""
IRREVOCABLE = 'fill="currentColor" fill-opacity="0.6"'
STYLE = (
    "<style>svg{color:#17242d;background:#fff;font-family:system-ui,sans-serif}"
    "@media(prefers-color-scheme:dark){svg{color:#e6edf1;background:#151e25}}</style>"
)


def contract_timeline(
    answer: CalendarAnswer,
    landscape: Landscape,
    *,
    translate: Translate,
    lang: str = "da",
    standalone: bool = False,
    link: Callable[[str], str] | None = None,
) -> str:
    """The time line as the text of one `<svg>`.

    In a page it takes the colour of the text around it; `standalone` makes a file of its own, light or dark as its
    reader's screen is. `link`: contract id -> the address of its page.
    """
    return _Drawing(answer, Wording(landscape, translate, lang), link).svg(standalone=standalone)


@dataclass(frozen=True, slots=True)
class _Axis:
    """From days to places."""

    first: date
    last: date

    def x(self, day: date) -> float:
        share = (min(max(day, self.first), self.last) - self.first).days / max((self.last - self.first).days, 1)
        return round(NAMES + share * (WIDTH - NAMES - 20), 1)

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def quarters(self) -> Iterator[date]:
        day = quarter_start(self.first)
        while day <= self.last:
            if day >= self.first:
                yield day
            following = add_months(day, 3)
            if following <= day:
                return
            day = following


class _Drawing:
    """One time line being drawn."""

    def __init__(self, answer: CalendarAnswer, parts: Wording, link: Callable[[str], str] | None) -> None:
        self._answer = answer
        self._parts = parts
        self._translate = parts.translate
        self._link = link
        self._axis = _axis(answer)
        self._events: dict[str, list[CalendarEvent]] = {}
        for event in answer.events:
            self._events.setdefault(event.contract, []).append(event)
        lines = [line for line in answer.contracts if self._is_shown(line)]
        self._lines, self._hidden = lines[:MOST], len(lines[MOST:])

    def _is_shown(self, line: ContractLine) -> bool:
        """What has a date in the window or overdue, and what runs through it."""
        begun = line.starts is None or line.starts <= self._axis.last
        return line.id in self._events or (begun and line.state in ("running", "end_unknown", "not_begun"))

    def svg(self, *, standalone: bool) -> str:
        height = TOP + ROW * max(len(self._lines), 1) + LEGEND
        role = "group" if self._link else "img"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="{role}" '
            f'aria-labelledby="timeline-title timeline-desc" font-size="13" fill="currentColor">'
        )
        words = [
            f'<title id="timeline-title">{_text(self._translate("Contracts on a time line"))}</title>',
            f'<desc id="timeline-desc">{_text(self._description())}</desc>',
            STYLE if standalone else "",
        ]
        body = [*self._grid(height), *self._rows(), *self._today(height), *self._legend(height)]
        return "\n".join(filter(None, [head, *words, *body, "</svg>"])) + "\n"

    def _description(self) -> str:
        summary = self._answer.summary
        text = self._translate(
            "Contracts from {first} to {last}: {count}. Dates overdue: {overdue}; soon: {soon}. "
            "Contracts without a registered end: {unknown}. The tables say the same."
        )
        first, last = (day_text(day, self._translate) for day in (self._axis.first, self._axis.last))
        return text.format(
            count=len(self._lines) + self._hidden,
            first=first,
            last=last,
            overdue=summary.overdue,
            soon=summary.soon,
            unknown=summary.end_unknown,
        )

    def _grid(self, height: int) -> Iterator[str]:
        bottom = height - LEGEND
        quarters = list(self._axis.quarters())
        labelled = max(1, -(-len(quarters) // LABELS))
        for number, day in enumerate(quarters):
            x = self._axis.x(day)
            weight = "0.45" if day.month == 1 else "0.18"
            ends = f'x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{bottom}"'
            yield f'<line {ends} stroke="currentColor" stroke-opacity="{weight}"/>'
            if number % labelled == 0 and x < WIDTH - 90:
                label = quarter_text(quarter_of(day), self._translate)
                yield f'<text x="{x + 3}" y="{TOP - 12}" font-size="11">{_text(label)}</text>'

    def _today(self, height: int) -> Iterator[str]:
        if self._axis.has(self._answer.as_of):
            x = self._axis.x(self._answer.as_of)
            yield (
                f'<line x1="{x}" y1="{TOP - 8}" x2="{x}" y2="{height - LEGEND}" stroke="currentColor" '
                f'stroke-width="2" stroke-dasharray="2 3"/>'
            )
            label = self._translate("day of asking {day}").format(day=day_text(self._answer.as_of, self._translate))
            anchor = "end" if x > WIDTH - 200 else "start"
            yield f'<text x="{x}" y="14" font-size="11" text-anchor="{anchor}">{_text(label)}</text>'

    def _rows(self) -> Iterator[str]:
        if not self._lines:
            yield f'<text x="10" y="{TOP + 17}">{_text(self._translate("No contract is registered."))}</text>'
        for number, line in enumerate(self._lines):
            yield from self._row(line, TOP + ROW * number)

    def _row(self, line: ContractLine, y: int) -> Iterator[str]:
        name = line.name if len(line.name) <= 36 else f"{line.name[:35]}…"
        label = f'<text x="10" y="{y + 17}">{_text(name)}</text>'
        if self._link:
            label = f'<a href="{_text(self._link(line.id))}">{label}</a>'
        yield f"<g><title>{_text(self._said(line))}</title>{label}"
        yield from self._bar(line, y)
        for event in self._events.get(line.id, ()):
            if self._axis.has(event.date) and event.kind in ("notice", "tender", "end"):
                yield self._mark(event, y)
        yield "</g>"

    def _bar(self, line: ContractLine, y: int) -> Iterator[str]:
        axis = self._axis
        left = axis.x(line.starts or axis.first)
        right = axis.x(line.ends or axis.last)
        if right > left:
            dash = "" if line.ends else ' stroke-dasharray="4 3" fill-opacity="0.35"'
            yield _box(left, right, y + 7, 12, f'fill="{BAR}" stroke="{SHARP}"{dash}')
        if line.irrevocable_until is not None and axis.x(line.irrevocable_until) > left:
            yield _box(left, axis.x(line.irrevocable_until), y + 10, 6, IRREVOCABLE)
        if line.options and axis.x(line.options[-1]) > right and line.ends is not None:
            yield _box(right, axis.x(line.options[-1]), y + 9, 8, f'fill="none" stroke="{BAR}" stroke-dasharray="3 2"')
        if line.ends is None:
            yield f'<text x="{right + 4}" y="{y + 17}" font-weight="bold">?</text>'

    def _mark(self, event: CalendarEvent, y: int) -> str:
        look = f'fill="{WARN}" stroke="#fff"' if event.status == "overdue" else 'fill="currentColor"'
        place = y + 13 + {"notice": -3, "tender": 3}.get(event.kind, 0)  # two on one day are both seen
        return f'<path d="{_shape(event.kind, self._axis.x(event.date), place)}" {look}/>'

    def _said(self, line: ContractLine) -> str:
        """A contract in words, for those who point at it or have it read out."""
        lacks = lack_words(self._translate)
        said = [self._dated(event) for event in self._events.get(line.id, ())]
        missing = [self._translate("not registered: {what}").format(what=lacks[one]) for one in line.lacks]
        stops = turns_off(self._answer.turns_off.of(line.id), self._parts)
        end = [self._translate("If all of it is turned off: {what}").format(what=stops)] if stops else []
        return ". ".join([line.name, *said, *missing, *end]) + "."

    def _dated(self, event: CalendarEvent) -> str:
        late = f" ({status_words(self._translate)['overdue']})" if event.status == "overdue" else ""
        return f"{kind_words(self._translate)[event.kind]} {day_text(event.date, self._translate)}{late}"

    def _legend(self, height: int) -> Iterator[str]:
        y, words = height - LEGEND + 28, kind_words(self._translate)
        for number, kind in enumerate(("notice", "tender", "end")):
            x = 20 + 210 * number
            yield f'<path d="{_shape(kind, x, y - 4)}"/><text x="{x + 12}" y="{y}">{_text(words[kind])}</text>'
        yield f'<rect x="650" y="{y - 10}" width="22" height="6" {IRREVOCABLE}/>'
        yield f'<text x="680" y="{y}">{_text(words["irrevocable"])}</text>'
        yield f'<rect x="830" y="{y - 11}" width="22" height="8" fill="none" stroke="{BAR}" stroke-dasharray="3 2"/>'
        yield f'<text x="860" y="{y}">{_text(words["option"])}</text>'
        yield f'<path d="{_shape("tender", 1036, y - 4)}" fill="{WARN}"/>'
        yield f'<text x="1048" y="{y}">{_text(self._translate("overdue"))}</text>'
        if self._hidden:
            text = self._translate("Contracts that are in the table only: {count}.").format(count=self._hidden)
            yield f'<text x="20" y="{y + 22}">{_text(text)}</text>'


def _axis(answer: CalendarAnswer) -> _Axis:
    """The window, and before it at most a year where something overdue lies there."""
    earliest = min((event.date for event in answer.events if event.status == "overdue"), default=answer.start)
    first = max(min(earliest, answer.start), add_months(answer.start, -BACK))
    return _Axis(quarter_start(first), max(answer.end, first + timedelta(days=1)) if first < date.max else date.max)


def _shape(kind: str, x: float, y: float) -> str:
    """A mark around a place: notice points down, a tender is a diamond, an end is a thick stroke."""
    if kind == "notice":
        return f"M{x - 6} {y - 6}h12l-6 11z"
    if kind == "tender":
        return f"M{x} {y - 7}l6 7l-6 7l-6 -7z"
    return f"M{x - 2} {y - 10}h4v20h-4z"


def _box(left: float, right: float, y: int, height: int, look: str) -> str:
    return f'<rect x="{left}" y="{y}" width="{round(right - left, 1)}" height="{height}" {look}/>'


def _text(text: str) -> str:
    """Safe in XML: escaped, and without control characters."""
    return escape(without_controls(text))
