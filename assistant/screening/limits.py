"""How large a roster may be: an upload has limits, an operator's own file has none."""

from dataclasses import dataclass

from assistant.screening.errors import RosterError


class LimitError(RosterError):
    """A roster that is larger than is allowed; the message says how large it may be."""


@dataclass(frozen=True)
class Limits:
    """The greatest size of a file in bytes, and of a roster in rows and columns; None is without limit."""

    bytes: int | None = 20_000_000
    rows: int | None = 100_000
    columns: int | None = 200

    @classmethod
    def none(cls) -> "Limits":
        """No limits."""
        return cls(None, None, None)

    def check_bytes(self, name: str, size: int) -> None:
        """Raises LimitError for too large a file."""
        _check(name, size, self.bytes, "bytes")

    def check_rows(self, name: str, rows: int) -> None:
        """Raises LimitError for too many people."""
        _check(name, rows, self.rows, "rows")

    def check_columns(self, name: str, columns: int) -> None:
        """Raises LimitError for too many columns."""
        _check(name, columns, self.columns, "columns")


def _check(name: str, size: int, most: int | None, unit: str) -> None:
    if most is not None and size > most:
        raise LimitError(f"{name}: it has {size:,} {unit} and at most {most:,} are taken here")
