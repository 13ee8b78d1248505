"""Commands that bring sources in, order them, take them away, and write the landscape out again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.door import Door
from app.cli.options import AsJson, AtRevision, Limit
from app.reading.client import prepare

sources_app = typer.Typer(
    help="Who claims what, and whose word counts first.", invoke_without_command=True, rich_markup_mode=None
)


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command("import")(import_)
    app.add_typer(sources_app, name="sources")
    app.command("export")(export)
    app.command("template")(template)


def import_(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A workbook (.xlsx), a folder of CSV files, or a ZIP.")],
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose claims these are; else the file's own name.")
    ] = None,
    prefix: Annotated[str, typer.Option(metavar="TEXT", help="Put before every id that the file declares.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; store nothing.")] = False,
    allow_removals: Annotated[
        bool, typer.Option("--allow-removals", help="Even if more than a fifth of the source's rows go away.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring in a landscape file or folder; it becomes the newest batch of its source."""
    from app.cli.text import print_report
    from app.service.import_report import RefusedImport

    door: Door = ctx.obj
    prepare()
    with door.landskab(as_json=as_json) as landskab:
        try:
            with door.working("Reading the file …"):
                report = landskab.import_path(
                    path, source=source, prefix=prefix, dry_run=dry_run, allow_removals=allow_removals
                )
        except RefusedImport as refused:
            if as_json:
                door.json(refused.report.as_json())
            elif not refused.says_all:
                print_report(door, refused.report, refused=True)
            raise
    if as_json:
        door.json(report.as_json())
    else:
        print_report(door, report)


@sources_app.callback()
def sources(ctx: typer.Context, limit: Limit = None, as_json: AsJson = False, revision: AtRevision = None) -> None:
    """Who claims what, and whose word counts first."""
    if ctx.invoked_subcommand is not None:
        return
    door: Door = ctx.obj
    with door.landskab(as_json=as_json) as landskab:
        lines = landskab.sources(revision)
    if as_json:
        from app.service.answers import sources_json

        door.json(sources_json(lines, limit))
    else:
        from app.cli.text import cut_note, print_sources

        print_sources(door, lines[:limit])
        cut_note(door, len(lines[:limit]), len(lines))


@sources_app.command("order")
def sources_order(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="SOURCE", help="The sources, the one that decides first.")],
) -> None:
    """These sources decide before all others, the first one first."""
    from app.cli.text import print_sources

    door: Door = ctx.obj
    with door.landskab() as landskab:
        revision = landskab.order_sources(names)
        print_sources(door, landskab.sources())
    door.note(door.say("This is revision {number}.").format(number=revision))


@sources_app.command("remove")
def sources_remove(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="The source, written as the list of sources shows it.")],
) -> None:
    """Take away all that one source claims."""
    door: Door = ctx.obj
    with door.landskab() as landskab:
        revision = landskab.remove_source(name)
    text = door.say("Source {name} was removed. This is revision {number}; undo brings it back.")
    door.out.print(text.format(name=name, number=revision), markup=False, soft_wrap=True)


def export(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A workbook (.xlsx) or a folder for CSV files.")],
    revision: AtRevision = None,
) -> None:
    """Write the whole landscape so that it can be imported again."""
    from app.cli.files import exportable

    door: Door = ctx.obj
    with door.landskab() as landskab, door.working("Writing the landscape …"):
        left_out = landskab.export(exportable(path), revision)
    for sentence in left_out:
        door.note(sentence)
    door.out.print(door.say("The landscape is in {path}.").format(path=path), markup=False, soft_wrap=True)


def template(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write.")],
) -> None:
    """Write an empty workbook to fill in, with a page that explains each column."""
    from app.cli.files import writable
    from visualisations.sheet.template_workbook import write_template

    door: Door = ctx.obj
    write_template(writable(path, suffix=".xlsx"), lang=door.settings.lang)
    door.out.print(door.say("The template is in {path}.").format(path=path), markup=False, soft_wrap=True)
