"""Four answers to a first tree with its scenarios, and to a library file where there is none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diagnostics.authoring.tree_text import Header, dumped, prose, tree_text
from diagnostics.source.spelling import spelled


@dataclass(frozen=True, slots=True)
class Answers:
    """What the author said. `question` is answered with yes or no; a yes leads to `fix`, whose `actions` are done one by one."""

    question: str
    fix: str
    actions: tuple[str, ...]


def scaffold(header: Header, answers: Answers) -> tuple[str, str]:
    """The text of a tree, and of its scenarios, which give every answer."""
    steps: dict[str, Any] = {
        "first_question": {
            "question": prose(answers.question),
            "answers": {
                "yes": {"label": "Yes", "next": "first_fix"},
                "no": {"label": "No", "next": "person"},
                "unsure": {"label": "I'm not sure", "next": "first_fix"},
            },
        },
        "first_fix": {
            "instruction": prose(answers.fix),
            "actions": [prose(action) for action in answers.actions or (answers.fix,)],
            "minutes": 2,
            "not_fixed": "person",
        },
        "person": {
            "outcome": "handoff",
            "to": header.owner,
            "says": "This needs a person. They see what you have tried.",
            "bring": ["first_question"],
        },
    }
    notes = {
        "": ["Next: `diagnostics check` says what is missing, `diagnostics play` walks it. Every key: `diagnostics schema`, or your editor."],
        "first_fix": ["What should one see when it is done? Say it as `expect`. Is anything at stake? Say it as `risk`."],
    }
    return tree_text(header, "first_question", steps, notes), _scenarios()


def _scenarios() -> str:
    walks: Sequence[tuple[str, list[dict[str, str]], str]] = (
        ("yes, and it helps", [{"first_question": "yes"}, {"first_fix": "fixed"}], "resolved"),
        ("yes, and it does not help", [{"first_question": "yes"}, {"first_fix": "not_fixed"}], "person"),
        ("no", [{"first_question": "no"}], "person"),
        ("nobody knows", [{"first_question": "unsure"}, {"first_fix": "fixed"}], "resolved"),
    )
    lines = ["scenarios:"]
    for name, walk, ends in walks:
        said = ", ".join(f"{{{step}: {answer}}}" for one in walk for step, answer in one.items())
        lines += [f"  - name: {spelled(name)}", f"    walk: [{said}]", f"    ends: {ends}"]
    return "\n".join(lines) + "\n"


def library_text(title: str, team: str, team_title: str, phone: str) -> str:
    """A library file with one area and one team."""
    declared = {
        "format": 1,
        "title": title,
        "locale": "en",
        "areas": {"general": {"title": "All problems", "icon": "power"}},
        "teams": {team: {"title": team_title, "contacts": [{"kind": "phone", "value": phone, "title": f"Call {_inside(team_title)}"}]}},
        "facts": {},
    }
    note = "# What all trees of this folder share: areas of the home page, teams that take over, facts that may be known.\n"
    return note + dumped(declared)


def _inside(title: str) -> str:
    """A name as it stands inside a sentence."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
