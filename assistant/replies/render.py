"""Assessments -> Markdown, for citizen, hotline and adviser, in three scripts."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import zip_longest
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.eligibility.catalogue import Catalogue
from assistant.policies.bilingual import Tongue
from assistant.replies.changes import changes
from assistant.replies.citing import Passage
from assistant.replies.contract import Audience, Language
from assistant.replies.focus import Focus
from assistant.replies.hotline import aloud, line
from assistant.replies.marks import marked
from assistant.replies.names import PersonAssessment, department_name, place_name
from assistant.replies.pictures import Picture
from assistant.replies.script import in_script, tongue_of, verbatim
from assistant.replies.spoken import counted
from assistant.replies.tables import full_name, rows
from assistant.replies.words import HOME, Speech

Aspect = Literal["eligibility", "amount", "why", "change", "when"]
People = Sequence[PersonAssessment]


@dataclass(frozen=True)
class Renderer:
    """Tells what was found. Every method returns the whole answer as Markdown."""

    catalogue: Catalogue

    def entitlements(
        self,
        people: People,
        audience: Audience,
        language: Language,
        *,
        before: People = (),
        asked: Collection[str] = (),
    ) -> str:
        """What each person is due, what is open, and the one thing to ask next.

        With `before`, the people as they were judged before a correction, it begins with what changed. `asked` are
        facts not to be asked for again.
        """
        pictures = [self._picture(person, language, asked=asked) for person in people]
        whole = self._render(audience, language, pictures=pictures)
        return "\n\n".join([*self._changes(before, people, language), whole])

    def focus(
        self,
        people: People,
        benefits: Collection[str],
        aspect: Aspect,
        audience: Audience,
        language: Language,
        *,
        asked: Collection[str] = (),
        yearly: bool = False,
    ) -> str:
        """How single benefits ("item.benefit") stand: whether, how much, why, what would change it, and when.

        With `yearly`, what is paid by the month is also told by the year.
        """
        pictures = [self._picture(person, language, only=benefits, asked=asked) for person in people]
        focuses = [Focus(picture, entry) for picture in pictures for entry in picture.entries]
        template = "focus_hotline" if audience == "hotline" else "focus"
        full = audience == "adviser"
        return self._render(
            template, language, focuses=focuses, pictures=pictures, aspect=aspect, full=full, yearly=yearly
        )

    def changes(self, before: People, after: People, language: Language) -> str:
        """Only what a correction or a supposition changes, against the people as they were judged before."""
        pictures = [self._picture(person, language) for person in after]
        said = self._changes(before, after, language)
        return "\n\n".join([*said, self._render("source", language, pictures=pictures)])

    def comparison(self, people: People, benefits: Mapping[str, Collection[str]], language: Language) -> str:
        """One person against several lists: the benefits of each document side by side, also by the year."""
        pictures = [
            self._picture(person, language, only=benefits.get(person.assessment.document, ()))
            for person in people
        ]
        focuses = [Focus(picture, entry) for picture in pictures for entry in picture.entries]
        return self._render("comparison", language, pictures=pictures, focuses=focuses)

    def item(self, document: str, number: str, language: Language, *, priced: bool = False) -> str:
        """A list item word for word, cell by cell; raises KeyError where the list has no such number.

        Where its amount is asked for (`priced`) and the text states none, that is said.
        """
        policy, services = self.catalogue.policies[document], self.catalogue.lists[document]
        speech = Speech.of(tongue_of(language))
        headings = {column.role: column.heading for column in services.columns}
        item = services.items[number]
        cells = [
            [
                (headings[role] or speech.say(f"columns.{role}"), policy.source.quote(cell.span))
                for role, cell in row.cells.items()
                if role not in ("number", "name")
            ]
            for row in item.rows
        ]
        place = place_name(self.catalogue, document, speech.tongue)
        name = policy.source.quote(item.name)
        benefits = self.catalogue.rulebooks[document].benefits
        stated = any(tier.amounts for one in benefits if one.item == number for tier in one.tiers)
        return self._render(
            "item",
            language,
            place=place,
            number=number,
            name=name,
            cells=cells,
            policy=policy,
            unpriced=priced and not stated,
            gloss=policy.glosses.items.get(number),
        )

    def departments(self, document: str, number: str, language: Language) -> str:
        """Who answers for a list item, as printed; raises KeyError where the list has no such number."""
        policy, services = self.catalogue.policies[document], self.catalogue.lists[document]
        speech = Speech.of(tongue_of(language))
        spans = dict.fromkeys(span for row in services.items[number].rows for span in row.departments)
        printed = dict.fromkeys("".join(policy.source.quote(span).split()) for span in spans)
        one = speech.say("items.of_list", item=speech.say("items.one", numbers=number))
        item = f"{one[:1].upper()}{one[1:]}{speech.say('note', note=policy.source.quote(services.items[number].name))}"
        if not printed:
            return in_script(speech.say("messages.no_department", item=item), language)
        heading = next(column.heading or "" for column in services.columns if column.role == "departments")
        names = speech.listed([department_name(name, speech) for name in printed])
        said = speech.say("messages.department", item=item, heading=heading, departments=names)
        return in_script(said, language)

    def document(self, document: str, language: Language) -> str:
        """What a document is: its title, number, issuer, days and standing."""
        policy, speech = self.catalogue.policies[document], Speech.of(tongue_of(language))
        days = {speech.say(f"dates.{name}"): stated.day for name, stated in policy.stated_dates.items()}
        items = len(self.catalogue.lists[document].items) if document in self.catalogue.lists else 0
        return self._render("document", language, policy=policy, days=days, items=items)

    def quoted(self, passages: Sequence[Passage], language: Language) -> str:
        """Passages word for word, each with the place where it stands."""
        told = []
        for passage, after in zip_longest(passages, passages[1:]):
            policy = self.catalogue.policies[passage.document]
            goes_on = after is not None and _place(after) == _place(passage)
            told.append(
                {
                    "gloss": None if goes_on else policy.glosses.of(passage.item, passage.section),
                    "words": policy.source.quote(passage.span),
                    "title": (policy.list_title if passage.item else None) or policy.title,
                    "draft": policy.status == "draft",
                    "item": passage.item,
                    "section": passage.section,
                }
            )
        return self._render("quoted", language, passages=told)

    def _changes(self, before: People, after: People, language: Language) -> Iterator[str]:
        earlier = {(person.index, person.assessment.document): person for person in before}
        for person in after:
            was = earlier.get((person.index, person.assessment.document))
            if was is not None:
                old, new = self._picture(was, language), self._picture(person, language)
                anew = [words for words in new.facts if words not in old.facts]
                yield self._render("changes", language, p=new, found=changes(old, new), anew=anew)

    def _picture(
        self,
        person: PersonAssessment,
        language: Language,
        *,
        only: Collection[str] | None = None,
        asked: Collection[str] = (),
    ) -> Picture:
        speech = Speech.of(tongue_of(language))
        chosen = None if only is None else frozenset(only)
        return Picture(self.catalogue, person, speech, chosen, frozenset(asked))

    def _render(self, template: str, language: Language, **values: Any) -> str:
        text = _templates(tongue_of(language)).get_template(f"{template}.md.j2").render(**values)
        return in_script(_tidied(text), language)


def _place(passage: Passage) -> tuple[str, str | None, str | None]:
    return passage.document, passage.item, passage.section


def _tidied(text: str) -> str:
    """Markdown without the blank lines and the spaces that left-out parts leave behind."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip()


@cache
def _templates(tongue: Tongue) -> Environment:
    speech = Speech.of(tongue)
    environment = Environment(
        loader=FileSystemLoader(HOME / "templates" / tongue),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "counted": partial(counted, speech=speech),
        "full_name": full_name,
        "line": line,
        "rows": rows,
    }
    environment.filters |= {
        "aloud": partial(aloud, speech=speech),
        "department": partial(department_name, speech=speech),
        "marked": partial(marked, speech=speech),
        "status": lambda entry: speech.say(f"statuses.{entry.status}"),
        "verbatim": verbatim,
    }
    return environment
