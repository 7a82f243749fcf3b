"""What people think of answers: a line of JSON each, without the conversation and without personal numbers."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.conversation.privacy import redact


@dataclass(frozen=True)
class Feedback:
    """Keeps opinions in a file."""

    file: Path
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def keep(self, day: date, *, useful: bool, note: str, intent: str, documents: Sequence[str]) -> None:
        """Add one opinion; raises OSError where the file cannot be written."""
        line = json.dumps(
            {
                "day": day.isoformat(),
                "useful": useful,
                "intent": intent,
                "documents": list(documents),
                "note": redact(note.strip()).text,
            },
            ensure_ascii=False,
        )
        with self._lock:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
