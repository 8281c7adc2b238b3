from __future__ import annotations

import socket
from contextlib import closing

from tests.bot.cli.process import free_port, started


def test_the_demo_serves_its_console_and_keeps_nothing(tmp_path):
    port = free_port()
    nobody = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": "http://127.0.0.1:1"}
    with started("demo", "--port", str(port), "--no-browser", port=port, folder=tmp_path, **nobody) as demo:
        page = demo.get("/")
        assert (page.status_code, page.url) == (200, f"{demo.address}/console/")
        assert "Alice Martin" in page.text
        assert f"The console is at {demo.address}/" in demo.said
        assert demo.stops() == 0
    assert [*tmp_path.glob("comptoir-demo-*")] == []


def test_a_taken_port_is_told_with_another_one_to_try(sqlite_shell):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        told = sqlite_shell.fails(1, "demo", "--no-browser", "--port", port)
    assert told == f"Port {port} is taken. Choose another one: comptoir demo --port {port + 1}\n"


def test_a_port_that_is_none_is_a_wrong_use(sqlite_shell):
    assert "--port" in sqlite_shell.fails(2, "demo", "--port", "70000")
