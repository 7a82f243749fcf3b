"""The reply that leaves: what the tools found, and of a model's own words only what stands in it."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.conversation.answering import Answered
from assistant.conversation.verifier import Verified, Verifier
from assistant.replies.contract import Citation, Reply

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verification:
    """Holds every reply, of both minds, against what it rests on."""

    verifier: Verifier

    def reply(self, answered: Answered, written: str, others: Sequence[Answered] = ()) -> Reply:
        """The reply of a turn. `written` is what a model wrote; `others` is what it looked up beside."""
        reply = answered.reply
        found = self._verified(answered, reply, reply.answer, must_tell=True)
        # The result itself is the last thing to fall back on.
        answer = found.text or reply.answer
        lead = written.strip()
        if not lead or any(lead == one.reply.answer.strip() for one in (answered, *others)):
            return reply.model_copy(update={"answer": answer})
        citations = _joined(reply.citations, (citation for one in others for citation in one.reply.citations))
        reply = reply.model_copy(update={"citations": citations})
        opening = self._verified(answered, reply, lead)
        parts = [answer] if opening.rejected else [opening.text, answer]
        return reply.model_copy(update={"answer": "\n\n".join(parts)})

    def _verified(self, answered: Answered, reply: Reply, text: str, *, must_tell: bool = False) -> Verified:
        grounds = self.verifier.grounds(
            reply,
            answered.people,
            before=answered.before,
            only=answered.only if must_tell else (),
            whole=answered.is_whole and must_tell,
            stated=(answered.handover.reference,) if answered.handover else (),
        )
        verified = self.verifier.verify(text, grounds, reply.language)
        for fault in verified.faults:
            log.warning("left out of an answer: %s without grounds", fault.kind)
        if verified.rejected:
            log.warning(
                "an answer was not used: it contradicts the result, or leaves out what it was to tell"
            )
        return verified


def _joined(citations: tuple[Citation, ...], more: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations with those of what was looked up beside, each once; the indexes of the first stay."""
    return tuple(dict.fromkeys((*citations, *more)))
