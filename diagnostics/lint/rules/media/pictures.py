"""The pictures of a tree, each where it is first named."""

from collections.abc import Iterator

from diagnostics.lint.subject import Picture, Subject
from diagnostics.model.shapes import At


def first_places(subject: Subject) -> Iterator[tuple[Picture, At]]:
    """Each picture that is there, once."""
    seen: set[str] = set()
    if not subject.pictures:
        return
    for step in subject.steps.values():
        image = step.record.get("image")
        if image is not None and image.value in subject.pictures and image.value not in seen:
            seen.add(image.value)
            yield subject.pictures[image.value], image
