"""A message -> what was meant, without a language model.

The surface:

- `Reader.load(corpus, vocabulary, places)` builds once; `reader.read(text, context) -> Meaning` understands
  one message.
- `Context`: the as-of day, the persons already spoken of and which of them is current, the documents that the
  conversation is about, and the fact last asked for.
- `Meaning`: language, intent, places asked about, persons with their statements, subjects, item numbers, and
  whether something was corrected, supposed or compared.
- `INTENTS`: every intent with its meaning in one line.

The words that people use stand in `corpus/vocabulary/`, as data; what is here is the grammar around them. All
offsets are code points of the original message. An identity number is used for its birth date and never kept.
"""

from assistant.language.meaning import (
    INTENTS,
    Context,
    Intent,
    ItemNumber,
    Language,
    Meaning,
    Mode,
    PersonMeant,
    RegionAsked,
    Statement,
    SubjectAsked,
)
from assistant.language.reader import Reader

__all__ = [
    "INTENTS",
    "Context",
    "Intent",
    "ItemNumber",
    "Language",
    "Meaning",
    "Mode",
    "PersonMeant",
    "Reader",
    "RegionAsked",
    "Statement",
    "SubjectAsked",
]
