"""The automation that docs/production.md shows, on a real server: a failure reaches whoever is to be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest
import yaml
from prefect.automations import Automation
from prefect.blocks.notifications import CustomWebhookNotificationBlock

from flows.publish import publish
from transforms.publish.released import NoRelease

PRODUCTION = Path(__file__).parents[2] / "docs" / "production.md"
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def mailbox() -> Iterator[tuple[str, Queue[str]]]:
    """An address, and what is sent there."""
    received: Queue[str] = Queue()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Tell nobody."""

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", received
        server.shutdown()


def automation(block_id: str) -> Any:
    """The automation as the page shows it, with a block that sends."""
    [shown] = re.findall(r"```yaml\n(# failures\.yaml\n.*?)```", PRODUCTION.read_text("utf-8"), re.DOTALL)
    return yaml.safe_load(shown.replace(NOBODY, block_id))


@pytest.mark.usefixtures("prefect_here")
def test_a_failed_publication_is_told(mailbox: tuple[str, Queue[str]], tmp_path: Path) -> None:
    address, received = mailbox
    sender = CustomWebhookNotificationBlock(name="test", url=address, json_data={"told": "{{subject}}: {{body}}"})
    block: Any = sender.save("mailbox")
    created: Any = Automation.model_validate(automation(str(block))).create()
    try:
        with pytest.raises(NoRelease):
            publish(f"duckdb:///{tmp_path / 'news.duckdb'}", tmp_path)
        told = received.get(timeout=60)
    finally:
        created.delete()
    assert "Dateline: publish has Failed" in told
    assert "make one with dateline build" in told
