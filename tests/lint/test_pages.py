"""Each rule's docstring is its page."""

import re
from pathlib import Path

import pytest
import yaml

from diagnostics.lint.page import page_of
from diagnostics.lint.registry import all_rules
from diagnostics.lint.rule import FAMILIES, AnyRule
from diagnostics.violation_codes import CODES

RULES = pytest.mark.parametrize("rule", all_rules().values(), ids=all_rules())
FOLDER = Path(__file__).parents[2] / "diagnostics" / "lint" / "rules"


@RULES
def test_a_rule_has_a_whole_page(rule: AnyRule) -> None:
    """Title, what it does, why, an example and what to use instead; both of these are YAML."""
    page = page_of(rule)
    assert len(page.title) <= 72 and page.title[0].isupper()
    assert yaml.safe_load(page.example)
    assert yaml.safe_load(page.instead)


@RULES
def test_a_rule_stands_in_the_file_of_its_code(rule: AnyRule) -> None:
    """One rule, one file, in its family's folder; codes from 101 on."""
    module = type(rule).__module__.rpartition(".")[2]
    assert re.fullmatch(rf"{rule.code}_[a-z_]+", module)
    assert rule.code[:2] in FAMILIES and int(rule.code[2:]) > 100 and rule.code not in CODES


def test_a_family_has_one_folder() -> None:
    """All rules of one prefix lie together."""
    folders = {(rule.code[:2], type(rule).__module__.split(".")[-2]) for rule in all_rules().values()}
    assert len({family for family, _ in folders}) == len(folders)


def test_there_are_enough_of_them() -> None:
    """What the documentation promises."""
    assert len(all_rules()) >= 45
