"""Run the checks: python -m conformance [NAME ...], a name being a family or one check of it."""

import sys

import click

from conformance import driver
from conformance.families import FAMILIES


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--list", "only_list", is_flag=True, help="Say what there is, and run nothing.")
def main(names: tuple[str, ...], only_list: bool) -> None:
    """Hold Mission KB against software that nobody here wrote.

    A NAME is a family of checks (`document`) or one of them (`document.spectral`); without any, all
    are run. On PostgreSQL as well where TEST_DATABASE_URL names a server.
    """
    checks = {
        f"{family}.{check.name}": check for family, all_ in FAMILIES.items() for check in all_
    }
    chosen = {
        full: check
        for full, check in checks.items()
        if not names or full in names or full.partition(".")[0] in names
    }
    unknown = [name for name in names if name not in checks and name not in FAMILIES]
    if unknown:
        raise click.UsageError(f"{', '.join(unknown)}: no such check; --list says what there is.")
    if only_list:
        click.echo("\n".join(chosen))
        return
    sys.exit(driver.run(chosen))


if __name__ == "__main__":
    main(prog_name="python -m conformance")
