"""JSON written as YAML: nearly all JSON is YAML, but not escaped slashes, halves of characters, and very long keys."""

import json
from collections import Counter
from typing import Any

import yaml

from diagnostics.authoring.graph import ImportFailed


def as_yaml(data: bytes) -> bytes:
    """The same values.

    Raises:
        ImportFailed: it is not JSON, or not text; or a key stands twice in one object.
    """
    try:
        values = _seen(json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once))
        return yaml.safe_dump(values, allow_unicode=True, sort_keys=False).encode()
    except UnicodeDecodeError:
        raise ImportFailed("the file is not UTF-8 text: save it as UTF-8") from None
    except UnicodeEncodeError:
        raise ImportFailed("a text in it holds half a character") from None
    except json.JSONDecodeError as error:
        raise ImportFailed(f"this is not JSON: {error}") from None
    except ValueError:  # Python reads no numbers of thousands of digits
        raise ImportFailed("a number in it has thousands of digits") from None
    except RecursionError:
        raise ImportFailed("it is nested too deeply") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if twice:
        raise ImportFailed(f"`{twice[0]}` stands twice in one object: give one of them another name")
    return dict(pairs)


def _seen(value: Any) -> Any:
    """Without characters that nobody can see: YAML files may not hold them."""
    if isinstance(value, dict):
        return {_seen(key): _seen(held) for key, held in value.items()}
    if isinstance(value, list):
        return [_seen(item) for item in value]
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in value)
