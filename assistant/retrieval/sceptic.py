"""How a question sounds: like those that the documents answer, or like those that nothing does (naive Bayes)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

_SMOOTHING = 0.5
_EMPTY = -3.0
"""What is said without a word of any subject is no question."""


class Sceptic:
    """Weighs the words of a question by where they are said."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        """`weights` are log odds: positive for words of questions that are answered."""
        self.weights = weights

    @classmethod
    def learn(cls, answered: Sequence[Sequence[str]], unanswered: Sequence[Sequence[str]]) -> "Sceptic":
        """From tokens of questions of either kind."""
        yes, no = _spread(answered), _spread(unanswered)
        return cls(
            {
                word: log((yes[word] + _SMOOTHING) / (len(answered) + 1))
                - log((no[word] + _SMOOTHING) / (len(unanswered) + 1))
                for word in sorted({*yes, *no})
            }
        )

    def trust(self, words: Iterable[str]) -> float:
        """Positive for what sounds like a question that is answered."""
        said = set(words)
        if not said:
            return _EMPTY
        return sum(self.weights.get(word, 0.0) for word in said) / sqrt(len(said) + 1)

    def unheard(self, words: Iterable[str]) -> float:
        """The share of words that neither kind of question has."""
        said = set(words)
        return sum(word not in self.weights for word in said) / len(said) if said else 1.0


def _spread(questions: Sequence[Sequence[str]]) -> Counter[str]:
    return Counter(word for question in questions for word in set(question))
