"""`diagnostics cost …`: the cost book, from the machine that the program runs on."""

import getpass
from decimal import Decimal

import click
from babel.numbers import get_currency_precision

from diagnostics.cli.services import services_of
from diagnostics.deflection.costs import Cost
from diagnostics.service.costs import CHANNELS, KIND, CostError, Entered
from diagnostics.settings import Settings


@click.group()
def cost() -> None:
    """What a call costs: the book by which savings are priced. Nothing is built in, and no line is ever changed."""


@cost.command()
@click.argument("amount")
@click.argument("currency")
@click.option("--per", default="call", show_default=True, type=click.Choice(list(KIND)),
              help="What it is the cost of; `problem` is the cost to serve one by the guides.")  # fmt: skip
@click.option("--low", default="", help="The low end of the range that you believe in; without it, the amount.")
@click.option("--high", default="", help="The high end.")
@click.option("--from", "valid_from", required=True, metavar="DAY", help="The day from which it holds, such as 2026-11-01.")
@click.option("--source", required=True, help="Where the amount comes from; it stands beside the figures.")
@click.option("--product", default="", help="A product's id; without it, all products.")
@click.option("--channel", default="", type=click.Choice(["", *CHANNELS]), help="Without it, all channels. Calls are priced at `phone` or all.")
@click.option("--corrects", default="", metavar="LINE", help="The line in whose place this one stands.")
def add(amount: str, currency: str, per: str, low: str, high: str, valid_from: str, source: str, product: str, channel: str, corrects: str) -> None:
    """Add a cost, such as AMOUNT 8.50 in CURRENCY EUR. It holds until a later one of the same kind, product and channel."""
    entered = Entered(amount, currency, valid_from, source, per, low, high, product, channel, corrects)
    with services_of(Settings.from_environment()) as services:
        try:
            kept = services.costs.enter(entered, _me())
        except CostError as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"Line {kept.id}: {_amounts(kept)} per {kept.per}, from {kept.valid_from}.")


@cost.command("list")
def show_all() -> None:
    """Print the book, the newest line last."""
    with services_of(Settings.from_environment()) as services:
        costs = services.costs.all()
    corrected = {line.supersedes: line.id for line in costs}
    for line in costs:
        scope = ", ".join(word for word in (line.product or "all products", line.channel) if word)
        state = f"  (corrected by line {corrected[line.id]})" if line.id in corrected else ""
        click.echo(f"{line.id:>3}  {_amounts(line)} per {line.per}, {scope}, from {line.valid_from}: {line.source}  [{line.by}]{state}")
    if not costs:
        click.echo("The cost book is empty: diagnostics cost add AMOUNT CURRENCY --from DAY --source TEXT")


def _amounts(line: Cost) -> str:
    digits = get_currency_precision(line.currency)
    amount, low, high = (f"{Decimal(minor).scaleb(-digits):f}" for minor in (line.amount, line.low, line.high))
    return f"{line.currency} {amount}" + (f" ({low} to {high})" if low != high else "")


def _me() -> str:
    """Who types, as the book names them."""
    try:
        return f"command line ({getpass.getuser()})"
    except (OSError, KeyError, ImportError):  # a machine that does not know its users
        return "command line"
