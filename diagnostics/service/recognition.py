"""What a visit knows of a person to the keyed hashes by which a call of the same person finds it."""

from collections.abc import Mapping

from diagnostics.conditions.expression import Value
from diagnostics.deflection.records import Key
from diagnostics.keyring import Keyring
from diagnostics.program.types import Program
from diagnostics.service.identifiers import hashed


def visitor_key(keyring: Keyring, visitor: str) -> Key:
    """The key of a visitor cookie."""
    return Key("visitor", keyring.hashed("visitor", visitor))


def fact_keys(keyring: Keyring, program: Program, facts: Mapping[str, Value]) -> tuple[Key, ...]:
    """The keys of those facts that identify somebody, in the order of their names. What reads like no such identifier gives none."""
    found = (
        hashed(keyring, fact.identifies, str(facts[name])) for name, fact in program.facts.items() if fact.identifies is not None and name in facts
    )
    return tuple(key for key in found if key is not None)
