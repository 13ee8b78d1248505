"""The command line: its options before the verb, its exit codes, and never a traceback.

Exit codes: 0 answered, 2 the user's input, 1 anything else.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from app.cli import cypher as cli_cypher
from app.cli import impact as cli_impact
from app.cli import past as cli_past
from app.cli import questions as cli_questions
from app.cli import serve as cli_serve
from app.cli import sources as cli_import
from app.cli import store as cli_store
from app.cli import systems as cli_systems
from app.cli import tag as cli_tag
from app.cli.door import Door
from app.cli.help import in_language
from app.composition import spare_collector
from app.language.error_text import reason, said_in
from app.language.i18n import translator
from model.errors import InputError, LandskabError
from model.hidden import shown

BEFORE_THE_VERB = ("--store", "--lang", "--version")
"""Options of the program itself."""
INTERRUPTED = 130
"""What Typer makes of Ctrl-C."""

app = typer.Typer(
    name="landskab",
    help="What breaks in a municipality's IT landscape if a system is turned off.",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (
    cli_import,
    cli_impact,
    cli_questions,
    cli_systems,
    cli_tag,
    cli_past,
    cli_cypher,
    cli_store,
    cli_serve,
):
    group.add_to(app)


def _say_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"landskab {version('systemlandskab')}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the landscape rests: LANDSKAB_STORE, else sqlite:///landskab.db."),
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="da|en", help="What you read: LANDSKAB_LANG, else Danish.")
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """What breaks in a municipality's IT landscape if a system is turned off."""
    if not ctx.resilient_parsing:
        ctx.obj = Door.open(ctx.obj, store=store, lang=lang)


def main() -> None:
    """The program `landskab`."""
    spare_collector()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that has no æ, ø and å
    sys.exit(run(sys.argv[1:], os.environ))


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """One command; gives its exit code. What goes wrong is one line on standard error."""
    logging.getLogger("app").addHandler(logging.NullHandler())  # a command says all that there is to say itself
    say = translator(spoken(arguments, environ))
    try:
        command = in_language(typer.main.get_command(app), say)
        code = command.main(list(arguments) or ["--help"], prog_name="landskab", standalone_mode=False, obj=environ)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the outermost door
        return _failed(error, say, environ)
    if code == INTERRUPTED:
        _let_go_of_stdout()
        print(say("Stopped; nothing more was done."), file=sys.stderr)
        return 1
    return int(code or 0)


def spoken(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """The language to answer in before the options are read; a wrong one is told later."""
    asked = environ.get("LANDSKAB_LANG", "")
    for before, argument in zip(["", *arguments], arguments, strict=False):
        if before == "--lang":
            asked = argument
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return "en" if asked.strip().lower() == "en" else "da"


def _failed(error: Exception, say: Any, environ: Mapping[str, str]) -> int:
    try:
        sys.stdout.flush()
    except OSError:
        _let_go_of_stdout()
    if isinstance(error, BrokenPipeError):
        return 1
    if environ.get("LANDSKAB_DEBUG") == "1":
        import traceback

        print(shown("".join(traceback.format_exception(error))), file=sys.stderr)
    if isinstance(error, TyperException):
        text = said_in(error.format_message(), say)
        text += _misplaced(error, say)
    elif isinstance(error, (LandskabError, OSError)):
        text = reason(error, say)
    else:
        text = say("Something unexpected went wrong ({kind}: {error}). LANDSKAB_DEBUG=1 shows where.")
        text = text.format(kind=type(error).__name__, error=reason(error, say))
    print(shown(text), file=sys.stderr)
    return 2 if isinstance(error, InputError) else getattr(error, "exit_code", 1)


def _misplaced(error: TyperException, say: Any) -> str:
    """Where an option belongs that is the program's own and stands after the verb; an empty text for other errors."""
    option = getattr(error, "option_name", None)
    verb = getattr(getattr(error, "ctx", None), "info_name", None)
    if option not in BEFORE_THE_VERB or not hasattr(error, "possibilities"):
        return ""
    hint = say("{option} goes before the verb: landskab {option} … {verb} …").format(option=option, verb=verb)
    return f". {hint}"


def _let_go_of_stdout() -> None:
    """Nobody reads any more, or the disk is full: what is still held back has nowhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
