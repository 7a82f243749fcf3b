"""`yanglao chat` for people: a conversation in the terminal that can be looked at, taken back and gone on with."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from rich.console import Console
from rich.text import Text

from assistant.cli.answers import AnswerText
from assistant.cli.printing import QuietTable, bold, tongue_of_terminal
from assistant.conversation.assistant import Assistant
from assistant.policies.bilingual import Bilingual, Tongue
from assistant.replies.contract import Audience
from assistant.replies.verbalise import Verbaliser
from assistant.replies.words import Speech

COMMANDS = {
    "/facts": Bilingual(zh="目前知道的情况", en="what is known so far"),
    "/undo": Bilingual(zh="撤回上一句", en="take the last message back"),
    "/new": Bilingual(zh="另开一段对话", en="begin another conversation"),
    "/history": Bilingual(zh="前面说过的话", en="what has been said"),
    "/help": Bilingual(zh="这张表", en="this list"),
    "/quit": Bilingual(zh="结束（Ctrl-D 也可以）", en="end (or Ctrl-D)"),
}
WELCOME = Bilingual(
    zh="说说老人在哪里、多大年纪。/help 看有哪些命令。",
    en="Say where the person lives and how old the person is. /help lists the commands.",
)
GOES_ON = Bilingual(
    zh="接着上次的对话，/history 看说过的话。", en="The conversation goes on; /history shows it."
)
BEGUN = Bilingual(zh="新的对话：{session}", en="A new conversation: {session}")
LEFT = Bilingual(
    zh="以后接着说：yanglao chat --session {session}", en="To go on: yanglao chat --session {session}"
)
UNDONE = Bilingual(zh="已撤回上一句。", en="The last message is taken back.")
NOTHING_TO_UNDO = Bilingual(zh="没有可以撤回的。", en="There is nothing to take back.")
NOTHING_SAID = Bilingual(zh="还没有说过话。", en="Nothing has been said yet.")
NOTHING_KNOWN = Bilingual(zh="还不知道老人的情况。", en="Nothing is known of anybody yet.")
NO_COMMAND = Bilingual(zh="没有 {name} 这个命令。", en="There is no command {name}.")
HANDED_OVER = Bilingual(zh="转人工编号：{reference}", en="Hand-over reference: {reference}")


class Ended(Exception):
    """The person has had enough."""


@dataclass
class Talk:
    """One person at one terminal."""

    assistant: Assistant
    screen: Console
    audience: Audience
    today: Callable[[], date]
    session: str
    tongue: Tongue = field(default_factory=tongue_of_terminal)

    def run(self, read: Callable[[], str]) -> None:
        """Talk until the input ends. `read` returns a line, and raises EOFError behind the last."""
        self._say(GOES_ON if self.assistant.history(self.session) else WELCOME)
        try:
            while True:
                self._take(read().strip())
        except (Ended, EOFError, KeyboardInterrupt):
            self.screen.print()
            if self.assistant.history(self.session):
                self._say(LEFT, session=self.session)

    def _take(self, line: str) -> None:
        if line.startswith("/"):
            self._command(line.split()[0].lower())
        elif line:
            self._answer(line)

    def _answer(self, text: str) -> None:
        """Print the answer as it comes; a hand-over is named once more, to be noted down."""
        before = self.assistant.handovers(self.session)
        pieces = self.assistant.stream(text, session=self.session, audience=self.audience, today=self.today())
        lines = (piece for piece in pieces if isinstance(piece, str))
        if self.screen.is_terminal:
            for block in _blocks(lines):
                self.screen.print(AnswerText(block))
        else:
            for line in lines:
                self.screen.print(line, end="", markup=False, soft_wrap=True)
            self.screen.print()
        for handover in self.assistant.handovers(self.session)[len(before) :]:
            self._say(HANDED_OVER, reference=handover.reference)

    # --- the commands -----------------------------------------------------------------------------------------

    def _command(self, name: str) -> None:
        match name:
            case "/facts":
                self._show_facts()
            case "/undo":
                self._say(UNDONE if self.assistant.undo(self.session) else NOTHING_TO_UNDO)
            case "/new":
                self.session = new_session()
                self._say(BEGUN, session=self.session)
            case "/history":
                self._show_history()
            case "/quit":
                raise Ended
            case _:
                if name != "/help":
                    self._say(NO_COMMAND, name=name)
                self._show_help()

    def _show_facts(self) -> None:
        catalogue, day = self.assistant.catalogue, self.today()
        known = [one for one in self.assistant.remembered(self.session).persons if one.is_known]
        if not known:
            self._say(NOTHING_KNOWN)
            return
        made = QuietTable("", *(person.label for person in known))
        verbaliser = Verbaliser(catalogue, "", Speech.of(self.tongue))
        people = [person.known(catalogue.vocabulary.unknown, day) for person in known]
        for name, fact in catalogue.vocabulary.facts.items():
            said = [verbaliser.known(name, facts[name]) for facts in people]
            if any(said):
                made.row(bold(fact.label.of(self.tongue)), *(words or "" for words in said))
        self.screen.print(made)

    def _show_history(self) -> None:
        said = self.assistant.history(self.session)
        if not said:
            self._say(NOTHING_SAID)
        for one in said:
            if one.role == "person":
                self.screen.print(Text.assemble(("> ", "bold"), one.text), soft_wrap=True)
            elif self.screen.is_terminal:
                self.screen.print(AnswerText(one.text))
            else:
                self.screen.print(one.text, markup=False, soft_wrap=True)

    def _show_help(self) -> None:
        for name, meaning in COMMANDS.items():
            self.screen.print(Text.assemble((f"{name:<10}", "bold"), meaning.of(self.tongue)))

    def _say(self, words: Bilingual, **blanks: str) -> None:
        self.screen.print(Text(words.of(self.tongue).format(**blanks), style="dim"), soft_wrap=True)


def new_session() -> str:
    """A name that nobody else's conversation has, short enough to be typed."""
    return secrets.token_hex(4)


def line_reader(earlier: Iterator[str]) -> Callable[[], str]:
    """Reads lines that can be edited, with those before them to be taken up again.

    What is typed may hold personal numbers, so the lines before are kept nowhere but in this process.
    """
    try:
        import readline
    except ImportError:  # some systems' Python has none; lines are read all the same
        pass
    else:
        for line in earlier:
            readline.add_history(line)
    return lambda: input("> ")


def _blocks(lines: Iterator[str]) -> Iterator[str]:
    """Paragraphs, lists and tables, each as soon as it is whole."""
    for is_blank, some in groupby(lines, key=lambda line: not line.strip()):
        if not is_blank:
            yield "".join(some)
