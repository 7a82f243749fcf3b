"""From a message to its meaning, step by step."""

from dataclasses import replace
from pathlib import Path

from assistant.eligibility.facts import Vocabulary
from assistant.language.ages import Ages
from assistant.language.answers import is_answer
from assistant.language.asking import Asking
from assistant.language.cues import Cues
from assistant.language.grades import Grades
from assistant.language.hits import hits_of
from assistant.language.identity import identities
from assistant.language.intents import NOT_OURS, Findings, intents_of
from assistant.language.lexicon import Words
from assistant.language.meaning import Context, Language, Meaning
from assistant.language.message import Message, Tools, masked
from assistant.language.ownership import Ownership
from assistant.language.persons import Persons
from assistant.language.regions import placed_in, regions_of, said_by_relation
from assistant.language.spelling import Speller
from assistant.language.subjects import items_of, named_subjects, subjects_for
from assistant.language.text import language_of, make_plain
from assistant.policies.places import Places


class Reader:
    """Understands messages; built once, it keeps nothing between two."""

    def __init__(self, words: Words, places: Places, covered: list[str]) -> None:
        """`covered` are the names of the places that documents speak for, to mend their spelling."""
        self._tools = Tools(words, places, Ages(words), Grades(words))
        self._cues = Cues(words)
        self._asking = Asking(words)
        self._speller = Speller(words, covered)
        _ = words.book, words.subjects  # made now, so that the first message need not wait

    @classmethod
    def load(cls, corpus: Path, vocabulary: Vocabulary, places: Places) -> "Reader":
        """Read corpus/vocabulary; raises WordsError naming the faulty file and entry."""
        documents = sorted(file.parent.name for file in corpus.glob("*/policy.yaml"))
        covered = [places.get(document).name.rstrip("省市区县") for document in documents]
        return cls(Words.load(corpus, vocabulary), places, covered)

    def read(self, text: str, context: Context) -> Meaning:
        """What the message means, leaning on what the conversation knows already."""
        message = self._message(text, context)
        placed = placed_in(message)
        hits = hits_of(message, placed)
        stretches = sorted({(h.start, h.end) for h in hits} | {(p.start, p.end) for p in placed})
        ownership = Ownership(message.words, message.scope, message.people, stretches)
        persons = Persons(message, ownership, hits)
        if persons.asker is not None:
            ownership = Ownership(message.words, message.scope, message.people, stretches, persons.asker)
            persons = Persons(message, ownership, hits)
        owners = {one.start: ownership.of(one.start, one.end) for one in placed}
        regions = regions_of(message, placed, owners, persons.apart)
        persons.add(said_by_relation(message, placed, regions, ownership))
        people = persons.all()
        items = tuple(items_of(message))
        told = any(s.fact == context.asked for p in people for s in p.statements)
        findings = Findings(
            readable=message.readable,
            answer=is_answer(message.words, message.plain),
            correction=message.corrected_from is not None,
            supposed=message.scope.supposes,
            facts=any(person.statements for person in people),
            tells=any(s.fact != "sex" for p in people for s in p.statements),
            aged=any(s.fact == "age" for p in people for s in p.statements),
            nobody=not context.persons and not any(person.statements for person in people),
            asks=self._asking.asks(message.plain),
            asks_in_english=self._asking.asks_in_english(message.plain),
            short_answer=self._asking.is_short_answer(message.plain, told),
            statement=self._asking.is_statement(message.plain, told, context.asked is not None),
            subjects=bool(named_subjects(message) or items),
            places=len(regions),
            several_places=self._cues.several_places(message.plain),
            firmly_out_of_scope=self._cues.firmly_out_of_scope(message.plain),
            told_in_passing=self._cues.told_in_passing(message.plain),
            foreign=self._cues.foreign(message.plain),
            of_the_text=self._cues.of_the_text(message.plain),
            not_held=self._cues.not_held(message.plain),
        )
        intents = intents_of(self._cues.find(message.plain), findings)
        # 经申诉低保已恢复，护理补贴？ puts a fact right and asks for a benefit, whatever else is mentioned.
        puts_right = findings.correction and findings.facts and findings.subjects
        return Meaning(
            language=message.language,
            intent=intents[0],
            also=intents[1:],
            regions=regions,
            persons=people,
            subjects=subjects_for(message, intents),
            item_numbers=items,
            correction=message.corrected_from is not None,
            supposition=message.scope.supposes
            or any(s.mode == "supposed" for p in people for s in p.statements),
            builds_on=message.scope.builds_on,
            compare="compare" in intents,
            not_held=findings.not_held and intents[0] not in NOT_OURS and not puts_right,
            asker_role=message.asker_role,
            spans_private=tuple(span for span, _ in message.identities),
        )

    def _message(self, text: str, context: Context) -> Message:
        """The message made plain and mended, its identity numbers blotted out."""
        raw = make_plain(text)
        english = self._speller.is_english(raw)
        private = identities(raw.plain)
        blotted = replace(raw, plain=masked(raw.plain, [(one.start, one.end) for one in private]))
        return Message(
            self._tools,
            self._speller.read(blotted, english),
            context,
            language=language_of(raw, english, _spoken(context)),
            readable=any(c.isalnum() for c in raw.plain) and not self._speller.is_gibberish(raw),
            identities=[(raw.span(one.start, one.end), one) for one in private],
        )


def _spoken(context: Context) -> Language | None:
    """The language spoken so far; the persons' labels tell it where it is not said."""
    if context.language is None and context.persons and all(label.isascii() for label in context.persons):
        return "en"
    return context.language
