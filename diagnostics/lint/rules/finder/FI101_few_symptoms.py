"""FI101: a tree that is hard to find."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.model.shapes import BAD


class FewSymptoms(TreeRule):
    """A tree has few symptoms.

    Finds trees that customers can start and that have fewer than `least_symptoms` (8) symptoms. Trees that are only ever called need none.

    Why: customers do not use the author's words. The finder knows the tree by its title and by its symptoms, and each wording that is missing
    is a customer who finds nothing and calls.

    Example:
        symptoms: [lamp is dark, lamp is broken]

    Use instead:
        symptoms:
          - lamp is dark
          - lamp does not come on any more
          - no light when I press the switch
          - lamp went out during a thunderstorm
          - bulb is new and still no light
          - lamp flickers and goes off
          - bedside lamp is dead
          - lamp does nothing
    """

    code = "FI101"
    limits = {"least_symptoms": 8}

    def check(self, subject: Subject) -> Iterator[Found]:
        header, least = subject.written.header, subject.limits["least_symptoms"]
        if subject.written.returns is not False or header.values.get("symptoms") is BAD:
            return
        symptoms = next((value.value for key, value in header.node.value if key.value == "symptoms"), ())  # also those that cannot be read
        place = next((key for key, _ in header.node.value if key.value == "symptoms"), None)
        place = place or next((key for key, _ in header.node.value if key.value in ("title", "tree")), None)
        if len(symptoms) < least and place is not None:
            many = f"only {len(symptoms)} symptoms" if len(symptoms) > 1 else "only one symptom" if symptoms else "no symptoms"
            hint = "add what customers really type; calls and search words that found nothing are the best source"
            yield Found(place, f"this tree has {many}; {least:g} are the least", hint)
