"""A form to the facts that it carries."""

from werkzeug.datastructures import MultiDict

FACT = "fact."


def facts_of(form: MultiDict[str, str]) -> dict[str, str]:
    """The fields `fact.<name>`, by name. A part of a multipart form may have no name at all: it is none of them."""
    return {name.removeprefix(FACT): value for name, value in form.items() if name and name.startswith(FACT)}
