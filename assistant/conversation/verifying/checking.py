"""All checks that a part of an answer has to pass."""

from assistant.conversation.verifying import figure_checks, source_checks, sum_checks, verdict_checks
from assistant.conversation.verifying.faults import Fault
from assistant.conversation.verifying.scene import Scene

CHECKS = (
    source_checks.quotes,
    verdict_checks.verdicts,
    verdict_checks.marks,
    source_checks.unknown_names,
    source_checks.departments,
    sum_checks.sums,
    sum_checks.offers,
    figure_checks.numbers,
    figure_checks.counts,
    figure_checks.dates,
)


def faults_of(scene: Scene) -> list[Fault]:
    """Everything that a part states without grounds."""
    if scene.unit.form == "rule":
        return []
    return [fault for check in CHECKS for fault in check(scene)]
