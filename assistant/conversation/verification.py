"""The reply that leaves: what the tools found, and of a model's own words only what stands in it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversation.answering import Answered
from assistant.conversation.own_words import OwnWords
from assistant.conversation.verifier import Verified, Verifier
from assistant.replies.contract import Reply
from assistant.replies.script import in_script

MOST_WRITTEN = 1200
"""Characters of an opening of a few sentences; what is longer was not asked for, and is not read."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verification:
    """Holds every reply, of both minds, against what it rests on."""

    verifier: Verifier
    own_words: OwnWords

    def reply(self, answered: Answered, written: str, others: Sequence[Answered] = ()) -> Reply:
        """The reply of a turn. `written` is what a model wrote; `others` is what it looked up beside."""
        reply = answered.reply
        found = self._verified(answered, reply.answer, must_tell=True)
        # The result itself is the last thing to fall back on.
        parts = [found.text or reply.answer]
        # Whoever is handed over must learn the reference, whichever mind thought of it.
        parts += [one.reply.answer for one in others if one.handover is not None]
        if opening := self._opening(answered, written.strip()):
            parts.insert(0, opening)
        return reply.model_copy(update={"answer": "\n\n".join(parts)})

    def _opening(self, answered: Answered, written: str) -> str:
        """What a model wrote, as far as it says nothing but what was found; "" where that is nothing."""
        reply = answered.reply
        if not written or written == reply.answer.strip():
            return ""
        if len(written) > MOST_WRITTEN:
            log.warning("the model's opening was not used: it has %d characters", len(written))
            return ""
        kept = in_script(self.own_words.kept(written, reply), reply.language)
        if len(kept) < len(written):
            log.warning("of the model's opening, sentences were left out whose words stand in no result")
        if not kept or self._verified(answered, self.own_words.apart(kept)).faults:
            return ""
        verified = self._verified(answered, kept)
        return "" if verified.rejected else verified.text

    def _verified(self, answered: Answered, text: str, *, must_tell: bool = False) -> Verified:
        reply = answered.reply
        grounds = self.verifier.grounds(
            reply,
            answered.people,
            before=answered.before,
            only=answered.only if must_tell else (),
            whole=answered.is_whole and must_tell,
            stated=answered.stated,
        )
        verified = self.verifier.verify(text, grounds, reply.language)
        for fault in verified.faults:
            log.warning("left out of an answer: %s without grounds", fault.kind)
        if verified.rejected:
            log.warning(
                "an answer was not used: it contradicts the result, or leaves out what it was to tell"
            )
        return verified
