"""The group that all commands hang on. A command's module is imported when it is called, so `check` never waits for the web app."""

from importlib import import_module

import click

from diagnostics.settings import SettingsError

COMMANDS = (
    "demo", "serve", "check", "fmt", "rename", "translate", "schema", "explain", "new", "import", "test", "play", "show", "draw", "map", "diff",
    "replay", "publish", "rollback", "withdraw", "erase", "user", "feed", "calls", "cost", "digest", "history", "report", "ledger",
)  # fmt: skip


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name if cmd_name != "import" else "import_"  # a word of Python
        command: click.Command = getattr(import_module(f"diagnostics.cli.{name}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command. A setting that cannot be used is wrong usage: one line and exit 2, never a traceback."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise click.UsageError(str(error)) from None


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="diagnostics")
def main() -> None:
    """Decision trees that customers walk to a fix, and what came of it."""
