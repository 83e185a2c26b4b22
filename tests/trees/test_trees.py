"""The trees that ship with the product are all that were promised. What each of them holds to stands in `test_random_walks`."""

from pathlib import Path

import pytest

from diagnostics.analysis.check import Checked, check
from diagnostics.library.load import load
from diagnostics.program.codec import STEPS

TREES = Path(__file__).parents[2] / "trees"
OFFERED = set(
    "pc-no-power laptop-no-power no-boot-device blue-screen pc-slow windows-update-fails forgot-windows-password battery-not-charging "
    "keyboard-some-keys touchpad-not-working monitor-no-signal no-sound mic-not-working camera-not-detected bluetooth-wont-pair "
    "usb-device-not-recognized printer-not-printing wifi-connected-no-internet internet-down phone-not-charging email-not-receiving "
    "account-hacked order-status return-howto".split()
)


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check(load(TREES))


def test_every_promised_tree_is_offered(checked: Checked) -> None:
    """The other trees of the folder are called by these, and not offered by themselves."""
    assert checked.library.offered().keys() == OFFERED


def test_each_offered_tree_can_be_read_in_one_sitting(checked: Checked) -> None:
    """8 to 30 steps; what is longer calls another tree."""
    assert not {name: len(tree.steps) for name, tree in checked.library.trees.items() if name in OFFERED and not 8 <= len(tree.steps) <= 30}


def test_together_they_use_every_kind_of_step(checked: Checked) -> None:
    """So each kind is seen in a real tree, and not only in the tests."""
    used = {type(step) for program in checked.library.programs.values() for step in program.root.steps.values()}
    assert used == set(STEPS.values())
