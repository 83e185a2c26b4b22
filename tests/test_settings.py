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


@pytest.mark.parametrize("name, text", [
    ("CONSENT", "maybe"), ("PROXIES", "-1"), ("PROXIES", "²"), ("PROXIES", ""), ("CODE_LIMIT", "often"), ("START_LIMIT", "10"),
    ("ANSWER_LIMIT", "10 per minute;"), ("DATABSE", "sqlite:///x"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_by_name(name: str, text: str) -> None:
    """A limit that cannot be read would otherwise limit nothing."""
    with pytest.raises(SettingsError, match=f"DIAGNOSTICS_{name} is "):
        Settings.from_environment({f"DIAGNOSTICS_{name}": text})
