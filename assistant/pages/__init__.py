"""The three desks in the browser: the citizen's page, the hotline desk and the adviser's workbench."""

import os

# Before gradio is imported: it reads this once, and nothing may call home.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from assistant.pages.mounting import mount

__all__ = ["mount"]
