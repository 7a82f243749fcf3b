"""The figures as a Markdown page and as a plot."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval.retrieval.measure import Measured
from eval.retrieval.metrics import FIGURES, Outcome, figures

GROUPS: Mapping[str, Callable[[Outcome], str]] = {
    "document": lambda outcome: outcome.asked.place or "none or several",
    "language": lambda outcome: outcome.asked.language,
    "kind": lambda outcome: outcome.asked.kind,
}
_IN_GROUPS = ("recall@1", "recall@5", "exact sentence")


def scorecard(measured: Measured, command: str) -> str:
    """The page."""
    lines = [
        "# Retrieval scorecard",
        "",
        f"Made by `{command}`; `docs/retrieval.md` says what each figure means.",
    ]
    for name, by_system in measured.items():
        first = next(iter(by_system.values()))
        answerable = sum(outcome.asked.answerable for outcome in first)
        lines += [
            "",
            f"## {name}",
            "",
            f"{len(first)} questions, {answerable} of them answered by a document.",
            "",
        ]
        lines += _table(
            ["system", *FIGURES], [[s, *_written(figures(o), FIGURES)] for s, o in by_system.items()]
        )
        for group, of in GROUPS.items():
            lines += ["", f"### By {group}", ""]
            lines += _grouped(group, of, by_system)
    return "\n".join(lines) + "\n"


def plot(measured: Measured, name: str, file: Path) -> None:
    """A bar for each system and figure of one set of questions."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    by_system = measured[name]
    width = 0.8 / len(by_system)
    chart, axes = pyplot.subplots(figsize=(11, 4.5), layout="constrained")
    for i, (system, outcomes) in enumerate(by_system.items()):
        values = [value or 0.0 for value in figures(outcomes).values()]
        at = [x + (i - (len(by_system) - 1) / 2) * width for x in range(len(FIGURES))]
        bars = axes.bar(at, values, width * 0.92, label=system)
        axes.bar_label(bars, [f"{value:.2f}".removeprefix("0") for value in values], fontsize=7, padding=1)
    axes.set_xticks(range(len(FIGURES)), [figure.replace(" ", "\n") for figure in FIGURES])
    axes.set_ylim(0, 1.1)
    axes.set_title(f"Retrieval, {name.replace('_', ' ')}: {len(next(iter(by_system.values())))} questions")
    axes.legend(ncols=len(by_system), loc="upper center", bbox_to_anchor=(0.5, -0.12), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    chart.savefig(file, dpi=110, metadata={"Software": None})
    pyplot.close(chart)


def _grouped(
    group: str, of: Callable[[Outcome], str], by_system: Mapping[str, Sequence[Outcome]]
) -> list[str]:
    first = next(iter(by_system.values()))
    rows = []
    for value in sorted({of(outcome) for outcome in first}):
        cells = [str(sum(of(outcome) == value for outcome in first))]
        for outcomes in by_system.values():
            found = figures([outcome for outcome in outcomes if of(outcome) == value])
            cells.append(" / ".join(_written(found, _IN_GROUPS)))
        own = figures([outcome for outcome in first if of(outcome) == value])
        cells.append(" / ".join(_written(own, FIGURES[-2:])))
        rows.append([value, *cells])
    heads = [group, "n", *(f"{system}: {' / '.join(_IN_GROUPS)}" for system in by_system)]
    return _table([*heads, f"{next(iter(by_system))}: abstention precision / recall"], rows)


def _written(found: Mapping[str, float | None], names: Sequence[str]) -> list[str]:
    return [f"{value:.3f}" if (value := found[name]) is not None else "–" for name in names]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in (heads, *rows)]
    return [lines[0], "|" + " --- |" * len(heads), *lines[1:]]
