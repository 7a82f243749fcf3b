"""`yanglao serve`: the pages and the API; `yanglao mcp`: the tools for an agent on this machine."""

from assistant.cli.clock import today
from assistant.cli.corpus import catalogue, settings
from assistant.cli.faults import InputFault, corpus_faults


def run_server(host: str | None = None, port: int | None = None, workers: int | None = None) -> None:
    """Serve until told to stop; what is not given is as it is set. Raises the faults of `faults`."""
    from assistant.api.problems import SettingError
    from assistant.api.server import serve

    given = {"host": host, "port": port, "workers": workers}
    chosen = settings(**{name: value for name, value in given.items() if value is not None})
    try:
        with corpus_faults():
            serve(chosen)
    except SettingError as error:
        raise InputFault(str(error)) from error


def run_tools() -> None:
    """Offer the tools on standard input and output until they end."""
    from assistant.api.agents import agent_server
    from assistant.api.logs import configure_logs
    from assistant.api.tools import Tools
    from assistant.retrieval.opening import open_search

    chosen = settings()
    configure_logs(chosen.log_level)
    corpus = catalogue()
    with corpus_faults():
        opened = open_search(chosen, corpus.places)
    agent_server(Tools(corpus, lambda: opened), today).run("stdio")
