"""One address for each question of `app.questions`: the JSON of the command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api_asking import LimitQuery, RevisionQuery, answered
from app.api_examples import QUESTION, explained
from app.question_options import Option
from app.questions import QUESTIONS, Question
from queries.impact_answer import as_json

if TYPE_CHECKING:
    from app.verbs import Landskab


def question_routes(landskab: Landskab) -> APIRouter:
    """Routes under `/api/v1`."""
    router = APIRouter(tags=["questions"])
    for question in QUESTIONS.values():
        _add_route(router, landskab, question)
    return router


def _add_route(router: APIRouter, landskab: Landskab, question: Question) -> None:
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


def _parameter(option: Option) -> dict[str, Any]:
    word = {"type": "string"}
    schema = {"type": "array", "items": word} if option.several else word
    return {"name": option.name, "in": "query", "required": False, "description": option.about, "schema": schema}
