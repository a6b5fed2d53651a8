"""A council's information system on this machine, for tests: a real HTTP server that answers what it is told to."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext
from threading import Event, Thread

DATA = Path(__file__).resolve().parents[2] / "shared/data/council"


@dataclass
class Page:
    body: bytes = b"{}"
    kind: str = "application/json; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # Sends its first byte and no more.
    hangs: bool = False


@dataclass
class CouncilSystem:
    origin: str
    pages: dict[str, Page]
    asked: list[str]

    def link(self, path: str) -> str:
        return f"{self.origin}/{path}"


@contextmanager
def council_system(context: SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[CouncilSystem]:
    """On this machine, whatever the name that links to it have; over TLS where there is a context."""
    pages: dict[str, Page] = {}
    asked: list[str] = []
    over = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            page = pages.get(self.path.strip("/"), Page(status=404))
            self.send_response(page.status)
            self.send_header("Content-Type", page.kind)
            self.send_header("Content-Length", str(len(page.body)))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if page.hangs:
                self.wfile.write(page.body[:1])
                self.wfile.flush()
                over.wait()
                return
            # A reader that had enough is gone.
            with suppress(OSError):
                self.wfile.write(page.body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        scheme = "http" if context is None else "https"
        yield CouncilSystem(f"{scheme}://{host}:{server.server_address[1]}", pages, asked)
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
