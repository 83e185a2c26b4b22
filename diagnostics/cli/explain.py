"""`diagnostics explain`: what a code means, why it matters, and the cure."""

import click

from diagnostics.lint.catalogue import Explained, every_code, explained
from diagnostics.violations import did_you_mean


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain CODE, as it stands in a violation; without it, list all codes."""
    if code is None:
        for about in every_code():
            click.echo(f"{about.code}  {about.title}")
        return
    found = explained(code.upper())
    if found is None:
        known = [about.code for about in every_code()]
        raise click.UsageError(f"there is no code {code!r}; {did_you_mean(code.upper(), known) or '`diagnostics explain` lists them'}")
    click.echo("\n\n".join(_parts(found)))


def _parts(about: Explained) -> list[str]:
    parts = [f"{about.code}: {about.title}", about.does, f"Why: {about.why}"]
    if about.cure:
        parts.append(f"Cure: {about.cure}")
    if about.rule:
        parts += [f"Example:\n\n{_indented(about.example)}", f"Use instead:\n\n{_indented(about.instead)}"]
    for name, value in about.limits:
        parts.append(f"Its limit `{name}` is {value:g}; `lint: {{limits: {{{name}: …}}}}` in _library.yml changes it.")
    if about.rule:
        parts.append(f"Where it is broken on purpose, say so: `# allow {about.code}: the reason`, behind the line or above the step.")
    return [part for part in parts if part]


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
