"""What all commands share: exit codes, messages, settings from options."""

from __future__ import annotations

import threading
from typing import Any

from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from flows.settings import Settings

EXIT_REFUSED, EXIT_USAGE, EXIT_BUSY, EXIT_FAULT = 1, 2, 3, 4
console = Console()
errors = Console(stderr=True)
_failed = threading.Event()


def fail(message: str, code: int) -> int:
    """Print a message in one piece on stderr; the exit code."""
    _failed.set()
    errors.print(f"[bold red]dateline:[/] {escape(message)}", highlight=False, soft_wrap=True)
    return code


def has_failed() -> bool:
    """Whether this process has said why it fails."""
    return _failed.is_set()


class WrongSetting(ValueError):
    """An option or a DATELINE_* variable has a value that it cannot have."""


def settings_of(**given: Any) -> Settings:
    """The settings with the options that were given.  Raises WrongSetting."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as fault:
        wrong = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in fault.errors())
        raise WrongSetting(f"wrong setting: {wrong}") from None
