"""SA110: a command that can destroy, without a warning."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import unwarned
from diagnostics.lint.sighting import inside, lookout
from diagnostics.lint.subject import Subject

_DESTROYS = lookout(
    "rm dd mkfs diskpart regedit reg del rd rmdir format bcdedit remove-item cipher vssadmin takeown fdisk registry",
    "реестр 注册表",
    r"""\brm\ +-[a-z]*[rf][a-z]*\b | \bsudo\ +rm\b | \bdd\ +if= | \bmkfs\b | \bfdisk\b | \bdiskpart\b | \bregedit\b | \breg\ +(?:delete|add|import)\b
    | \b(?:del|erase)\ +/[a-z] | \b(?:rd|rmdir)\ +/s\b | \bformat\ +[a-z]: | \bbcdedit\b | \bremove-item\b[^.]*-recurse | \bcipher\ +/w
      | \bvssadmin\ +delete | \btakeown\b
    | \b(?:edit|change|delete|open)\b[^.]{0,40}\bregistry\b(?!\ +of\ +(?:companies|births)) | \b(?:измените|откройте
      |удалите)\b[^.]{0,40}реестр\w* | (?:修改|编辑|删除|打开)[^。]{0,12}注册表""",
)


class Commands(TreeRule):
    """A command that can destroy the system, and nothing warns of it.

    Finds instructions with commands such as `rm -rf`, `del /s`, `diskpart`, `format c:` or `reg delete`, or that edit the registry, and that have
    no `risk`.

    Why: one letter more or less, and the wrong folder is gone. Who types it must know before that it cannot be taken back, and how to stop.

    Example:
        clean:
          instruction: Empty the folder
          actions: ["Type `del /s *.*` and press Enter"]
          not_fixed: end

    Use instead:
        clean:
          instruction: Empty the folder
          risk: The command deletes for good. Type it letter by letter, and only while the line begins with the name of the folder.
          actions: ["Type `del /s *.*` and press Enter"]
          not_fixed: end
    """

    code = "SA110"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in unwarned(_DESTROYS, subject, ("instruction", "do", "detail")):
            message = f"“{match[0]}” can destroy the system, and nothing warns of it"
            yield inside(text, match, message, "say in a `risk` what it changes and how to be safe, or leave it to a person")
