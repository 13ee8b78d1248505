"""One command for each question of `queries.registry`, its options made from what the question says of them."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.door import Door
from app.cli.options import AsJson, AtRevision, Limit
from queries.options import Option
from queries.question import FileKind, Question
from queries.registry import QUESTIONS

Sheet = Annotated[Path | None, typer.Option("--sheet", metavar="FILE.xlsx", help="Write the answer as a workbook too.")]


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    for question in QUESTIONS.values():
        app.command(question.name)(_command(question))


def _command(question: Question[Any]) -> Callable[..., None]:
    """A function with the parameters that Typer reads the options from."""

    def command(ctx: typer.Context, **given: Any) -> None:
        _ask(ctx.obj, question, given)

    parameters = [
        Parameter("ctx", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context),
        *(_parameter(one.name, _declared(one), default=False if one.is_flag else None) for one in question.all_options),
        _parameter("limit", Limit),
        _parameter("revision", AtRevision),
        _parameter("sheet", Sheet),
        *(_parameter(kind.suffix.removeprefix("."), _file(kind)) for kind in question.files),
        _parameter("as_json", AsJson, default=False),
    ]
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    command.__doc__ = question.asks
    return command


def _parameter(name: str, annotation: Any, default: object = None) -> Parameter:
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation)


def _declared(option: Option) -> Any:
    if option.is_flag:
        return Annotated[bool, typer.Option(option.flag, help=option.about)]
    kind = list[str] if option.several else str
    return Annotated[kind | None, typer.Option(option.flag, metavar=option.metavar, help=option.about)]


def _file(kind: FileKind[Any]) -> Any:
    flag = f"--{kind.suffix.removeprefix('.')}"
    return Annotated[Path | None, typer.Option(flag, metavar=f"FILE{kind.suffix}", help=kind.about)]


def _ask(door: Door, question: Question[Any], given: dict[str, Any]) -> None:
    from app.cli.files import writable

    limit, revision, sheet, as_json = (given.pop(name) for name in ("limit", "revision", "sheet", "as_json"))
    file = None if sheet is None else writable(sheet, suffix=".xlsx")
    others = [(kind, given.pop(kind.suffix.removeprefix("."))) for kind in question.files]
    paths = [(kind, writable(path, suffix=kind.suffix)) for kind, path in others if path is not None]
    said = {name: _words(word) for name, word in given.items()}
    with door.landskab(as_json=as_json) as landskab, door.working("Working out the answer …"):
        told = landskab.ask(question.name, said, revision=revision)
    if as_json:
        from model.rows import as_json as cut

        door.json(cut(told.answer.as_json(), limit))
    for kind, path in paths:
        _write(door, told.file(kind, door.say, door.lang), path)
    report = told.report(door.say, door.lang) if file or not as_json else None
    if report is not None and not as_json:
        from app.cli.text_report import print_report

        print_report(door, report, limit=limit)
    if report is not None and file is not None:
        from visualisations.sheet.report_workbook import write_report_workbook

        write_report_workbook(report, file, translate=door.say)
        door.note(door.say("The sheet is in {path}.").format(path=file))


def _write(door: Door, made: bytes, path: Path) -> None:
    from visualisations.safe_file import written_beside

    with written_beside(path) as new:
        new.write_bytes(made)
    door.note(door.say("The file is in {path}.").format(path=path))


def _words(said: Any) -> list[str]:
    """What was said for an option, as words."""
    if isinstance(said, bool):
        return ["true"] if said else []
    return [said] if isinstance(said, str) else said or []
