"""What authors write who know another tool: keys that this language calls otherwise."""

from collections.abc import Mapping

_WORDS = {
    "next": "goto go_to go target leads_to leads then to_step destination jump step_id",
    "answers": "options choices buttons responses replies",
    "label": "text name title caption answer",
    "question": "ask prompt heading",
    "says": "description message text body content",
    "text": "description message body content says",
    "actions": "steps tasks todo instructions",
    "do": "text action task step",
    "detail": "description more note",
    "when": "if condition cond case",
    "otherwise": "else default fallback",
    "not_fixed": "no failed next fail else",
    "fixed": "yes solved success",
    "to": "team queue department assign assignee",
    "alt": "alt_text description caption",
    "image": "picture img photo screenshot",
    "minutes": "time duration mins effort",
    "chance": "probability likelihood odds",
    "risk": "warning danger caution",
    "reviewed": "date updated last_reviewed checked",
    "owner": "team author maintainer",
    "tree": "id name slug key",
    "title": "name heading label",
    "summary": "description abstract about",
    "symptoms": "keywords tags phrases",
    "start": "first begin entry root",
    "rounds": "times count max",
    "fact": "variable store save_as set",
    "hint": "note tip subtitle",
    "help": "more details info",
    "at_most": "limit max_rounds repeat",
    "outcome": "end result type",
}

SAME_SENSE: Mapping[str, tuple[str, ...]] = {
    other: tuple(key for key, words in _WORDS.items() if other in words.split()) for words in _WORDS.values() for other in words.split()
}
"""Another tool's key → the keys here that may be meant."""
