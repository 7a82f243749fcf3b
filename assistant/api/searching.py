"""The search, opened as an installation has it set."""

from assistant.policies.places import Places
from assistant.retrieval.dense import DenseSettings
from assistant.retrieval.searcher import Searcher
from assistant.settings import Settings


def open_search(settings: Settings, places: Places) -> Searcher:
    """Open the search, which is built first where that has not been done; takes a second, or some the first time."""
    model = settings.dense_model or DenseSettings.model
    return Searcher.open(settings.corpus, places=places, dense=DenseSettings(model, settings.chroma_url))
