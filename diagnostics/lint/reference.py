"""The rules as a page of the reference: `python -m diagnostics.lint.reference` writes `docs/reference/rules.md`."""

from pathlib import Path

from diagnostics.lint.catalogue import Explained, explained
from diagnostics.lint.registry import all_rules
from diagnostics.lint.rule import FAMILIES

_HEAD = """\
# Rules

<!-- Made by `python -m diagnostics.lint.reference` from the rules themselves; change their docstrings, not this page. -->

What `diagnostics check` advises on, beyond what the loader refuses and the proofs find ([violations](violations.md)). A rule speaks as a
warning. `diagnostics explain CODE` prints the same page.

In `_library.yml` a rule can be turned off or made an error for all trees, and the numbers that rules go by can be changed:

```yaml
lint:
  rules: {EF101: error, FI101: off}
  limits: {most_pages: 15}
```

In a tree a rule is allowed by a comment with its reason, behind the line, or above the step or answer that it is about; above everything, with an
empty line below it, for the whole file:

```yaml
  # allow EF103: each answer is counted by itself
  which_colour:
```
"""


def as_markdown() -> str:
    """The page, by family and code."""
    parts = [_HEAD]
    for family, heading in FAMILIES.items():
        codes = [code for code in all_rules() if code.startswith(family)]
        if codes:
            parts.append(f"\n## {heading}\n")
            parts += [_rule(about) for code in codes if (about := explained(code))]
    return "".join(parts)


def _rule(about: Explained) -> str:
    limits = "".join(f"\n**Limit:** `{name}`, {value:g}.\n" for name, value in about.limits)
    example = f"```yaml\n{about.example}\n```"
    instead = f"```yaml\n{about.instead}\n```"
    return f"\n### {about.code} {about.title}\n\n{about.does}\n\n**Why:** {about.why}\n{limits}\nInstead of\n\n{example}\n\nwrite\n\n{instead}\n"


if __name__ == "__main__":
    Path("docs/reference/rules.md").write_text(as_markdown(), encoding="utf-8")
