"""The pages of the questions of `queries.registry`: one template, and the same tables as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from app.language.i18n import translator
from app.service.report_cells import cell_lines
from app.web.files import WORKBOOK, empty_file, file_name, sent
from app.web.noted import may_write, noted, replied
from app.web.rows import MOST_ROWS, rows_of
from queries.question import FileKind, Question
from queries.registry import QUESTIONS
from visualisations.report.report import NUMBERS, Linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.service.told import Told
    from app.web.rendering import PageRequest, Pages
    from queries.options import Option
    from visualisations.report.report import Cell, CellKind, Column, Report

LINES = 5
"""Lines of a cell that stand before the rest is folded."""


def question_routes(router: APIRouter, pages: Pages) -> None:
    """A page and a workbook for each question."""
    for question in QUESTIONS.values():
        _add_routes(router, pages, question)


def _add_routes(router: APIRouter, pages: Pages, question: Question[Any]) -> None:
    @router.get(f"/{question.name}")
    def page(request: Request) -> Response:
        asked = pages.asked(request)
        if not asked.landscape.tables["systems"].ids:
            return pages.page("empty.html", asked, store=pages.landskab.settings.store)
        asked, notice = noted(asked, pages.landskab)
        told = _told(pages, asked, question)
        report = replied(_report(asked, told), may_write=may_write(asked))
        return pages.page("report.html", asked, notice=notice, **page_values(asked, told, report))

    for kind in question.files:
        _add_file(router, pages, question, kind)

    @router.get(f"/{question.name}.xlsx")
    def sheet(request: Request) -> Response:
        from visualisations.sheet.report_workbook import write_report_workbook

        asked = pages.asked(request)
        told = _told(pages, asked, question)
        with empty_file(".xlsx") as path:
            write_report_workbook(_report(asked, told), path, translate=translator(asked.lang))
        return sent(path, name=file_name(f"{question.name} {told.as_of}", ".xlsx"), kind=WORKBOOK)


def _add_file(router: APIRouter, pages: Pages, question: Question[Any], kind: FileKind[Any]) -> None:
    @router.get(f"/{question.name}{kind.suffix}")
    def file(request: Request) -> Response:
        asked = pages.asked(request)
        told = _told(pages, asked, question)
        name = file_name(f"{question.name} {told.as_of}", kind.suffix)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
        return Response(
            told.file(kind, translator(asked.lang), asked.lang), media_type=kind.media_type, headers=headers
        )


def _told(pages: Pages, asked: PageRequest, question: Question[Any]) -> Told:
    said = {option.name: asked.address.all(option.name) for option in question.all_options}
    return pages.landskab.told(question.name, said, asked.seen)


def _report(asked: PageRequest, told: Told) -> Report:
    return told.report(translator(asked.lang), asked.lang)


def page_values(asked: PageRequest, told: Told, report: Report) -> dict[str, Any]:
    """What the template is given."""
    rows = rows_of(asked.address)
    translate, variant = translator(asked.lang), told.question.variant(told.options)

    def lines(cell: Cell, kind: CellKind) -> list[str | Linked]:
        return cell_lines(cell, kind, translate=translate, lang=asked.lang)

    return {
        "question": told.question,
        "report": report,
        "as_of": told.as_of,
        "rows": rows,
        "most_rows": MOST_ROWS,
        "lines": lines,
        "numbers": NUMBERS,
        "beneath": _beneath,
        "shown": lambda columns: sum(not column.beneath for column in columns),
        "unfolded": lambda lines: len(lines) if len(lines) <= LINES + 1 else LINES,
        "link": lambda one: _link(asked, one),
        "pinned": asked.address.here(revision=asked.landscape.revision, as_of=told.as_of),
        "api": _api(asked, told.question),
        "fields": told.question.fields,
        "variant": variant,
        "plain": asked.address.here(rows=None, **{one.option.name: None for one in told.question.variants}),
        "buttons": [] if variant else _buttons(asked, told.question),
        "picture": _picture(asked, told),
        "fallback": lambda option: _fallback(told, option),
    }


def _api(asked: PageRequest, question: Question[Any]) -> str:
    """The address of the same as JSON, with the parameters that it takes."""
    given = {one.name: tuple(asked.address.all(one.name)) for one in question.all_options}
    return asked.address.to(f"/api/v1/{question.name}", lang=None, **given)


def _beneath(columns: Sequence[Column], row: Sequence[Cell]) -> list[tuple[Column, Cell]]:
    """What stands under a row; a cell with nothing to say is left out."""
    pairs = zip(columns, row, strict=True)
    return [(column, cell) for column, cell in pairs if column.beneath and (cell is None or cell not in ("", [], ()))]


def _buttons(asked: PageRequest, question: Question[Any]) -> list[tuple[str, str]]:
    """Where the page asks for something else of the same question, and what is written there."""
    given = [(one.option.name, one.button) for one in question.variants if one.button]
    return [(asked.address.here(rows=None, **{name: "true"}), text) for name, text in given]


def _picture(asked: PageRequest, told: Told) -> Markup | None:
    """The picture of a question that has one."""
    if told.question.drawing is None:
        return None

    def link(contract: str) -> str:
        return asked.address.to("/impact", what=f"contract:{contract}")

    drawn = told.question.drawing.svg_of(
        told.answer,
        told.landscape,
        translate=translator(asked.lang),
        lang=asked.lang,
        link=link,
    )
    return Markup(drawn)  # noqa: S704 - every text in it is escaped where it is drawn


def _fallback(told: Told, option: Option) -> str:
    return told.as_of.isoformat() if option.name == "as_of" else ""


def _link(asked: PageRequest, one: object) -> str | None:
    """Where a name leads: a system to its page, a contract or a flow to what its end would turn off."""
    if not isinstance(one, Linked):
        return None
    if one.table == "numbers":
        return asked.address.here(number=one.id, rows=None)
    if one.table == "systems":
        return asked.address.system(one.id)
    return asked.address.to("/impact", what=f"{one.table.removesuffix('s')}:{one.id}")
