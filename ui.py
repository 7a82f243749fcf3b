"""The three desks in the browser, with the API: `python ui.py` serves them on the address of the settings."""

import sys

from assistant.cli.faults import CorpusFault, InputFault
from assistant.cli.serve import run_server


def main() -> None:
    """Serve until interrupted; what keeps it from starting gets one line and exit status 1."""
    try:
        run_server(None, None, None)
    except (CorpusFault, InputFault) as fault:
        sys.exit(fault.message)


if __name__ == "__main__":
    main()
