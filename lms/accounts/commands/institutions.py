"""`lms institutions`: the institutions of this installation."""

from __future__ import annotations

import click

from lms.accounts.rules import fold_institution_code, is_institution_code
from lms.accounts.service import institutions as service
from lms.core.house import House


@click.group()
def institutions() -> None:
    """Add and list the training institutions."""


@institutions.command("add")
@click.argument("code")
@click.option("--zh", "name_zh", metavar="NAME", required=True, help="Its name in Chinese.")
@click.option("--en", "name_en", metavar="NAME", required=True, help="Its name in English.")
@click.pass_obj
def add_institution(house: House, code: str, name_zh: str, name_en: str) -> None:
    """Add an institution.

    CODE names it for ever: letters, digits and hyphens.
    """
    if not is_institution_code(fold_institution_code(code)):
        raise click.BadParameter(
            "use letters, digits and hyphens inside, at most 32 characters.", param_hint="CODE"
        )
    if not name_zh.strip() or not name_en.strip():
        raise click.UsageError("Give the institution a name in both languages.")
    with house.writing() as work:
        added = service.add_institution(work, code=code, name_zh=name_zh, name_en=name_en)
        if added is None:
            raise click.ClickException(f"There is an institution {fold_institution_code(code)} already.")
        work.session.commit()
    click.echo(f"Added {added.code}. `lms institutions list` shows its join code.")


@institutions.command("list")
@click.pass_obj
def list_all_institutions(house: House) -> None:
    """Show each institution with the code by which people join."""
    with house.reading() as work:
        for shown in service.list_institutions_with_codes(work):
            names = shown.facts.names
            click.echo(f"{shown.facts.code}\t{shown.join_code}\t{names['zh']}\t{names['en']}")
