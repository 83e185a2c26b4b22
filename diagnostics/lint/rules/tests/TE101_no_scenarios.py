"""TE101: a tree without scenarios."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class NoScenarios(TreeRule):
    """A tree without scenarios.

    Finds trees that customers can start and beside which there is no scenario.

    Why: nobody notices when a change leads a customer elsewhere than before. One scenario for each end is a morning's work and holds for years.

    Example:
        scenarios: []

    Use instead:
        scenarios:
          - name: whole home offline, a restart helps
            walk: [{other_device: offline}, {restart_router: fixed}]
            ends: resolved
    """

    code = "TE101"

    def check(self, subject: Subject) -> Iterator[Found]:
        tree = subject.written.header.get("tree")
        if subject.coverage is not None and subject.coverage.scenarios == 0 and tree is not None and subject.written.returns is False:
            name = subject.written.id
            hint = f"write them to `{name}.test.yml` beside it; `diagnostics test --suggest` drafts them"
            yield Found(tree.node, f"no scenario holds `{name}` to what it does", hint)
