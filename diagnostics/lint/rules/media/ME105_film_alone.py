"""ME105: a film that says what no words say."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import plain
from diagnostics.model.shapes import Record

_WATCH = re.compile(
    r"\W*(?:please )?(?:watch|see|view|play|follow|look at|do as|open)\b.{0,40}\b(?:video|film|clip|movie|shown)\b"
    r"|\W*(?:посмотрите|смотрите|включите)\b.{0,40}(?:видео|ролик|фильм)|.{0,10}(?:观看|查看|播放|看).{0,10}(?:视频|影片|短片)",
    re.IGNORECASE,
)


class FilmAlone(TreeRule):
    """A film says what no words say.

    Finds instructions with a `video` whose actions only send the customer to it.

    Why: who is deaf, who has no sound or a slow line, and who wants to look something up a second time cannot follow a film.

    Example:
        clean:
          instruction: Clean the lamp
          video: https://example.com/clean
          actions: [Watch the video]
          not_fixed: end

    Use instead:
        clean:
          instruction: Clean the lamp
          video: https://example.com/clean
          actions: [Pull the plug, Wipe the lamp with a dry cloth, Put the plug back in]
          not_fixed: end
    """

    code = "ME105"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in subject.steps.values():
            if step.form != "instruction" or (video := step.record.get("video")) is None:
                continue
            actions = [action for action in step.record.get("actions") or () if isinstance(action, Record)]
            if actions and all(_WATCH.match(plain(action.get("do"))) and not action.has("detail") for action in actions):
                yield Found(video.node, "this film says what no action says", "write its steps as actions; the film shows them once more")
