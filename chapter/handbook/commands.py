"""``./run flask handbook``: the handbook on paper."""

import re
from itertools import takewhile
from pathlib import Path
from typing import Any

import click
from flask import Blueprint, current_app, render_template
from sqlalchemy import or_, select

from chapter import commands
from chapter.access import Audience
from chapter.db import db, reading
from chapter.errors import Missing
from chapter.handbook import pdf, printing
from chapter.handbook.models import Page
from chapter.handbook.rules import Section
from chapter.i18n import LANGUAGES
from chapter.media import queries, storage
from chapter.settings.queries import chapter as the_chapter

bp = Blueprint("handbook_cli", __name__, cli_group="handbook")


@bp.cli.command("pdf")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--language", type=click.Choice([*LANGUAGES]), help="The chapter's own, if none is named.")
@click.option("--chapter", "name", default="", help="Only one chapter: “caller”, or the last part of its address.")
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    default=Audience.VOLUNTEERS.value,
    show_default=True,
    help="For whom: what they may not read isn't in it.",
)
def make_pdf(file: Path, language: str | None, name: str, audience: str) -> None:
    """Write the handbook to FILE as a PDF with a cover, contents and page numbers."""
    if commands.is_empty():
        raise click.ClickException("There is no chapter here yet, and so no handbook.")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"There is no folder {file.absolute().parent} to write it in.")
    readers = frozenset([*takewhile(lambda a: a != audience, Audience), Audience(audience)])
    with current_app.test_request_context(f"/?lang={language or the_chapter().language}"), reading():
        try:
            book = printing.book(_chapter(name), readers, language or the_chapter().language)
            made = pdf.printed(
                lambda numbers: render_template("handbook/print.html", book=book, numbers=numbers), _fetch
            )
        except Missing:
            raise click.ClickException("There is nothing in that for those readers.") from None
        except pdf.Unprintable as why:
            raise click.ClickException(str(why)) from None
    file.write_bytes(made)
    click.echo(f"{len(book.leaves)} pages of the handbook are in {file}.")


def _chapter(name: str) -> int:
    """The page that the chapter ``name`` begins with; 0 for the whole handbook."""
    if not name:
        return 0
    called = Page.section == Section.HANDBOOK, or_(Page.shipped == name, Page.slug == name)
    found = db.session.scalars(select(Page.id).where(*called)).first()
    if found is None:
        raise click.ClickException(f"There is no chapter “{name}” in the handbook.")
    return found


def _fetch(address: str) -> bytes:
    """A style sheet, a drawing or an uploaded picture, by its address; one whose file is lost is an empty place."""
    static = f"{current_app.static_url_path}/"
    if address.startswith(static):
        return (Path(current_app.static_folder or "") / address.removeprefix(static).partition("?")[0]).read_bytes()
    if found := re.match(r"/media/(\d+)/", address):
        file = storage.path(queries.medium(int(found[1])).digest)
        return file.read_bytes() if file.is_file() else b""
    colours: Any = current_app.view_functions["settings.colours"]()
    return bytes(colours.get_data())
