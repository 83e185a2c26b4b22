"""Every command with its arguments and options to `docs/reference/cli.md`. `python -m tests.docs.cli_page` writes it."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from diagnostics.cli import main
from diagnostics.cli.main import COMMANDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"

HEAD = """\
# The command line

Generated from the commands themselves (`python -m tests.docs.cli_page`).

Exit codes: 0 is well; 1 found something wrong, or could not do what was asked; 2 was called wrongly. Settings come from the environment:
see [settings](settings.md). `--help` works behind every command.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(part for name in COMMANDS for part in _section(name, main.get_command(click.Context(main), name)))


def _section(name: str, command: click.Command | None) -> Iterator[str]:
    """A command; a group in a few words, and then each of its commands."""
    assert command is not None
    if isinstance(command, click.Group):
        yield f"\n## {name}\n\n{inspect.cleandoc(command.help or '')}\n"
        for below in command.commands.values():
            yield from _section(f"{name} {below.name}", below)
        return
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    options = [p for p in command.params if isinstance(p, click.Option)]
    yield f"\n## {name}\n\n```text\ndiagnostics {' '.join((name, *map(_argument, arguments), *(['[OPTIONS]'] if options else [])))}\n```\n"
    yield f"\n{inspect.cleandoc(command.help or '')}\n"
    if options:
        yield "\n| option | |\n|---|---|\n"
        yield from (f"| `{_option(option)}` | {option.help}{_default(option)} |\n" for option in options)


def _argument(argument: click.Argument) -> str:
    name = (argument.name or "").upper() + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _option(option: click.Option) -> str:
    return option.opts[-1] if option.is_flag else f"{option.opts[-1]} {option.type.name.partition(' ')[0].upper()}"


def _default(option: click.Option) -> str:
    return f" Default: `{option.default}`." if option.show_default else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
