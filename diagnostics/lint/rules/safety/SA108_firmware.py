"""SA108: firmware written without a warning."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import unwarned
from diagnostics.lint.sighting import inside, lookout
from diagnostics.lint.subject import Subject

_FLASHES = lookout(
    "bios uefi firmware",
    "bios uefi прошив 固件",
    r"""\b(?:update|upgrade|flash|reflash|install|downgrade|roll\ +back)\ +(?:the\ +|your\ +|its\ +|a\ +|new\ +|latest\ +|newest\ +
      |\w+'s\ +){0,3}(?:router\ +|device\ +|system\ +)?(?:bios|uefi|firmware)\b
    | \b(?:bios|uefi|firmware)\ +(?:update|upgrade|flash)\b(?!\ +(?:page|menu|is\ +offered|was|has))
    | \b(?:обновите|перепрошейте|прошейте|установите)\ +(?:\w+\ +){0,2}?(?:bios|uefi|прошивк\w+) | \bобновление\ +(?:bios|uefi|прошивки)\b
    | (?:更新|升级|刷(?:新|写)?)[^。]{0,6}(?:BIOS|UEFI|固件) | (?:BIOS|固件)(?:更新|升级)""",
)


class Firmware(TreeRule):
    """Firmware is written, and nothing warns of it.

    Finds instructions that update or flash a BIOS, UEFI or firmware and that have no `risk`; also in Russian and Chinese.

    Why: when the power goes off half-way, the device does not start any more and cannot be mended at home. And after it, a computer may ask
    for a BitLocker key that nobody wrote down.

    Example:
        newest:
          instruction: Update the BIOS
          actions: [Download it, Start it]
          not_fixed: end

    Use instead:
        newest:
          instruction: Update the BIOS
          risk: Connect the charger and do not switch off until it is done, or the computer will not start again.
          actions: [Download it, Start it]
          not_fixed: end
    """

    code = "SA108"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in unwarned(_FLASHES, subject):
            message = f"“{match[0]}” can leave a device that does not start, and nothing warns of it"
            yield inside(text, match, message, "say in a `risk` to keep the power on, and what to have at hand")
