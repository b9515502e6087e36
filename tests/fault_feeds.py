"""The fault tests' articles as feeds over HTTP, for a real producer: each entry has its account as text."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tocsin.contract.article import Article

_ENTRIES = 200


def link(article: Article) -> str:
    """Each version is an entry of its own: here a feed is not edited, its producer is killed."""
    return f"https://{article.id}.example/{article.version}"


@contextmanager
def served(articles: Sequence[Article], folder: Path) -> Iterator[Path]:
    """The path of a feed list that names them."""
    documents = [_document(articles[i : i + _ENTRIES]) for i in range(0, len(articles), _ENTRIES)]

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = int(self.path.removeprefix("/").removesuffix(".rss"))
            self.send_response(200)
            self.send_header("Content-Length", str(len(documents[number])))
            self.end_headers()
            self.wfile.write(documents[number])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        feeds = folder / "feeds.toml"
        address = f"http://127.0.0.1:{server.server_port}"
        sections = [
            f'[[feed]]\nurl = "{address}/{number}.rss"\npublisher = "P{number}"\nfull_text = "never"\n'
            for number in range(len(documents))
        ]
        feeds.write_text("\n".join(sections), "utf-8")
        yield feeds
    finally:
        server.shutdown()
        server.server_close()


def _document(articles: Sequence[Article]) -> bytes:
    items = "".join(
        f"<item><title>{article.title}</title><link>{link(article)}</link>"
        f"<description>{base64.b64encode(article.text.encode()).decode()}</description></item>"
        for article in articles
    )
    return f'<rss version="2.0"><channel><title>Faults</title>{items}</channel></rss>'.encode()
