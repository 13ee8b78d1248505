"""One address for each question of `queries.registry`: the JSON of the command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.asking import LangQuery, LimitQuery, RevisionQuery, answered
from app.api.examples import QUESTION, REPORT_TABLES, explained
from app.http.accept_language import language_of
from app.language.i18n import translator
from model.rows import as_json
from model.word_limits import LONGEST_OPTION
from queries.options import Option, amount, months, prices, read_date, share, yes
from queries.question import Question
from queries.registry import QUESTIONS
from visualisations.report.report_json import report_json

if TYPE_CHECKING:
    from app.service.verbs import Landskab


_WORDS: Mapping[Callable[[Any], Any], Mapping[str, Any]] = {
    read_date: {"format": "date"},
    amount: {"pattern": r"^[0-9]{1,12}([.,][0-9]{1,2})?$"},
    months: {"pattern": r"^([0-5]?[0-9]{1,2}|600)$"},
    share: {"pattern": r"^(0[.,][5-9][0-9]?|1|([5-9][0-9]|100)( ?%)?)$"},
    prices: {"pattern": r"^[A-Za-z0-9_]{1,40}=[0-9]{1,12}$"},
    yes: {"enum": ["true", "1", "yes", "ja", "on", "x"]},
}
"""What the documentation says of a word, by what reads it; a blank one is left out."""


def question_routes(landskab: Landskab) -> APIRouter:
    """Routes under `/api/v1`."""
    router = APIRouter(tags=["questions"])
    for question in QUESTIONS.values():
        _add_route(router, landskab, question)
    return router


def _add_route(router: APIRouter, landskab: Landskab, question: Question[Any]) -> None:
    @router.get(
        f"/{question.name}",
        name=question.name,
        summary=question.asks,
        responses=explained(QUESTION, 404, 422),
        openapi_extra={"parameters": [_parameter(option) for option in question.all_options]},
    )
    def ask(request: Request, limit: LimitQuery = None, revision: RevisionQuery = None) -> Response:
        """The same document as the command gives with `--json`."""
        said = {option.name: request.query_params.getlist(option.name) for option in question.all_options}

        def answer(number: int | None) -> dict[str, Any]:
            document: dict[str, Any] = as_json(
                landskab.ask(question.name, said, revision=number).answer.as_json(), limit
            )
            return document

        return answered(request, landskab, revision, answer, dated=True)

    @router.get(
        f"/{question.name}/report",
        name=f"{question.name} report",
        summary=f"{question.asks} As tables to read.",
        responses=explained(REPORT_TABLES, 404, 422),
        openapi_extra={"parameters": [_parameter(option) for option in question.all_options]},
    )
    def report(
        request: Request, limit: LimitQuery = None, revision: RevisionQuery = None, lang: LangQuery = None
    ) -> Response:
        """The words, names and numbers that page, terminal and workbook show, in Danish or English.

        `kind` says how a column's cells are written; a link has the table and the id that it leads to.
        """
        said = {option.name: request.query_params.getlist(option.name) for option in question.all_options}
        spoken = lang or language_of(request)

        def answer(number: int | None) -> dict[str, Any]:
            told = landskab.ask(question.name, said, revision=number)
            document: dict[str, Any] = as_json(report_json(told.report(translator(spoken), spoken)), limit)
            return document

        return answered(request, landskab, revision, answer, dated=True, lang=spoken)


def _parameter(option: Option) -> dict[str, Any]:
    known = {"type": "string", "maxLength": LONGEST_OPTION, **_WORDS.get(option.read, {})}
    word = known if option.read is str else {"anyOf": [known, {"type": "string", "maxLength": 0}]}
    schema = {"type": "array", "items": word} if option.several else word
    return {"name": option.name, "in": "query", "required": False, "description": option.about, "schema": schema}
