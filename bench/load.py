"""A Slack that types commands, signed, over a few connections: as fast as they are answered, or at a steady pace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from itertools import count
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

from tests.fakes.slack_delivery import sign

CONNECTIONS = 16
OK = b"HTTP/1.1 200"


class Typist:
    """The same words again and again, each time another delivery."""

    def __init__(self, address: str, secret: str, fields: dict[str, str]) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port or 0
        self._path, self._secret, self._fields, self._numbers = parts.path, secret, urlencode(fields).encode(), count()

    def request(self) -> bytes:
        now = str(int(time.time()))
        body = self._fields + b"&trigger_id=%d.%d" % (next(self._numbers), time.time_ns())
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nUser-Agent: Slackbot 1.0\r\n"
            f"Accept: application/json,*/*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {now}\r\n"
            f"X-Slack-Signature: {sign(self._secret, now, body)}\r\n\r\n"
        )
        return head.encode() + body

    async def read(self, path: str) -> str:
        """What a page of the same server says."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        answer = await exchange(reader, writer, f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
        writer.close()
        return answer.decode()


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    """The answer's body; anything but a 200 ends the measurement."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(OK):
        raise RuntimeError(head.partition(b"\r\n")[0].decode())
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.partition(b":")[2]))


async def fastest(typist: Typist, seconds: float, connections: int = CONNECTIONS) -> float:
    """Commands a second when each connection types again as soon as it is answered."""
    until = time.perf_counter() + seconds

    async def type_on() -> int:
        reader, writer = await asyncio.open_connection(typist.host, typist.port)
        done = 0
        while time.perf_counter() < until:
            await exchange(reader, writer, typist.request())
            done += 1
        writer.close()
        return done

    return sum(await asyncio.gather(*(type_on() for _number in range(connections)))) / seconds


async def paced(typist: Typist, rate: float, seconds: float, connections: int = CONNECTIONS) -> list[float]:
    """Seconds from the moment each command was due until its answer, at a steady rate, sorted."""
    began = time.perf_counter()
    due: Iterator[float] = (began + number / rate for number in range(int(rate * seconds)))
    took: list[float] = []

    async def type_on() -> None:
        reader, writer = await asyncio.open_connection(typist.host, typist.port)
        for moment in due:
            await asyncio.sleep(moment - time.perf_counter())
            await exchange(reader, writer, typist.request())
            took.append(time.perf_counter() - moment)
        writer.close()

    await asyncio.gather(*(type_on() for _number in range(connections)))
    return sorted(took)


def p99(times: list[float]) -> float:
    """In milliseconds."""
    return quantiles(times, n=100)[98] * 1000
