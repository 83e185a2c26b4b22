"""What an editor offers to write for a new step of each kind: as much as the step must have. `$1`, `$2`, … are the places to fill in, in order."""

from typing import Any

_YES = {"label": "${3:Yes, it does}", "next": "${4:step}"}
_NO = {"label": "${6:No, it does not}", "next": "${7:step}"}

SNIPPETS: dict[str, tuple[str, dict[str, Any]]] = {
    "New question with answers": (
        "A question with radio buttons: one answer, one way on.",
        {"question": "${1:What do you see?}", "answers": {"${2:works}": _YES, "${5:fails}": _NO}},
    ),
    "New question with an input": (
        "A field to type into; what is typed is kept as a fact.",
        {"question": "${1:Which number is on it?}", "input": "${2|text,number,date,money,code,choice|}", "fact": "${3:fact}", "next": "${4:step}"},
    ),
    "New question with a box to paste into": (
        "An error message decides where it goes on.",
        {"question": "${1:What does the message say?}", "paste": True, "matches": [{"text": "${2:ERR_*}", "next": "${3:step}"}], "next": "${4:step}"},
    ),
    "New instruction": (
        "Something to do, action by action, and whether it helped.",
        {"instruction": "${1:Restart the router}", "actions": ["${2:Pull its plug out}", "${3:Put it back in}"], "expect": "${4:Its light is green}",
         "minutes": "^${5:3}", "not_fixed": "${6:step}"},
    ),
    "New information": ("A page to read.", {"information": "${1:Before you begin}", "text": "${2:What is to be read.}", "next": "${3:step}"}),
    "New check": (
        "The browser tests something.",
        {"check": "${1:network}", "results": {"pass": "${2:step}", "fail": "${3:step}", "unavailable": "${4:step}"}},
    ),
    "New lookup": (
        "The server asks a source of _library.yml.",
        {"lookup": "${1:source}", "results": {"${2:found}": "${3:step}"}, "unavailable": "${4:step}"},
    ),
    "New compute": ("Facts are set from expressions.", {"compute": {"${1:fact}": "${2:expression}"}, "next": "${3:step}"}),
    "New decide": ("Facts decide where it goes on.", {"decide": [{"when": "${1:known(os)}", "next": "${2:step}"}], "otherwise": "${3:step}"}),
    "New fixes list": ("Instructions, the best first.", {"fixes": ["${1:instruction}", "${2:instruction}"], "not_fixed": "${3:step}"}),
    "New call": ("Into another tree, and back.", {"call": "${1:tree}", "next": "${2:step}"}),
    "New hand-off": (
        "A person takes over.",
        {"outcome": "handoff", "to": "${1:team}", "says": "${2:What happens now.}", "bring": ["${3:step}"]},
    ),
    "New end that is solved": ("It is solved.", {"outcome": "resolved", "says": "${1:What was done.}"}),
}  # fmt: skip


def snippets() -> list[dict[str, Any]]:
    """As yaml-language-server and VS Code understand them (`defaultSnippets`)."""
    return [{"label": label, "description": description, "body": body} for label, (description, body) in SNIPPETS.items()]
