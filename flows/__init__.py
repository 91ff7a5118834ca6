"""Prefect flows, settings and the command line; no text logic and no Polars expressions live here.

Importing this package prepares Prefect's environment, which Prefect reads when it is itself imported.
"""

import os
import warnings
from pathlib import Path

# A value that the user has set wins over each of these.
PREFECT_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_HOME": str(Path.cwd() / ".prefect"),
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_CLI_PROMPT": "false",
    # The command line prints its own summary and messages; Prefect's log goes to its server.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
}
warnings.filterwarnings("ignore", "Failed to create the Prefect home directory")  # a run that needs it says so itself
for _name, _value in PREFECT_DEFAULTS.items():
    os.environ.setdefault(_name, _value)
