"""The file of networks: what it may hold, and how its mistakes are said."""

from pathlib import Path

import pytest

from diagnostics.settings import SettingsError
from webapp.shared.networks import read_networks


def test_no_file_no_networks() -> None:
    """Without the setting nobody is in a listed network."""
    assert "192.0.2.1" not in read_networks("")


def test_networks_may_touch_and_overlap(tmp_path: Path) -> None:
    """What lies in any of them is found, to the first and the last address; other versions and nonsense are not."""
    file = tmp_path / "n.txt"
    file.write_text("192.0.2.0/25\n192.0.2.128/25\r\n192.0.2.7\n10.0.0.0/8\n10.1.0.0/16 # within\n2001:db8::/127\n", encoding="utf-8-sig")
    known = read_networks(str(file))
    assert all(address in known for address in ("192.0.2.0", "192.0.2.255", "10.255.255.255", "2001:db8::1", "::ffff:10.0.0.1"))
    assert not any(address in known for address in ("192.0.1.255", "192.0.3.0", "11.0.0.0", "2001:db8::2", "", None, "unix:", "10.0.0"))


@pytest.mark.parametrize("line", ["192.0.2.1/24", "192.0.2.0/33", "cloud.example.com", "192.0.2.0 - 192.0.2.9", "2001:db8::/129", "\0", "\x80"])
def test_a_line_that_is_no_network_is_named(tmp_path: Path, line: str) -> None:
    """With its file and number, before the server starts."""
    file = tmp_path / "n.txt"
    file.write_text(f"192.0.2.0/24\n{line}\n", encoding="latin-1")
    with pytest.raises(SettingsError, match=r"DIAGNOSTICS_DATACENTRES: .*n\.txt:2: "):
        read_networks(str(file))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """One that is not there, and a folder."""
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(SettingsError, match="cannot be read"):
            read_networks(str(path))


def test_a_long_list_is_quick(tmp_path: Path) -> None:
    """Twenty thousand networks, and each of them is found."""
    file = tmp_path / "n.txt"
    file.write_text("".join(f"{a}.{b}.0.0/24\n" for a in range(1, 101) for b in range(200)))
    known = read_networks(str(file))
    assert all(f"{a}.{b}.0.9" in known and f"{a}.{b}.1.9" not in known for a in range(1, 101) for b in range(200))
