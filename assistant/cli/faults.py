"""What goes wrong on the command line: one clear line on standard error and an exit status, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer


class InputFault(typer.TyperException):
    """What was typed cannot be used; the message says what is possible instead."""

    exit_code = 2


class CorpusFault(typer.TyperException):
    """The corpus or the installation is at fault, not the person who asks."""

    exit_code = 1


@contextmanager
def input_faults() -> Iterator[None]:
    """Turn what the engine says of a person's facts into an InputFault."""
    from assistant.eligibility.consistency import ContradictionError
    from assistant.eligibility.stating import FactError

    try:
        yield
    except (FactError, ContradictionError) as fault:
        raise InputFault(str(fault)) from fault


@contextmanager
def corpus_faults() -> Iterator[None]:
    """Turn every named fault of the corpus into a CorpusFault."""

    from assistant.eligibility.compiling import RuleError
    from assistant.eligibility.expressions import ExpressionError
    from assistant.eligibility.facts import VocabularyError
    from assistant.language.lexicon import WordsError
    from assistant.policies.place_data import PlaceError
    from assistant.policies.policy import PolicyError
    from assistant.policies.service_list import ListError
    from assistant.policies.yaml_files import YamlError

    try:
        yield
    except (
        RuleError,
        ExpressionError,
        VocabularyError,
        PlaceError,
        PolicyError,
        ListError,
        WordsError,
        YamlError,
        OSError,
    ) as fault:
        raise CorpusFault(str(fault)) from fault
