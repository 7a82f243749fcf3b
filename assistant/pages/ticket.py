"""The ticket of a call: plain text for the hotline's own system."""

from collections.abc import Iterator
from datetime import date

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.judge import Status
from assistant.pages.fields import Fields
from assistant.replies.contract import Reply, VerdictOut
from assistant.replies.names import place_name
from assistant.replies.page import PageWords
from assistant.replies.script import in_script

TOLD: tuple[Status, ...] = ("eligible", "local_decision", "needs_info")


def ticket(catalogue: Catalogue, words: PageWords, reply: Reply, said: str, answer: str, day: date) -> str:
    """The call as one would write it down: who, where, what is met, what is open, by which document."""
    return "\n".join(_lines(catalogue, words, reply, said, answer, day))


def _lines(
    catalogue: Catalogue, words: PageWords, reply: Reply, said: str, answer: str, day: date
) -> Iterator[str]:
    def line(name: str, text: str) -> str:
        return f"{words.say(name)}{words.say('colon')}{text}"

    yield words.say("ticket_head", day=day.isoformat())
    if reply.regions:
        names = [in_script(place_name(catalogue, one, words.tongue), words.language) for one in reply.regions]
        yield line("ticket_place", words.listed(names))
    if said:
        yield line("ticket_asked", said)
    for person in reply.persons:
        fields = Fields(catalogue, words).of(person.facts, person.facts)
        facts = [f"{f.label} {f.words}{f.unit if f.type == 'number' else ''}" for f in fields]
        yield line("ticket_facts", words.listed([one for one in (person.label, *facts) if one]))
    for status in TOLD:
        found = [verdict for verdict in reply.verdicts if verdict.status == status]
        if found:
            head = words.say("ticket_status", status=words.say(f"status.{status}"), count=len(found))
            yield head + words.say("colon") + words.listed([_named(catalogue, words, one) for one in found])
    if not reply.verdicts:
        yield line("ticket_answer", " ".join(answer.split()))
    if reply.assumptions:
        yield line("ticket_assumed", words.listed([one.text for one in reply.assumptions]))
    if reply.questions:
        yield line("ticket_next", " ".join(one.text for one in reply.questions[:4]))
    titles = dict.fromkeys(citation.title for citation in reply.citations)
    if titles:
        yield line("ticket_source", words.listed([f"《{title}》" for title in titles]))
    yield words.say("ai_line")


def _named(catalogue: Catalogue, words: PageWords, verdict: VerdictOut) -> str:
    benefits = catalogue.rulebooks[verdict.document].benefits
    found = next(one for one in benefits if (one.item, one.number) == (verdict.item, verdict.benefit))
    name = in_script(found.name.of(words.tongue), words.language)
    return f"{name}（{words.say('item', number=verdict.item)}）"
