"""Bringing a landscape in from the browser: the form, the dry run and the report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from app.language.error_text import reason
from app.language.i18n import translator
from app.service.import_report import ImportReport, RefusedImport
from app.web.files import WORKBOOK, empty_file, sent
from model.errors import InputError
from visualisations.sheet.template_workbook import write_template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.web.rendering import Pages
    from model.problem import Problem

SHOWN = 500
"""Problems that the page lists; the command line and the API give them all."""


@dataclass(frozen=True, slots=True)
class TableCount:
    """What an import does to one table."""

    table: str
    added: int
    changed: int
    removed: int


def import_routes(router: APIRouter, pages: Pages) -> None:
    """The form, what it sends, and the template to fill in."""

    @router.get("/import")
    def form(request: Request) -> Response:
        return pages.page("import.html", pages.asked(request), refused=None, kept={}, **_outcome(None, "en"))

    @router.post("/import")
    def bring_in(
        request: Request,
        file: Annotated[UploadFile, File()],
        source: Annotated[str, Form()] = "",
        prefix: Annotated[str, Form()] = "",
        act: Annotated[str, Form()] = "dry-run",
        allow_removals: Annotated[str, Form()] = "",
    ) -> Response:
        landskab = replace(pages.landskab, translate=translator(pages.lang(request)))
        report: ImportReport | None = None
        refused = None
        try:
            report = landskab.import_upload(
                file.file,
                file.filename or "",
                source=source.strip() or None,
                prefix=prefix.strip(),
                dry_run=act != "import",
                allow_removals=bool(allow_removals),
            )
        except RefusedImport as error:
            report, refused = error.report, _refusal(error, pages.lang(request))
        except InputError as error:
            refused = reason(error, translator(pages.lang(request)))
        kept = {"source": source, "prefix": prefix, "removals": bool(allow_removals)}
        values = {"refused": refused, "kept": kept, **_outcome(report, pages.lang(request))}
        return pages.page("import.html", pages.asked(request), status=422 if refused else 200, **values)

    @router.get("/template.xlsx")
    def template(request: Request) -> Response:
        with empty_file(".xlsx") as path:
            write_template(path, lang="da" if pages.lang(request) == "da" else "en")
        return sent(path, name="systemlandskab.xlsx", kind=WORKBOOK)


def _refusal(error: RefusedImport, lang: str) -> str:
    say = translator(lang)
    errors = sum(problem.severity == "error" for problem in error.problems)
    if errors == 1:
        return say("The file has 1 error. Nothing was stored.")
    if errors:
        return say("The file has {n} errors. Nothing was stored.").format(n=errors)
    return _takes_away(error.report, lang)


def _takes_away(report: ImportReport, lang: str) -> str:
    say = translator(lang)
    return say(
        "The file would take away {n} rows of the source. Nothing was stored. "
        "Tick “Rows may be removed” if that is meant."
    ).format(n=sum(report.removed.values()))


def _outcome(report: ImportReport | None, lang: str) -> dict[str, Any]:
    problems: Sequence[Problem] = report.problems if report else ()
    return {
        "report": report,
        "blocked": _takes_away(report, lang) if report and report.would_stop else None,
        "problems": problems[:SHOWN],
        "problems_total": len(problems),
        "counts": [] if report is None else _counts(report),
    }


def _counts(report: ImportReport) -> list[TableCount]:
    rows = [
        TableCount(table, count, report.changed.get(table, 0), report.removed.get(table, 0))
        for table, count in report.added.items()
    ]
    return [row for row in rows if row.added or row.changed or row.removed]
