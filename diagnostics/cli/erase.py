"""`diagnostics erase`: the personal values of a visit, or of somebody, gone for good."""

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.services import services_of
from diagnostics.deflection.records import Key
from diagnostics.service.identifiers import KINDS, hashed
from diagnostics.service.ledger import ZoneChanged
from diagnostics.settings import Settings
from diagnostics.visits.codes import read_code
from diagnostics.wiring import Services


@click.command()
@click.argument("code", required=False)
@click.option("--tag", help="Everything of the device with this service tag.")
@click.option("--customer", help="Everything of the customer with this number.")
@click.option("--phone", help="Everything of whoever calls from this number.")
@click.option("--email", help="Everything of whoever has this address.")
def erase(code: str | None, tag: str | None, customer: str | None, phone: str | None, email: str | None) -> None:
    """Erase the personal values of the visit with this CODE, as the customer reads it out; or of somebody, by what they are known by.

    What was typed as free text or pasted, facts that are declared personal, comments, and the hashes by which visits and calls found
    each other. The path of a visit stays, and what it counts for; what it needs again is asked again.
    """
    settings = Settings.from_environment()
    with services_of(settings) as services:
        keys = {_key(services, settings, kind, text) for kind, text in zip(KINDS, (tag, customer, phone, email), strict=True) if text}
        if code is not None:
            erased = services.visits.erase_personal(code)
            if erased is None:
                raise click.ClickException("no visit has this code")
            click.echo(f"Erased the personal values of {counted(erased, 'answer')}.")
            keys.add(Key("code", read_code(code) or code))
        if not keys:
            raise click.UsageError("give a CODE, or one of --tag, --customer, --phone, --email")
        _erase_keys(services, keys)


def _key(services: Services, settings: Settings, kind: str, text: str) -> Key:
    found = next((hashed(services.keyring, known, text, settings.region) for known in KINDS if known == kind), None)
    if found is None:
        raise click.UsageError(f"--{kind}: this is none that could have been kept")
    return found


def _erase_keys(services: Services, keys: set[Key]) -> None:
    try:
        visits, calls = services.keeper.erase(services.clock(), keys=keys)
    except ZoneChanged as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Erased what {counted(visits, 'visit')} and {counted(calls, 'call')} were recognised by. What they count for stays.")
