"""TE102: answers that no scenario gives."""

from collections.abc import Iterator

import yaml

from diagnostics.lint.places import key_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.read import WrittenStep


class AnswerNeverGiven(TreeRule):
    """An answer that no scenario gives.

    Finds answers, results and matches that none of the scenarios beside the tree gives. Of more than `most_missing_answers` (12 unless the library
    says otherwise) only the first is shown, with their number. While a scenario fails, nothing is said: what it gives beyond is not known.

    Why: what no scenario walks can be changed, or led to the wrong step, without anybody noticing.

    Example:
        scenarios:
          - name: another device is online
            walk: [{other_device: online}, {forget_network: fixed}]
            ends: resolved

    Use instead:
        scenarios:
          - name: another device is online
            walk: [{other_device: online}, {forget_network: fixed}]
            ends: resolved
          - name: the line is down
            walk: [{other_device: offline}, {restart_router: not_fixed}]
            ends: contact
    """

    code = "TE102"
    limits = {"most_missing_answers": 12}

    def check(self, subject: Subject) -> Iterator[Found]:
        coverage = subject.coverage
        if coverage is None or coverage.failed or not coverage.scenarios or not coverage.missing:
            return
        missing = [(subject.steps[step], answer) for step, answer in coverage.missing if step in subject.steps]
        hint = "add a scenario; `diagnostics test --suggest` drafts it"
        if len(missing) > subject.limits["most_missing_answers"]:
            step, answer = missing[0]
            message = f"{len(missing)} of {coverage.answers} answers are given by no scenario; this is the first"
            yield Found(_place(step, answer), message, hint)
            return
        for step, answer in missing:
            yield Found(_place(step, answer), f"no scenario answers `{step.id}` with `{answer}`", hint)


_KEYS = {"fixed": "fixed", "not fixed": "not_fixed", "cannot": "cannot"}


def _place(step: WrittenStep, answer: str) -> yaml.Node:
    """The answer where it is written, else its step."""
    record = step.record
    for among in ("answers", "results"):
        written = record.get(among) or {}
        if answer in written:
            key: yaml.Node = written[answer][0]
            return key
    for match in record.get("matches") or ():
        text = match.get("text")
        if text is not None and text.value == answer:
            node: yaml.Node = text.node
            return node
    name = _KEYS.get(answer, answer) if step.form == "instruction" else answer
    return key_of(record, name) if record.has(name) else step.key
