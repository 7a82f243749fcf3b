"""What a message adds to a conversation: facts, persons, places, and what it takes back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.conversation.memory import Conversation, Person
from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Interval, Options
from assistant.language import Meaning, PersonMeant, Statement


@dataclass(frozen=True)
class Step:
    """A conversation after a message.

    `spoken_of` are the indexes of the persons that the message is about. `supposed` is the conversation as it would
    be were the message's suppositions true, None where it supposes nothing; suppositions are never remembered.
    """

    after: Conversation
    spoken_of: tuple[int, ...]
    supposed: Conversation | None
    implausible: bool = False
    """Whether an age was said that nobody reaches; it is not remembered."""


def remember(conversation: Conversation, meaning: Meaning, facts: Mapping[str, Fact], somebody: str) -> Step:
    """Take in a message. `somebody` is what a person is called whom nobody has named."""
    turn = conversation.turn + 1
    documents = _documents(conversation, meaning)
    gone = tuple(one for one in conversation.documents if one not in documents)
    conversation = replace(
        conversation, turn=turn, documents=documents, elsewhere=gone or conversation.elsewhere
    )
    supposed = conversation
    if meaning.builds_on and conversation.supposed is not None:
        supposed = replace(conversation, persons=conversation.supposed)
    spoken_of: list[int] = []
    implausible = False
    for said in meaning.persons:
        meant = _plausible(said, facts)
        implausible |= meant != said
        index = _index(conversation, meant)
        meant = _without_idle(meant, conversation, index)
        spoken_of.append(index)
        meant = _with_findings(meant, conversation, index, facts)
        meant = _with_form(meant, conversation, index)
        conversation = _told(conversation, index, _without_suppositions(meant), turn, somebody)
        supposed = _told(supposed, index, meant, turn, somebody)
    if not conversation.persons:
        conversation, supposed = (each.with_person(0, Person(somebody)) for each in (conversation, supposed))
    in_focus = tuple(dict.fromkeys(spoken_of)) or conversation.in_focus or (0,)
    imagined = supposed if _supposes(meaning) else None
    conversation = replace(conversation, supposed=None if imagined is None else imagined.persons)
    conversation = _noting_silence(replace(conversation, in_focus=in_focus))
    return Step(conversation, in_focus, imagined, implausible)


_NONE = Options(frozenset({"none"}))


def _plausible(meant: PersonMeant, facts: Mapping[str, Fact]) -> PersonMeant:
    """Without numbers that nobody can have."""
    kept = tuple(statement for statement in meant.statements if _is_plausible(statement, facts))
    return meant if kept == meant.statements else replace(meant, statements=kept)


def _is_plausible(statement: Statement, facts: Mapping[str, Fact]) -> bool:
    value, most = statement.knowledge, facts[statement.fact].plausible
    return most is None or not isinstance(value, Interval) or value.low <= most


def _without_idle(meant: PersonMeant, conversation: Conversation, index: int) -> PersonMeant:
    """Without what takes back, or changes, something that nobody told."""
    known = conversation.persons[index].facts if index < len(conversation.persons) else {}
    told = {fact for fact, entry in known.items() if entry.knowledge != _NONE}
    kept = tuple(one for one in meant.statements if one.mode != "taken_back" or one.fact in told)
    return replace(meant, statements=kept)


def _with_findings(
    meant: PersonMeant, conversation: Conversation, index: int, facts: Mapping[str, Fact]
) -> PersonMeant:
    """Once a finding was spoken of, what corrects or supposes its object speaks of the finding: 要是评成失能呢."""
    known = conversation.persons[index].facts if index < len(conversation.persons) else {}
    said = {statement.fact: statement for statement in meant.statements}
    follows = tuple(
        replace(said[fact.finding_of], fact=name)
        for name, fact in facts.items()
        if fact.finding_of in said and name in known and name not in said
        if said[fact.finding_of].mode in ("corrected", "supposed")
    )
    return replace(meant, statements=(*meant.statements, *follows)) if follows else meant


def _with_form(meant: PersonMeant, conversation: Conversation, index: int) -> PersonMeant:
    """要是去敬老院住呢: where somebody on tekun would live tells the form of support that is supposed."""
    known = conversation.persons[index].facts if index < len(conversation.persons) else {}
    welfare, said = known.get("welfare"), {statement.fact: statement for statement in meant.statements}
    lives = said.get("institution")
    if lives is None or lives.mode != "supposed" or "tekun_support" in said:
        return meant
    if welfare is None or welfare.knowledge != Options(frozenset({"tekun"})):
        return meant
    form = "concentrated" if lives.knowledge == Options(frozenset({True})) else "scattered"
    supposed = replace(lives, fact="tekun_support", knowledge=Options(frozenset({form})))
    return replace(meant, statements=(*meant.statements, supposed))


def _noting_silence(conversation: Conversation) -> Conversation:
    """What was asked for last and is still not known is not asked for again."""
    asked = conversation.asked
    if asked is None or any(asked in conversation.persons[index].facts for index in conversation.in_focus):
        return conversation
    return replace(conversation, unanswered=conversation.unanswered | {asked})


def _documents(conversation: Conversation, meaning: Meaning) -> tuple[str, ...]:
    if not meaning.covered:
        # 哪边给得多, after one place and another: both are meant
        both = meaning.compare and len(conversation.documents) == 1
        return (*conversation.elsewhere, *conversation.documents) if both else conversation.documents
    if meaning.compare:
        return tuple(dict.fromkeys((*conversation.documents, *meaning.covered)))
    return meaning.covered


def _index(conversation: Conversation, meant: PersonMeant) -> int:
    if meant.earlier is not None:
        return meant.earlier
    # Somebody of whom nothing is known, or only the place, stands for whoever is named first.
    nobody = next((i for i, person in enumerate(conversation.persons) if person.is_anybody), None)
    return len(conversation.persons) if nobody is None else nobody


def _told(
    conversation: Conversation, index: int, meant: PersonMeant, turn: int, somebody: str
) -> Conversation:
    known = conversation.persons[index] if index < len(conversation.persons) else Person(somebody)
    if meant.label and (meant.is_new or not known.is_named):
        known = replace(known, label=meant.label, is_named=meant.label != somebody)
    return conversation.with_person(index, known.told(meant, turn))


def _without_suppositions(meant: PersonMeant) -> PersonMeant:
    return replace(
        meant,
        statements=tuple(statement for statement in meant.statements if statement.mode != "supposed"),
        birth=None if meant.birth_mode == "supposed" else meant.birth,
    )


def _supposes(meaning: Meaning) -> bool:
    return any(
        meant.birth_mode == "supposed" or any(statement.mode == "supposed" for statement in meant.statements)
        for meant in meaning.persons
    )
