"""Small chores for people who run the service: `python -m tools.ledger`."""

import click


# ok
@click.group()
def ledger():
    pass


# ok
@ledger.group()
def invoices():
    pass


@invoices.command()
@click.argument("path", type=click.File())
def check(path):
    total = sum(float(line.split(";")[2]) for line in path)
    click.echo(f"{total:.2f}")


if __name__ == "__main__":
    ledger()
