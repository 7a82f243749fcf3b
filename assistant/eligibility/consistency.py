"""Facts that bear on each other: what follows from what was said, and what cannot all be true."""

from collections.abc import Iterable
from functools import lru_cache

from assistant.eligibility.cells import join
from assistant.eligibility.exact import Cluster, Question, clusters
from assistant.eligibility.expressions import YES, And, Expression
from assistant.eligibility.knowledge import Knowledge, Known


class ContradictionError(ValueError):
    """The facts given cannot all be true; `facts` names those that clash."""

    def __init__(self, facts: Iterable[str]) -> None:
        self.facts = tuple(facts)
        super().__init__(f"these facts contradict each other: {', '.join(self.facts)}")


class Consistency:
    """Constraints, ready to be kept: takes from what is known the values that no completion has."""

    def __init__(self, constraints: Iterable[Expression]) -> None:
        self._clusters = [_KeptCluster(cluster) for cluster in clusters(constraints)]

    def kept(self, known: Known) -> dict[str, Knowledge]:
        """What was said and what follows from it; raises ContradictionError when no completion keeps them all."""
        result = dict(known)
        for cluster in self._clusters:
            result |= cluster.kept(tuple(known[fact] for fact in cluster.facts))
        return result


class _KeptCluster:
    """One cluster of constraints; few states of few facts, so each is worked out once."""

    def __init__(self, cluster: Cluster) -> None:
        self._question = Question(And(cluster.constraints), ())
        self.facts = self._question.cells.facts
        self.kept = lru_cache(maxsize=4096)(self._kept)

    def _kept(self, values: tuple[Knowledge, ...]) -> dict[str, Knowledge]:
        known = dict(zip(self.facts, values, strict=True))
        if YES not in self._question.outcomes(known):
            raise ContradictionError(self.facts)
        return {fact: join(self._possible(fact, known)) for fact in self.facts}

    def _possible(self, fact: str, known: Known) -> list[Knowledge]:
        parts = self._question.cells.split(fact, known[fact])
        return [part for part in parts if YES in self._question.outcomes({**known, fact: part})]
