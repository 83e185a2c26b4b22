"""What libyaml's syntax errors mean to somebody who writes trees, and what to do about each."""

_QUOTE = 'put the text in quotes: "…"'


def hint_for(problem: str, context: str, line: str) -> tuple[str, str]:
    """The parser's problem, its context and the line it stopped at, as a message and a hint in the author's words."""
    value = line.split(": ", 1)[-1].strip()
    if "mapping values are not allowed" in problem:
        return "a `: ` inside a text that is not in quotes", _QUOTE
    if "cannot start any token" in problem:
        mark = value[:1]
        return f"a text cannot begin with `{mark}`" if mark else "a text cannot begin with this character", _QUOTE
    if "found undefined alias" in problem or "while scanning an alias" in context or "while scanning an anchor" in context:
        return "a text that begins with `*` or `&` is read as an alias or an anchor", _QUOTE
    if "tab" in problem or ("\t" in line[: len(line) - len(line.lstrip())]):
        return "a tab is used to indent", "indent with spaces"
    if "while scanning a quoted scalar" in context or "unexpected end of stream" in problem:
        return "a quotation mark is opened and not closed", "close it, and write \\\" for a quotation mark inside the text"
    if "while parsing a flow" in context:
        return "a `{…}` or `[…]` is not closed, or a comma is missing", "close it, and quote texts that hold `,` `{` `}` `[` or `]`"
    if "did not find expected key" in problem or "did not find expected '-'" in problem:
        return "this line does not fit the lines above", "check the indentation, and quote a text that goes on behind its closing quote"
    if "could not find expected ':'" in problem:
        return "a key without a `:`", "write `key: value`, with a space behind the colon"
    return problem, ""
