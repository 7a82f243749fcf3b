"""The line that an operator reads out: what fits into a quarter of a minute, figures in words, and one question."""

import regex

from assistant.replies.entries import Entry
from assistant.replies.pictures import Picture
from assistant.replies.spoken import spoken
from assistant.replies.words import Speech

# What stands in brackets is for the eye alone.
_ASIDE = {"en": regex.compile(r" ?\([^()]*\)"), "zh": regex.compile(r"（[^（）]*）")}
_SOUND = {"en": regex.compile(r"\S+"), "zh": regex.compile(r"[\p{L}\p{N}]")}


MOST_NAMED = 3


def line(picture: Picture) -> str:
    """As many benefits as fit, the most telling first, and the next question."""
    speech = picture.speech
    asking = speech.say("spoken.ask", question=picture.question.text) if picture.question else ""
    if not picture.due:
        return aloud(_nothing(picture) + asking, speech)
    limit = float(speech.wording.plain["spoken.seconds"])
    best = aloud(_due(picture, [speech.say("spoken.benefit", name=picture.due[0].name)]) + asking, speech)
    for most in range(1, min(MOST_NAMED, len(picture.due)) + 1):
        longer = aloud(
            _due(picture, [_benefit(entry, speech) for entry in picture.due[:most]]) + asking, speech
        )
        if seconds(longer, speech) > limit:
            break
        best = longer
    return best


def aloud(text: str, speech: Speech) -> str:
    """The text as it is read out."""
    said = spoken(_ASIDE[speech.tongue].sub("", text), speech).strip()
    return said[:1].upper() + said[1:]


def seconds(text: str, speech: Speech) -> float:
    """How long it takes to read the text out."""
    return len(_SOUND[speech.tongue].findall(text)) / float(speech.say("spoken.pace"))


def _due(picture: Picture, benefits: list[str]) -> str:
    speech = picture.speech
    rest = picture.count - len(benefits)
    form = "spoken.due_and_more" if rest > 0 else "spoken.due"
    return speech.say(
        form,
        draft=_draft(picture),
        who=picture.who.name,
        meets=picture.who.named_verb("meets", "meet"),
        benefits=speech.say("semicolon").join(benefits),
        count=picture.count,
        rest=rest,
    )


def _benefit(entry: Entry, speech: Speech) -> str:
    if entry.sums is None:
        return speech.say("spoken.benefit", name=entry.name)
    return speech.say("spoken.benefit_with_sum", name=entry.name, sum=entry.sums)


def _nothing(picture: Picture) -> str:
    speech = picture.speech
    if picture.open or picture.of("local_decision"):
        return speech.say("spoken.undecided")
    return speech.say(
        "spoken.nothing",
        draft=_draft(picture),
        who=picture.who.name,
        meets=picture.who.named_verb("meets", "meet"),
    )


def _draft(picture: Picture) -> str:
    return picture.speech.say("spoken.draft") if picture.is_draft else ""
