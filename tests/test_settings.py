"""The environment to settings: what cannot be used is refused when a process starts, by its name."""

import pytest

from diagnostics.settings import Settings, SettingsError


def test_without_variables_everything_has_its_default() -> None:
    """Variables of other programs are nobody's business here."""
    assert Settings.from_environment({"PATH": "/bin"}) == Settings()


def test_each_variable_sets_its_field() -> None:
    """With the type of the field."""
    given = {"DIAGNOSTICS_PROXIES": "2", "DIAGNOSTICS_CONSENT": "never", "DIAGNOSTICS_CODE_LIMIT": "5/minute, 20 per 2 hours"}
    assert Settings.from_environment(given) == Settings(proxies=2, consent="never", code_limit="5/minute, 20 per 2 hours")


def test_a_comparison_group_is_a_part_of_a_hundred_and_names_its_trees() -> None:
    """Parts of a percent too; of trees as many as wanted."""
    given = {"DIAGNOSTICS_COMPARISON_SHARE": "2.5", "DIAGNOSTICS_COMPARISON_OFF": "gas-smell  data-breach"}
    assert Settings.from_environment(given) == Settings(comparison_share=2.5, comparison_off="gas-smell  data-breach")


@pytest.mark.parametrize("name, text", [
    ("CONSENT", "maybe"), ("PROXIES", "-1"), ("PROXIES", "²"), ("PROXIES", ""), ("CODE_LIMIT", "often"), ("START_LIMIT", "10"),
    ("ANSWER_LIMIT", "10 per minute;"), ("DATABSE", "sqlite:///x"),
    ("COMPARISON_SHARE", "11"), ("COMPARISON_SHARE", "-1"), ("COMPARISON_SHARE", "5%"), ("COMPARISON_SHARE", "nan"), ("COMPARISON_OFF", "gas; rm"),
    ("COMPARISON_OFF", "Gas"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_by_name(name: str, text: str) -> None:
    """A limit that cannot be read would otherwise limit nothing."""
    with pytest.raises(SettingsError, match=f"DIAGNOSTICS_{name} is "):
        Settings.from_environment({f"DIAGNOSTICS_{name}": text})
