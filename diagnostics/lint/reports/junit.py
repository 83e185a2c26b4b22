"""Violations as JUnit XML, which CI servers show as tests: a file is a case, and fails by what is wrong in it."""

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as xml

from diagnostics.lint.reports.places import path_of
from diagnostics.violations import Violation, errors

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Case = tuple[str, str, Sequence[Violation]]
"""A name, the file it stands in, and what is wrong; nothing for a case that passed."""


def junit(violations: Sequence[Violation], under: str = "") -> str:
    """Only files with violations are known here; with none, the check itself is the case that passed."""
    ordered = sorted(violations, key=lambda violation: path_of(violation, under))
    cases = [(file, file, list(found)) for file, found in groupby(ordered, key=lambda violation: path_of(violation, under))]
    return suite("diagnostics check", cases or [("every file", under, ())])


def suite(name: str, cases: Sequence[Case]) -> str:
    """One test suite. A case with warnings only passes, and tells them as its output."""
    root = xml.Element("testsuites")
    failures = sum(bool(errors(found)) for _, _, found in cases)
    made = xml.SubElement(root, "testsuite", name=name, tests=str(len(cases)), failures=str(failures), errors="0", skipped="0")
    for case, file, found in cases:
        one = xml.SubElement(made, "testcase", name=_text(case), classname=_text(file), file=_text(file))
        wrong = errors(found)
        if wrong:
            about = xml.SubElement(one, "failure", type=wrong[0].code, message=_text(wrong[0].headline()))
            about.text = _text("\n\n".join(violation.text() for violation in found))
        elif found:
            xml.SubElement(one, "system-out").text = _text("\n\n".join(violation.text() for violation in found))
    xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml.tostring(root, encoding="unicode")}\n'


def _text(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
