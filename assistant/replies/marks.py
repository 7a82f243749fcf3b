"""The trace of a verdict for somebody who checks it: ✓ ✗ ? with the words that ask for each thing."""

from collections.abc import Collection

from assistant.replies.reasons import Ground
from assistant.replies.script import verbatim
from assistant.replies.words import Speech

MARKS = {True: "✓", False: "✗", None: "?"}


def marked(ground: Ground, presumed: Collection[str], speech: Speech) -> str:
    """One condition with its mark and its quote; of a group each part. `presumed` are facts that nobody stated."""
    if not ground.parts:
        note = speech.say("marks.presumed") if set(presumed) & set(ground.facts) else ""
        return f"{MARKS[ground.met]} {ground.text}{note}{_quoted(ground, speech)}"
    parts = [marked(part, presumed, speech) for part in ground.parts]
    if ground.kind == "all":
        return speech.say("marks.all", parts=speech.say("marks.and").join(parts))
    return speech.say("marks.any", mark=MARKS[ground.met], parts=speech.say("marks.or").join(parts))


def _quoted(ground: Ground, speech: Speech) -> str:
    if not ground.quotes:
        return ""
    return speech.say("marks.quote", quote=verbatim(ground.quotes[0]))
