"""The registrar's page of tables, and each table as a file of any format."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, request

from lms import accounts
from lms.core import web
from lms.core.house import House
from lms.core.parts import ExportFormat
from lms.core.work import Actor, NotFoundError, Role
from lms.exports import service
from lms.exports.rules import content_disposition, list_years

blueprint = Blueprint("exports", __name__, url_prefix="/exports")


@blueprint.get("")
@web.only(Role.REGISTRAR, Role.ADMINISTRATOR)
def exports() -> str:
    """Choose an institution and a year; each table says whether it holds anything."""
    work = web.work()
    present_year = work.calendar_year(work.clock())
    year = request.args.get("year", default=present_year, type=int)
    institutions = accounts.list_institutions(work)
    code = request.args.get("institution", default=institutions[0].code if institutions else "")
    offers = [service.get_export(work, table.name, code, year) for table in service.list_tables(work) if code]
    return web.render(
        "exports/exports.html",
        institutions=institutions,
        years=sorted({*list_years(present_year), year}, reverse=True),
        institution_code=offers[0].institution.code if offers else code,
        calendar_year=year,
        offers=[(offer, service.has_rows(work, offer)) for offer in offers],
        formats=service.list_formats(work),
    )


@blueprint.get("/<table>.<ending>")
@web.only(Role.REGISTRAR, Role.ADMINISTRATOR)
def download(table: str, ending: str) -> Response:
    """One table as a file, sent while it is read."""
    work = web.work()
    year = request.args.get("year", type=int)
    if year is None:
        raise NotFoundError("A year is needed.")
    kind = service.get_format(work, ending)
    export = service.get_export(work, table, request.args.get("institution", ""), year)
    pieces = _stream(web.house(), work.actor, export, kind, web.page_language())
    response = Response(pieces, mimetype=kind.mimetype)
    response.headers["Content-Disposition"] = content_disposition(export.file_name(kind.name))
    response.headers["Cache-Control"] = "no-store"
    return response


def _stream(
    house: House, actor: Actor, export: service.Export, kind: ExportFormat, language: str
) -> Iterator[bytes]:
    # The request is over when the first piece is sent, so the stream has work of its own.
    # A reader who leaves closes this generator, and with it the session.
    with house.reading(actor) as work:
        yield from service.stream(work, export, kind, language)
