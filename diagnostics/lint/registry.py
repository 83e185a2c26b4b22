"""All rules, by code. A rule is there because its file is: nothing else needs to name it."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import MappingProxyType

from diagnostics.lint import rules as _rules
from diagnostics.lint.rule import AnyRule, LibraryRule, TreeRule


@cache
def all_rules() -> Mapping[str, AnyRule]:
    """Code → rule, in the order of codes.

    Raises:
        ValueError: two rules have one code.
    """
    found: dict[str, AnyRule] = {}
    for module in walk_packages(_rules.__path__, f"{_rules.__name__}."):
        if module.ispkg:
            continue
        for kind in vars(import_module(module.name)).values():
            if getattr(kind, "__module__", "") == module.name and isinstance(kind, type) and issubclass(kind, TreeRule | LibraryRule):
                if kind.code in found:
                    raise ValueError(f"two rules have the code {kind.code}")
                found[kind.code] = kind()
    return MappingProxyType(dict(sorted(found.items())))


@cache
def default_limits() -> Mapping[str, float]:
    """Every rule's numbers by name. Two rules may share one."""
    return MappingProxyType({name: value for rule in all_rules().values() for name, value in rule.limits.items()})
