"""The tables of the tree language, version 1: every key, its shape, and the line that explains it.

The reader, the JSON Schema for editors and the reference are all made from these tables, so they cannot disagree.
"""

from diagnostics.model.shapes import EXPRESSION, Day, Flag, Key, ListOf, MapOf, Mapped, Number, OneOrMore, Prose, Word

CHECK_KINDS = tuple(
    "microphone camera speaker keyboard touch pointer display network latency battery storage gamepad notifications clock bluetooth location".split()
)
CHECK_FACTS: dict[str, tuple[str, ...]] = {"network": ("latency_ms",)}
"""The facts that a kind of check can measure. `latency_ms`: the median answer time of the own server, in milliseconds."""
INPUT_KINDS = ("text", "number", "date", "money", "code", "choice")
OUTCOME_KINDS = ("resolved", "handoff", "stop", "not_covered", "return")
FACT_KINDS = ("choice", "set", "yes_no", "number", "money", "text", "date")
IDENTIFIERS = ("tag", "customer", "phone", "email")
FACT_SOURCES = ("check", "lookup", "profile", "address", "computed")

KEBAB = Word("kebab-case id", r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", hint="small letters, digits and hyphens, a letter first", joint="-")
SNAKE = Word("snake_case id", r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", hint="small letters, digits and underscores, a letter first", joint="_")
RULE = Word("rule", r"[A-Z]{2}[0-9]{3}", hint="two capital letters and three digits, as `EF101`")
STEP = Word("step")
TREE = Word("tree")
TEAM = Word("team")
FACT = Word("fact")
TEXT = Prose()
PLAIN = Prose(variants=False)
URL = Word("https address", r"https://[^\s<>\"']{4,500}", hint="write it in full, beginning with https://")
ANY = Word("value", r"[\s\S]{1,200}", hint="it has 1 to 200 characters", numeric=True)
MINUTES = Number(0, 600)

_GUARD = {
    "when": Key(EXPRESSION, "A condition: the step is shown where it holds, else the path goes to `otherwise`."),
    "otherwise": Key(STEP, "The step that follows where `when` does not hold."),
    "at_most": Key(
        Mapped("at_most", {
            "rounds": Key(Number(1, 20, whole=True), "How often the path may come here.", must=True),
            "then": Key(STEP, "Where it goes after that.", must=True),
        }),
        "A bound for a step that a path may come back to.",
    ),
}  # fmt: skip
_PICTURE = {
    "image": Key(Word("file name", r"[A-Za-z0-9_-]+\.(?:svg|png|webp|jpg)", hint="a file in trees/images/"), "A picture from trees/images/."),
    "alt": Key(TEXT, "What the picture shows, for those who do not see it."),
}
_QUESTION = {
    "question": Key(TEXT, "What we ask: the heading of the page.", must=True),
    **_GUARD,
    "hint": Key(TEXT, "A line under the question."),
    "help": Key(TEXT, "A longer text, folded away until asked for."),
    **_PICTURE,
    "minutes": Key(MINUTES, "Expected minutes on this page (0.3 if left out)."),
}
_NEXT = Key(STEP, "The step that follows.", must=True)
_NEXT_OR_NOT = Key(STEP, "The step that follows.")

ANSWER = Mapped("an answer", {
    "label": Key(TEXT, "What the customer reads and chooses.", must=True),
    "hint": Key(TEXT, "A second line under the label."),
    "means": Key(TEXT, "How an agent reads this answer."),
    "unknown": Key(Flag(), "`true` for \"I'm not sure\": no fact is set."),
    "none": Key(Flag(), "`true` for \"None of these\" among checkboxes."),
    "next": Key(STEP, "Where this answer leads; the step's `next` if left out."),
}, short="label")  # fmt: skip
ACTION = Mapped("an action", {
    "do": Key(TEXT, "One thing to do.", must=True),
    "detail": Key(TEXT, "What helps in doing it, and what is then seen."),
}, short="do")  # fmt: skip
RISK = Mapped("a risk", {
    "says": Key(TEXT, "What will or may happen.", must=True),
    "detail": Key(TEXT, "Whom it concerns, and the way out."),
}, short="says")  # fmt: skip
CASE = Mapped("a case", {"when": Key(EXPRESSION, "The condition.", must=True), "next": _NEXT})
MATCH = Mapped("a match", {"text": Key(PLAIN, "Literal text; `*` stands for anything.", must=True), "next": _NEXT})
OFFER = Mapped("an offer", {"title": Key(TEXT, "What is offered.", must=True), "url": Key(URL, "Where.", must=True)})
RESULTS = MapOf(Word("result"), STEP, "the results")

QUESTION_FORMS = {
    "answers": Mapped("a question with answers", _QUESTION | {
        "choose": Key(Word("way to choose", values=("one", "many")), "`many` shows checkboxes."),
        "fact": Key(FACT, "The fact that the answer is kept as; the step is skipped while it is known."),
        "answers": Key(MapOf(SNAKE, ANSWER, "the answers"), "Answer id → answer.", must=True),
        "next": _NEXT_OR_NOT,
    }),
    "input": Mapped("a question with an input", _QUESTION | {
        "input": Key(Word("kind of input", values=INPUT_KINDS), "What is typed.", must=True),
        "unit": Key(TEXT, "What stands behind a number."),
        "min": Key(ANY, "The least number, or the first day (`today` is allowed)."),
        "max": Key(ANY, "The greatest number, the last day, or the most characters of a text."),
        "pattern": Key(OneOrMore(ANY, "the patterns"), "For `code`: `9` a digit, `A` a letter, `X` either, anything else itself; or a list of such."),
        "example": Key(PLAIN, "What such a code looks like."),
        "optional": Key(Flag(), "`true`: it may be left empty."),
        "fact": Key(FACT, "The fact that the input is kept as.", must=True),
        "next": _NEXT,
    }),
    "paste": Mapped("a question with a box to paste into", _QUESTION | {
        "paste": Key(Flag(only=True), "`true`.", must=True),
        "fact": Key(FACT, "The fact that the pasted text is kept as."),
        "example": Key(PLAIN, "What such a message looks like."),
        "matches": Key(ListOf(MATCH, "the matches"), "Texts and where they lead.", must=True),
        "next": _NEXT,
    }),
}  # fmt: skip

STEP_KINDS: dict[str, Mapped] = {
    "instruction": Mapped("an instruction", {
        "instruction": Key(TEXT, "What to do: the heading of the page.", must=True),
        **_GUARD,
        "hint": Key(TEXT, "A line under the heading."),
        "needs": Key(TEXT, "What one must have at hand."),
        "risk": Key(RISK, "What may happen; shown before the actions."),
        **_PICTURE,
        "video": Key(URL, "A film that shows it."),
        "actions": Key(ListOf(ACTION, "the actions"), "One action each, in order.", must=True),
        "expect": Key(TEXT, "What one should see when it is done."),
        "minutes": Key(MINUTES, "Expected minutes (2 if left out)."),
        "chance": Key(Number(0, 1), "The author's estimate, 0 to 1, that this fixes it."),
        "did_it_help": Key(TEXT, "The question below the actions (\"Did that fix it?\" if left out)."),
        "fixed": Key(STEP, "Where a yes leads; the visit ends as resolved if left out."),
        "not_fixed": Key(STEP, "Where a no leads. Left out in a fixes list only."),
        "cannot": Key(STEP, "Where \"I can't do this\" leads; as `not_fixed` if left out."),
    }),
    "information": Mapped("an information step", {
        "information": Key(TEXT, "The heading of the page.", must=True),
        **_GUARD,
        "hint": Key(TEXT, "A line under the heading."),
        **_PICTURE,
        "text": Key(TEXT, "What is to be read."),
        "minutes": Key(MINUTES, "Expected minutes (0.3 if left out)."),
        "next": _NEXT,
    }),
    "check": Mapped("a check", {
        "check": Key(Word("kind of check", values=CHECK_KINDS), "What the browser tests.", must=True),
        **_GUARD,
        "hint": Key(TEXT, "Why it is tested, or what to do during it."),
        "keep": Key(ListOf(FACT, "the facts to keep"), "Facts that the check measures."),
        "minutes": Key(MINUTES, "Expected minutes (0.5 if left out)."),
        "results": Key(RESULTS, "`pass`, `fail` and `unavailable` → step.", must=True),
    }),
    "lookup": Mapped("a lookup", {
        "lookup": Key(Word("lookup"), "A source declared in _library.yml.", must=True),
        **_GUARD,
        "results": Key(RESULTS, "Each declared result → step.", must=True),
        "unavailable": Key(STEP, "Where it leads when the source does not answer.", must=True),
        "keep": Key(ListOf(FACT, "the facts to keep"), "Facts that the source returns."),
    }),
    "compute": Mapped("a compute step", {
        "compute": Key(MapOf(Word("fact"), EXPRESSION, "the facts to set"), "Fact → expression.", must=True),
        "next": _NEXT,
    }),
    "decide": Mapped("a decide step", {
        "decide": Key(ListOf(CASE, "the cases"), "The first case that holds leads on.", must=True),
        "otherwise": Key(STEP, "Where it leads when none holds."),
    }),
    "fixes": Mapped("a fixes list", {
        "fixes": Key(ListOf(STEP, "the fixes"), "Instructions, tried in order.", must=True),
        "order": Key(Word("order", values=("as_written",)), "`as_written`: never reordered by what was learned."),
        "not_fixed": Key(STEP, "Where it leads when none helped.", must=True),
    }),
    "call": Mapped("a call", {
        "call": Key(TREE, "The tree to go into.", must=True),
        "next": Key(STEP, "Where its `return` comes back to."),
    }),
    "outcome": Mapped("an outcome", {
        "outcome": Key(Word("kind of outcome", values=OUTCOME_KINDS), "How it ends.", must=True),
        "title": Key(TEXT, "The heading, in place of the kind's own."),
        "says": Key(TEXT, "What it means and what happens now."),
        "to": Key(TEAM, "The team that takes over."),
        "bring": Key(ListOf(Word("step or fact"), "what to bring"), "Steps and facts that the agent will ask for first."),
        "urgency": Key(Word("urgency", values=("normal", "high", "now")), "How soon a person should look."),
        "offer": Key(OFFER, "A part, an upgrade or an article."),
        "ask": Key(TEXT, "One short product question in passing."),
    }),
}  # fmt: skip
KINDS = ("question", *STEP_KINDS)

ERROR = Mapped("an error", {
    "match": Key(PLAIN, "The exact message or code; `*` stands for anything.", must=True),
    "start": Key(STEP, "The step to begin at.", must=True),
})  # fmt: skip
TREE_KEYS: dict[str, Key] = {
    "format": Key(Word("format", values=("1",)), "The version of the language: 1.", must=True),
    "tree": Key(KEBAB, "The tree's id: the file's stem, and permanent.", must=True),
    "title": Key(TEXT, "What is wrong, as a customer would say it.", must=True),
    "summary": Key(TEXT, "What this tree does about it.", must=True),
    "area": Key(Word("area"), "Where it stands on the home page."),
    "products": Key(ListOf(Word("product"), "the products"), "Products it is for."),
    "symptoms": Key(ListOf(PLAIN, "the symptoms"), "What customers say."),
    "errors": Key(ListOf(ERROR, "the errors"), "Exact messages or codes and the step that they lead to."),
    "owner": Key(TEAM, "The team that answers for this tree.", must=True),
    "reviewed": Key(Day(), "When it was last read against the facts.", must=True),
    "start": Key(STEP, "The first step.", must=True),
}

CONTACT = Mapped("a contact", {
    "kind": Key(Word("kind of contact", values=("phone", "chat", "email", "web")), "How.", must=True),
    "value": Key(PLAIN, "The number or address.", must=True),
    "title": Key(PLAIN, "What it is called.", must=True),
    "hours": Key(PLAIN, "When it answers."),
    "wait": Key(PLAIN, "How long one usually waits, such as `about 5 minutes`."),
})  # fmt: skip
LABELS = MapOf(ANY, PLAIN, "the values")
LIBRARY = Mapped("the library file", {
    "format": Key(Word("format", values=("1",)), "The version of the language: 1.", must=True),
    "title": Key(PLAIN, "The name of the site.", must=True),
    "locale": Key(Word("locale", r"[a-z]{2,3}(?:_[A-Z][A-Za-z]{1,3})?"), "The language that the trees are written in.", must=True),
    "areas": Key(MapOf(KEBAB, Mapped("an area", {
        "title": Key(PLAIN, "Its heading.", must=True),
        "icon": Key(KEBAB, "Its icon.", must=True),
    }), "the areas"), "Areas of the home page, in order.", must=True),
    "products": Key(MapOf(KEBAB, PLAIN, "the products"), "Product id → title."),
    "teams": Key(MapOf(KEBAB, Mapped("a team", {
        "title": Key(PLAIN, "Its name.", must=True),
        "contacts": Key(ListOf(CONTACT, "the contacts"), "How it is reached.", must=True),
    }), "the teams"), "Teams that take over.", must=True),
    "lookups": Key(MapOf(SNAKE, Mapped("a lookup", {
        "title": Key(PLAIN, "What it is called.", must=True),
        "keys": Key(ListOf(FACT, "the keys"), "Facts that it is asked with.", must=True),
        "results": Key(ListOf(SNAKE, "the results"), "What it can answer.", must=True),
        "facts": Key(ListOf(FACT, "the facts"), "Facts that it can return."),
        "timeout": Key(Number(0.1, 30), "Seconds to wait for it (3 if left out)."),
    }), "the lookups"), "Sources on the server."),
    "facts": Key(MapOf(SNAKE, Mapped("a fact", {
        "label": Key(PLAIN, "What it is called.", must=True),
        "type": Key(Word("type of fact", values=FACT_KINDS), "Its type.", must=True),
        "values": Key(LABELS, "Value → label, for `choice` and `set`."),
        "list": Key(Word("list"), "A list of `lists`, in place of `values`."),
        "personal": Key(Flag(), "`true`: kept out of the event log."),
        "identifies": Key(Word("identifier", values=IDENTIFIERS), "Whom it names, so that their call is found. Needs `personal`."),
        "sources": Key(ListOf(Word("source", values=FACT_SOURCES), "the sources"), "Where it may come from besides the customer."),
    }), "the facts", at_least=0), "Facts.", must=True),
    "lists": Key(MapOf(SNAKE, LABELS, "the lists"), "Long lists of values."),
    "tables": Key(MapOf(SNAKE, MapOf(ANY, ANY, "the table"), "the tables"), "Tables for `table()`."),
    "lint": Key(Mapped("the rules", {
        "rules": Key(MapOf(RULE, Word("severity", values=("off", "warning", "error")), "the rules"), "Rule → how much it counts here."),
        "limits": Key(MapOf(SNAKE, Number(0, 1_000_000), "the limits"), "The numbers that rules go by."),
    }), "What `diagnostics check` advises on here."),
})  # fmt: skip
