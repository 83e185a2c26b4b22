"""The catalogue of codes: what each refusal means, why it exists, and how to cure it. Codes are permanent and never used anew.

`python -m diagnostics.violation_codes` writes `docs/reference/violations.md` from it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Code(NamedTuple):
    """`title` says what is wrong, `why` why it is refused, `cure` what to do."""

    title: str
    why: str
    cure: str


FAMILIES: Mapping[str, str] = {
    "SY": "The file as text and as YAML",
    "ST": "The structure of a tree or of the library file",
    "RF": "Names of other things",
    "FA": "Facts",
    "TX": "Texts",
    "EX": "Expressions",
    "PR": "Proofs",
    "SC": "Scenarios",
    "AL": "Allowances and options of the rules",
    "LA": "Catalogues of translations",
    "LI": "Links, tried on request",
}

CODES: Mapping[str, Code] = {
    "SY001": Code(
        "This is not YAML",
        "The file cannot be read beyond this place, so nothing behind it was checked.",
        "The message names the usual cause: an open quotation mark, a `: ` in a text without quotes, a tab. When in doubt, put the text in quotes.",
    ),
    "SY002": Code(
        "Not a text file",
        "Trees are UTF-8 text. A file in another encoding shows wrong letters to customers, and characters that command a terminal or turn the "
        "direction of a line show reviewers another text than the one that stands there.",
        "Save the file as UTF-8, and remove characters that cannot be seen.",
    ),
    "SY003": Code(
        "The file is too large",
        "A tree has at most 256 KB, an image at most 200 KB: customers load them on slow lines.",
        "Move a part of the tree into one that it calls; make the image smaller, or an SVG.",
    ),
    "SY004": Code(
        "Nested too deeply", "More than 30 levels are a mistake or an attack; a tree needs fewer than ten.", "Look for a bracket that was not closed."
    ),
    "SY005": Code(
        "Anchors and aliases",
        "`&name` and `*name` make a file hard to read in parts, and a short one can grow without bound.",
        "Write the passage out, or make it a shared tree and `call` it. Quote a text that begins with `*` or `&`.",
    ),
    "SY006": Code("Tags", "`!name` asks a YAML reader to run something; a tree is data.", "Remove the tag. Quote a text that begins with `!`."),
    "SY007": Code("The same key twice", "One of the two would be lost without a word.", "Give one another name, or remove it."),
    "SY008": Code("Several documents", "One file is one tree.", "Remove the `---`, and put the second tree into a file of its own."),
    "SY009": Code("The file is empty", "There is nothing in it but comments.", "Begin with `format: 1`, or delete the file."),
    "SY010": Code(
        "The file cannot be read",
        "It is missing, it is a folder, it is forbidden to read it, its name cannot be shown, or it is a link that leads out of the library.",
        "Look at its name and at its rights; put the file itself in the place of a link.",
    ),
    "SY011": Code(
        "A `#` cuts a text short",
        "In YAML everything behind ` #` is a comment: the customer would read half a sentence.",
        "Put the text in quotes, or the comment on a line of its own.",
    ),
    "SY012": Code("Too many steps", "A tree has at most 1,000 steps: nobody can review more.", "Split it: a tree can `call` another tree."),
    "SY013": Code("Too many mistakes", "After the first hundred the others are not shown.", "Cure these first; often one cause explains many."),
    "ST001": Code(
        "Unknown key",
        "A key that the language does not have would do nothing.",
        "Correct its spelling. In `{…}` a comma ends a text: put the text in quotes.",
    ),
    "ST002": Code(
        "Something required is missing",
        "Without it a customer would get stuck, or an agent would not know what happened.",
        "Add the key that the message names.",
    ),
    "ST003": Code(
        "The wrong kind of value",
        "A text stands where a list, a number or `key: value` pairs are needed, or the other way round.",
        "Write it as the hint shows. A text that begins with `{` or `[`, or that reads `true` or `null`, needs quotes.",
    ),
    "ST004": Code(
        "A step without a kind",
        "A step's kind is told by its key: `question`, `instruction`, `outcome` and so on; a question's by `answers`, `input` or `paste`.",
        "Add that key, or correct its spelling.",
    ),
    "ST005": Code("A step with two kinds", "A step shows one screen's worth.", "Make it two steps, or remove one of the keys."),
    "ST006": Code(
        "A name or address of the wrong form", "Ids stand in addresses and in expressions; links must be complete.", "Write it as the hint shows."
    ),
    "ST007": Code(
        "The tree's id is not the file's name",
        "Statistics hang on the id, and people look for the file by it.",
        "Make both the same. The id of a published tree never changes.",
    ),
    "ST008": Code(
        "Not one of the allowed values",
        "Only the values of the reference have a meaning here.",
        "Choose one of those; days are written as 2026-11-22.",
    ),
    "ST009": Code(
        "A number out of range",
        "The number is beyond what makes sense here, or a least value is above the greatest.",
        "Write a number within the range.",
    ),
    "ST010": Code(
        "Keys that do not go together",
        "One of the keys has no meaning beside the other, so the tree would not do what it seems to say.",
        "Remove one of them.",
    ),
    "ST011": Code("An empty text", "The customer would see a blank place.", "Write the text, or remove the key."),
    "ST012": Code("Nothing in a list", "A list or a group without an entry does nothing.", "Write at least one entry, or remove the key."),
    "ST013": Code(
        "A reserved name",
        "The name already means something: the end of an instruction that helped, a word of the expressions, a lookup that does not answer.",
        "Choose another name.",
    ),
    "RF001": Code("No such tree", "The tree to call is not in the folder.", "Correct the name, or add the tree."),
    "RF002": Code(
        "No such step", "A customer would be led nowhere.", "Correct the name, or add the step. Steps of other trees are reached by `call`."
    ),
    "RF003": Code("No such team", "Nobody would take over.", "Correct the name, or declare the team in `_library.yml`."),
    "RF004": Code("No such fact", "Only declared facts can be kept.", "Correct the name, or declare the fact in `_library.yml`."),
    "RF005": Code("No such image", "The page would show a gap.", "Correct the name, or put the file into `trees/images/`."),
    "RF006": Code("No such area", "The home page would not show the tree.", "Correct the name, or declare the area in `_library.yml`."),
    "RF007": Code("No such product", "The product is not declared.", "Correct the name, or declare the product in `_library.yml`."),
    "RF008": Code("No such lookup", "The server does not know what to fetch.", "Correct the name, or declare the lookup in `_library.yml`."),
    "RF009": Code("No such list", "The fact would have no values.", "Correct the name, or declare the list under `lists`."),
    "RF010": Code(
        "A way into a fixes list past its head",
        "The members of a fixes list are tried in its order; entering in the middle would skip some.",
        "Lead to the list itself, or take the step out of it.",
    ),
    "RF011": Code(
        "Not a member for a fixes list",
        "Members are instructions, each in one list and there once: the list decides what follows them.",
        "Take it out, or make it an instruction of its own.",
    ),
    "RF012": Code(
        "An answer that is no value of the fact",
        "With `fact`, the answer's id is what is kept.",
        "Use the fact's values as answer ids, or write `unknown: true` on an answer that sets nothing.",
    ),
    "RF013": Code(
        "A tree that calls itself",
        "A visit could go down without end and never come back.",
        "Lead to a step instead, or put what both need into a third tree.",
    ),
    "RF014": Code("Two trees with one id", "Ids are unique over all folders.", "Rename one of the files and its `tree`."),
    "RF015": Code("Nothing of this name to bring", "`bring` names steps that are answered, or facts.", "Correct the name."),
    "RF016": Code("No such result", "The check or lookup never gives this result.", "Use the results that the hint lists."),
    "RF017": Code("A fact that does not come from there", "The check or lookup does not return it.", "Keep one of those that it returns."),
    "FA001": Code("A fact of the wrong type", "The answers of this step do not fit the fact's type.", "Choose another fact, or change its type."),
    "FA002": Code(
        "A fact that may not come from this source",
        "`sources` in `_library.yml` says where a fact may come from.",
        "Add the source there, if it is right.",
    ),
    "FA003": Code(
        "A fact that cannot identify anybody",
        "What identifies a person or a device is a text, such as a service tag, and is kept out of the event log: only its keyed hash is stored.",
        "Make the fact `type: text` and `personal: true`, or remove `identifies`.",
    ),
    "TX001": Code("A text names an unknown fact", "The customer would see braces.", "Correct the name. For braces write `{{` and `}}`."),
    "TX002": Code(
        "A single brace in a text", "It is not clear whether a fact was meant.", "Write `{{` or `}}` for a brace, or close the fact's name."
    ),
    "TX003": Code(
        "Variants that do not add up",
        "The first variant that holds is shown, so exactly the last stands without a condition.",
        "Move the one without `when` to the end, or add one.",
    ),
    "EX001": Code(
        "Not an expression",
        "The text does not follow the rules of expressions.",
        "Compare facts with values: `os == 'windows' and known(model_name)`.",
    ),
    "EX002": Code(
        "Outside the expression language",
        "Expressions are small on purpose, so that they can be proved: facts, texts, numbers, comparisons and seven functions.",
        "Rewrite it with what the reference lists, or use a `decide` step with several cases.",
    ),
    "EX003": Code("An unknown name in an expression", "There is no such fact, step or table.", "Correct the name, or put a text in quotes."),
    "EX004": Code(
        "Types that do not fit",
        "A text is never equal to a number, so the condition would never hold.",
        "Compare like with like; test a set with `'value' in fact`.",
    ),
    "EX005": Code(
        "A value that this can never have",
        "The fact's values are listed, and this is none of them: the case would be dead.",
        "Use one of its values.",
    ),
    "EX006": Code("The expression is too long", "More than 500 characters or 20 levels cannot be reviewed.", "Split it over several cases or steps."),
    "PR001": Code(
        "A step that cannot be reached",
        "No answers lead there: it is dead, or a way to it is missing.",
        "Lead to it, or remove it. If conditions stand before it, look at them.",
    ),
    "PR002": Code("A loop that nothing counts", "A customer could go round for ever.", "Give one step of the loop `at_most`."),
    "PR003": Code(
        "A fact that may not be known",
        "On some path the condition or text meets a fact that nobody has given yet.",
        "Ask before, test `known(fact)`, or give the text a variant without it.",
    ),
    "PR004": Code("A decision without a case", "For some values no case holds, and the visit could not go on.", "Add the case, or `otherwise`."),
    "PR007": Code(
        "Too large to prove",
        "The tree has more states than are looked at, so nothing is promised of it. A warning.",
        "Split it with `call`, ask for fewer facts before they matter, or let fewer loops lie inside each other.",
    ),
    "PR008": Code(
        "A condition that was taken both ways",
        "The proof cannot tell when it holds, so it assumes that both may happen. A warning.",
        "Simplify it, if something was refused because of it.",
    ),
    "SC001": Code(
        "The walk names a step that is not asked",
        "The tree leads elsewhere than the scenario says.",
        "Correct the walk, or the tree: one of them is wrong.",
    ),
    "SC002": Code("The walk gives an answer that the step does not have", "Nobody could choose it.", "Use one of the answers that the hint lists."),
    "SC003": Code("The visit ends elsewhere", "The scenario's `ends` is not where its walk leads.", "Correct `ends`, the walk, or the tree."),
    "SC004": Code(
        "A fact that cannot be given",
        "`given` holds facts that the profile or the address may supply, with values that they can have.",
        "Correct the fact or its value.",
    ),
    "SC005": Code(
        "A swap that no scenario notices",
        "Two `next`s of the tree could change places, and all scenarios would pass: `diagnostics test --mutate` tried it. A warning.",
        "Write the scenario that the hint describes; it would fail.",
    ),
    "AL001": Code(
        "A comment that allows nothing",
        "`# allow` names no rule. Only rules can be allowed, not what keeps a tree from running. A warning.",
        "Write the code of the rule: `# allow EF103: why it is right here`.",
    ),
    "AL002": Code(
        "A rule allowed without a reason",
        "Whoever reads the file next must know why it is right here. The rule still speaks. A warning.",
        "Write the reason behind the code and a colon.",
    ),
    "AL003": Code(
        "An allowance that nothing needs",
        "The rule is not broken here, or not any more; the comment would hide the next mistake. A warning.",
        "Remove the comment.",
    ),
    "AL004": Code(
        "No such rule or limit", "What stands under `lint:` would change nothing.", "Correct the name; `diagnostics explain` lists the rules."
    ),
    "AL005": Code(
        "A rule that failed",
        "A mistake in the rule itself, which this file brought to light; nobody knows what it would have found here. Everything else was checked.",
        "Report the line that `check` prints. Until it is mended, switch the rule off under `lint: rules:`.",
    ),
    "LA001": Code(
        "A catalogue that cannot be read",
        "The file is not a gettext catalogue, so none of its translations is used.",
        "Correct the line that is shown; `diagnostics translate` writes and merges catalogues.",
    ),
    "LI001": Code(
        "A dead link",
        "The page is gone, the site has no such name, or it cannot prove who it is. Tried with `diagnostics check --links`.",
        "Lead to where the page stands now, or remove the link.",
    ),
    "LI002": Code(
        "A link to a page that has moved",
        "The site says that the page stands elsewhere for good; the old address may end any day. A warning.",
        "Write the address that the message names.",
    ),
    "LI003": Code(
        "A link that could not be tried",
        "The site refused programs, did not answer in time, or answered with a fault of its own: it may be well. A warning.",
        "Open it in a browser; try again later.",
    ),
    "LI004": Code(
        "A link that is not followed",
        "It leads to an address inside a private network, or on to a page without https. A warning.",
        "Lead to a public page with https.",
    ),
}


def as_markdown() -> str:
    """The catalogue as a page of the reference."""
    lines = [
        "# Violations",
        "",
        "<!-- Made by `python -m diagnostics.violation_codes`; change that module, not this page. -->",
        "",
        "What is refused, why, and what to do. A violation shows its file, line and column, its code, the line with a caret under the very place,",
        "and mostly a hint. All violations of a file are shown at once; one cause is shown once. Codes are permanent.",
    ]
    for family, heading in FAMILIES.items():
        lines += ["", f"## {heading}"]
        for code, (title, why, cure) in CODES.items():
            if code.startswith(family):
                lines += ["", f"### {code} {title}", "", why, "", f"**Cure:** {cure}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path("docs/reference/violations.md").write_text(as_markdown(), encoding="utf-8")
