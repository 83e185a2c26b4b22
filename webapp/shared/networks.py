"""A file of networks, one a line, to the question whether an address belongs to one of them."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, collapse_addresses, ip_address, ip_network
from pathlib import Path

from diagnostics.settings import SettingsError

MAX_BYTES = 20_000_000
"""Lists of all large providers together have some ten thousand lines."""


@dataclass(frozen=True, slots=True)
class Networks:
    """Ranges that do not overlap, in order, by the version of their addresses: the first numbers, and the last ones beside them."""

    firsts: dict[int, list[int]]
    lasts: dict[int, list[int]]

    def __contains__(self, address: str | None) -> bool:
        """Whether an address lies in one of them; what is no address does not. An IPv4 address written as IPv6 is that IPv4 address."""
        try:
            found = ip_address(address or "")
        except ValueError:
            return False
        if isinstance(found, IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        place = bisect_right(self.firsts[found.version], int(found)) - 1
        return place >= 0 and int(found) <= self.lasts[found.version][place]


def read_networks(path: str) -> Networks:
    """The networks of a file: one a line, `192.0.2.0/24` or `2001:db8::/32`; empty lines and what follows a `#` are passed over.
    No file, no networks.

    Raises:
        SettingsError: the file cannot be read, or a line is no network.
    """
    found: dict[int, list[IPv4Network | IPv6Network]] = {4: [], 6: []}
    for number, line in enumerate(_lines(path), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        try:
            network = ip_network(text)
        except ValueError as error:
            raise SettingsError(f"DIAGNOSTICS_DATACENTRES: {path}:{number}: {error}; a line reads like 192.0.2.0/24 or 2001:db8::/32") from None
        found[network.version].append(network)
    merged = {version: list(collapse_addresses(networks)) for version, networks in found.items()}  # type: ignore[type-var]  # one version at a time
    return Networks({v: _numbers(n.network_address for n in ns) for v, ns in merged.items()},
                    {v: _numbers(n.broadcast_address for n in ns) for v, ns in merged.items()})  # fmt: skip


def _numbers(addresses: Iterable[IPv4Address | IPv6Address]) -> list[int]:
    return [int(address) for address in addresses]


def _lines(path: str) -> list[str]:
    if not path:
        return []
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"DIAGNOSTICS_DATACENTRES: {path} cannot be read: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise SettingsError(f"DIAGNOSTICS_DATACENTRES: {path} is too large: more than {MAX_BYTES // 1_000_000} MB are no list of networks")
    return content.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
