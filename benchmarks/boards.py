"""Synthetic Greenhouse boards, and a server process that answers with them as fast as Python can."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import html
import json
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

WORDS = "data platform team build design scale reliable service customer remote global ownership python cloud".split()


def board(number: int, postings: int, seed: int = 1) -> bytes:
    """Return the answer of one board: ``postings`` jobs with about 5 KB of escaped HTML each."""
    rng = random.Random(f"{seed}/{number}")
    jobs: list[dict[str, object]] = [
        {
            "id": number * 100_000 + index,
            "title": f"{rng.choice(WORDS).title()} Engineer {index}",
            "absolute_url": f"https://boards.greenhouse.io/b{number}/jobs/{number * 100_000 + index}",
            "location": {"name": rng.choice(["Berlin", "London, UK", "Remote - EMEA", "New York, NY"])},
            "updated_at": "2026-06-10T08:51:02-04:00",
            "first_published": "2026-05-10T08:51:02-04:00",
            "company_name": f"Company {number}",
            "metadata": None,
            "departments": [{"id": 7, "name": "Engineering", "child_ids": [], "parent_id": None}],
            "content": html.escape(_description(rng)),
        }
        for index in range(postings)
    ]
    return json.dumps({"jobs": jobs, "meta": {"total": postings}}).encode()


def _description(rng: random.Random) -> str:
    paragraphs = [" ".join(rng.choices(WORDS, k=60)) for _ in range(7)]
    items = "".join(f"<li>{' '.join(rng.choices(WORDS, k=12))}</li>" for _ in range(16))
    return "".join(f"<p>{text}&nbsp;<strong>{text[:20]}</strong></p>" for text in paragraphs) + f"<ul>{items}</ul>"


@contextmanager
def serve(boards: int, postings: int, *, etags: bool) -> Iterator[str]:
    """Serve ``boards`` boards from another process; the value is the base URL."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(theirs, boards, postings, etags), daemon=True
    )
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection, boards: int, postings: int, etags: bool) -> None:
    bodies = [gzip.compress(board(number, postings), 6, mtime=0) for number in range(boards)]
    tags = [f'"{hashlib.sha256(body).hexdigest()[:32]}"' for body in bodies]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            number = int(head.split(b"/boards/b", 1)[1].split(b"/", 1)[0])
            if etags and tags[number].encode() in head:
                writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {tags[number]}\r\n\r\n".encode())
                continue
            tag = f"ETag: {tags[number]}\r\n" if etags else ""
            writer.write(
                f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n{tag}"
                f"Content-Length: {len(bodies[number])}\r\n\r\n".encode()
                + bodies[number]
            )
            await writer.drain()

    async def main() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())
