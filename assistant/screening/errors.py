"""What goes wrong with a roster, in one line that is safe to show."""


class RosterError(ValueError):
    """A roster that cannot be used; the message names the file, what is wrong and what to do."""
