"""The next question in words: asked of the person spoken of, as `facts.yaml` asks it."""

import re

from assistant.eligibility.catalogue import Catalogue
from assistant.replies.names import PersonAssessment, who
from assistant.replies.words import Speech


def question_text(
    catalogue: Catalogue, person: PersonAssessment, fact: str, speech: Speech, *, name_them: bool = False
) -> str:
    """The question about a fact; with `name_them` it says of whom, where the words themselves don't."""
    general = catalogue.vocabulary.facts[fact].question.of(speech.tongue)
    them = who(person, speech)
    if not them.is_named:
        return general
    asked, replaced = re.subn(speech.say("people.in_question"), them.name, general, count=1)
    if name_them and not replaced:
        return speech.say("people.addressed", name=them.titled, question=general)
    return asked
