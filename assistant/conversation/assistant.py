"""The assistant: one message of one session in, one reply of the contract out."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, RemoveMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph.message import REMOVE_ALL_MESSAGES
from langgraph.graph.state import CompiledStateGraph

from assistant.conversation.case import House
from assistant.conversation.collecting import without_collecting
from assistant.conversation.handing_over import HandOver
from assistant.conversation.memory import Conversation
from assistant.conversation.middleware import Patience, Understand, Verify
from assistant.conversation.minds import BuiltInMind, open_mind
from assistant.conversation.own_words import OwnWords
from assistant.conversation.privacy import redact
from assistant.conversation.queues import Queues
from assistant.conversation.state import ConversationState, thawed
from assistant.conversation.store import IN_MEMORY, Store, expire, open_store
from assistant.conversation.subjects import Subjects
from assistant.conversation.tools import TOOLS
from assistant.conversation.turn import Turn
from assistant.conversation.understanding import Understanding
from assistant.conversation.verification import Verification
from assistant.conversation.verifier import Verifier
from assistant.eligibility.catalogue import Catalogue, load_catalogue
from assistant.eligibility.stating import read_facts
from assistant.language import Language, Meaning, PersonMeant, Reader, Statement
from assistant.language.turns import Turns
from assistant.replies.contract import Audience, Reply
from assistant.replies.wire import Wire
from assistant.settings import Settings

if TYPE_CHECKING:  # most messages need no search, and should not wait for its libraries
    from assistant.retrieval.searcher import Searcher

Graph = CompiledStateGraph[Any, Turn, Any, Any]


@dataclass(frozen=True)
class Said:
    """One message of a conversation as it is kept: personal numbers are blotted out of it."""

    role: Literal["person", "assistant"]
    text: str


@dataclass(frozen=True)
class KnownPerson:
    """What is known of one person of a conversation, as the contract writes facts."""

    index: int
    """The position among all persons spoken of, by which `mend` calls the person."""
    label: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Assistant:
    """Understands, judges and answers. All that it remembers of a session is in its store."""

    catalogue: Catalogue
    agent: Graph
    store: Store
    days: int
    """Conversations are kept for so many days after their last turn."""
    searcher: Callable[[], "Searcher"]
    """Opens the search, once."""
    _queues: Queues = field(default_factory=Queues)
    _swept: set[date] = field(default_factory=set)
    """The days on which conversations whose time was over were looked for."""

    @classmethod
    @without_collecting()
    def load(cls, settings: Settings, *, mind: BaseChatModel | None = None) -> "Assistant":
        """Read the corpus; raises the named error of whatever is at fault in it.

        Conversations are kept where `settings.memory` says; where it says nothing, in this process.
        """
        catalogue = load_catalogue(settings.corpus)

        opening = threading.Lock()

        @cache
        def opened() -> "Searcher":
            from assistant.retrieval.opening import open_search

            return open_search(settings, catalogue.places)

        def searcher() -> "Searcher":
            with opening:  # several first questions at once open it once
                return opened()

        turns = Turns.load(settings.corpus)
        house = House(catalogue, Subjects.load(settings.corpus, catalogue), turns, searcher)
        reader = Reader.load(settings.corpus, catalogue.vocabulary, catalogue.places)
        verification = Verification(Verifier.load(settings.corpus, catalogue), OwnWords.load(settings.corpus))
        understanding = Understanding(house, reader)
        store = open_store(settings.memory or IN_MEMORY)
        agent: Graph = create_agent(
            mind or open_mind(settings),
            list(TOOLS),
            middleware=[
                Understand(understanding),
                Patience(BuiltInMind(), settings.model_timeout),
                Verify(verification),
            ],
            state_schema=ConversationState,
            context_schema=Turn,
            checkpointer=store.saver,
        )
        return cls(catalogue, agent, store, settings.memory_days, searcher)

    def reply(self, text: str, *, session: str, audience: Audience, today: date) -> Reply:
        """Answer one message. `today` is the day from which ages and validity are reckoned."""
        # Half a surrogate pair is no character: it can be neither stored nor sent.
        text = text.encode(errors="replace").decode()
        return self._run(session, Turn(text, audience, today))

    def stream(self, text: str, *, session: str, audience: Audience, today: date) -> Iterator[str | Reply]:
        """The answer line by line, then the whole reply. Nothing is given out before it is verified."""
        reply = self.reply(text, session=session, audience=audience, today=today)
        yield from reply.answer.splitlines(keepends=True)
        yield reply

    def mend(
        self,
        session: str,
        *,
        person: int,
        fact: str,
        value: Any,
        audience: Audience,
        language: Language,
        today: date,
    ) -> Reply:
        """Put right one fact of a person, or forget it (None), and say what that changes.

        Raises IndexError for a person that the conversation does not know, and FactError for a value that the fact
        cannot have.
        """
        before = self.remembered(session)
        label = before.persons[person].label
        said: tuple[Statement, ...] = ()
        if value is not None:
            known = read_facts({fact: value}, self.catalogue.vocabulary, self.catalogue.place_code)
            said = (Statement(fact, known[fact], "", 0, 0, "corrected"),)
        meant = PersonMeant(label, person, said)
        meaning = Meaning(language, "correction", persons=(meant,), correction=True)
        words = self.catalogue.vocabulary.facts[fact].label.of("en" if language == "en" else "zh")
        forgotten = (person, fact) if value is None else None
        turn = Turn(f"{words}: {json.dumps(value)}", audience, today, meaning, forgotten)
        return self._run(session, turn)

    def known(self, session: str, today: date) -> tuple[KnownPerson, ...]:
        """What is known of each person spoken of."""
        wire, unknown = Wire(self.catalogue, "zh-Hans"), self.catalogue.vocabulary.unknown
        return tuple(
            KnownPerson(index, person.label, wire.facts(person.known(unknown, today)))
            for index, person in enumerate(self.remembered(session).persons)
            if person.is_known
        )

    def remembered(self, session: str) -> Conversation:
        """The conversation as it is remembered, a new one where there is none."""
        return thawed(self._state(session).get("conversation"))

    def history(self, session: str) -> tuple[Said, ...]:
        """What was said, the oldest first."""
        return tuple(
            Said("person" if isinstance(message, HumanMessage) else "assistant", message.text)
            for message in self._state(session).get("messages", [])
        )

    def handovers(self, session: str) -> tuple[HandOver, ...]:
        """What was handed to a human being, the oldest first."""
        return tuple(HandOver.model_validate_json(one) for one in self._state(session).get("handovers", []))

    def undo(self, session: str) -> bool:
        """Take back the last turn; False where there is none to take back."""
        with self._queues.alone(_thread(session)):
            state = self._state(session)
            *earlier, last = state.get("earlier") or [None]
            if last is None:
                return False
            said = state["messages"][:-2]
            values = {
                "messages": [RemoveMessage(REMOVE_ALL_MESSAGES), *said],
                "conversation": last,
                "earlier": earlier,
            }
            self.agent.update_state(_config(session), values, as_node="model")
            self.store.keep_latest(_thread(session))
        return True

    def forget(self, session: str) -> None:
        """Delete all of a session."""
        with self._queues.alone(_thread(session)):
            self.store.forget(_thread(session))

    def sweep(self) -> int:
        """Delete the conversations whose time is over; returns how many."""
        return expire(self.store, datetime.now(UTC) - timedelta(days=self.days))

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def _run(self, session: str, turn: Turn) -> Reply:
        self._sweep_daily()
        message = HumanMessage(redact(turn.said).text)
        with self._queues.alone(_thread(session)):
            self.agent.invoke({"messages": [message]}, _config(session), context=turn, durability="exit")
            self.store.keep_latest(_thread(session))
        if turn.reply is None:
            raise RuntimeError("the agent came to its end without a reply")
        return turn.reply

    def _sweep_daily(self) -> None:
        day = datetime.now(UTC).date()
        if day not in self._swept:
            self._swept.add(day)
            self.sweep()

    def _state(self, session: str) -> Mapping[str, Any]:
        found = self.store.saver.get_tuple(_config(session))
        return found.checkpoint["channel_values"] if found is not None else {}


def _thread(session: str) -> str:
    """What a session is kept under: whatever it is called by (a telephone number, say) is not stored."""
    return hashlib.sha256(session.encode(errors="surrogatepass")).hexdigest()


def _config(session: str) -> RunnableConfig:
    return {"configurable": {"thread_id": _thread(session)}}
