"""The configurations of docs/hosting.md: where nginx and Caddy are installed, they run them over a published site."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from pathlib import Path

import pytest

from tasharuk.publish.headers import LASTING, PAGES, PARTS, PICTURES
from tests.publish.conftest import SITE, Publish, build
from tests.tools.building import REPOSITORY, Built

TEXT = (REPOSITORY / "docs/hosting.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"(?ms)^```(nginx|caddy)\n(.*?)^```$", TEXT))
POLICY = re.search(r'Content-Security-Policy "([^"]+)"', BLOCKS["nginx"])
EXTRA = {"404.html": b"nothing here", "manifest.webmanifest": b"{}", "data/a.csv": b"a,b\n", ".hidden": b"no"}


def test_both_servers_send_the_headers_that_publishing_to_a_store_sets() -> None:
    for block in BLOCKS.values():
        assert all(f'"{value}"' in block for value in (PAGES, PARTS, PICTURES, LASTING))
    assert POLICY is not None
    assert POLICY[0] in BLOCKS["caddy"]


@pytest.mark.site
def test_the_policy_lets_every_script_of_the_pages_run_and_no_other(site: Built) -> None:
    assert POLICY is not None
    scripts = set()
    for page in site.folder.rglob("*.html"):
        for attributes, text in re.findall(r"(?s)<script([^>]*)>(.*?)</script>", page.read_text("utf-8")):
            if "src=" not in attributes and "json" not in attributes:
                scripts.add(base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())
    assert set(re.findall(r"'sha256-([^']+)'", POLICY[1])) == scripts


# --- running them


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """Run a server until it answers, and end it at the end."""
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, server.stdout and server.stdout.read().decode()
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.communicate(timeout=10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def judge(connection: HTTPConnection) -> None:
    """Ask for what a visitor asks for."""

    def ask(path: str, accept: str = "") -> tuple[int, bytes, HTTPMessage]:
        connection.request("GET", path, headers={"Accept-Encoding": accept})
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers

    status, body, headers = ask("/")
    assert (status, body) == (200, b"home")
    assert (headers["Cache-Control"], headers.get_content_type()) == (PAGES, "text/html")
    assert POLICY is not None
    assert headers["Content-Security-Policy"] == POLICY[1]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    for accept, encoding in (("br, gzip", "br"), ("gzip", "gzip"), ("", None)):
        status, body, headers = ask("/posts/", accept)
        assert (status, headers["Content-Encoding"], headers["Cache-Control"]) == (200, encoding, PAGES)
        assert (len(body) < 1000) == bool(encoding)
    assert "Accept-Encoding" in headers["Vary"]
    assert ask("/feed.xml")[2]["Cache-Control"] == PAGES
    assert ask("/assets/form.js")[2]["Cache-Control"] == PARTS
    assert ask("/assets/fonts/sans-400.woff2")[2]["Cache-Control"] == LASTING
    assert ask("/search/index/parts-0123abcd.txt")[2]["Cache-Control"] == LASTING
    assert ask("/organizations/noor/logo.webp")[2]["Cache-Control"] == PICTURES
    assert ask("/manifest.webmanifest")[2].get_content_type() == "application/manifest+json"
    assert ask("/data/a.csv")[2].get_content_type() == "text/csv"
    status, body, headers = ask("/missing/")
    assert (status, body) == (404, b"nothing here")
    assert headers["Cache-Control"] in (None, "no-store")
    assert ask("/.hidden")[0] == ask("/.tasharuk-site")[0] == 404
    assert ask("/.well-known/token")[:2] == (200, b"token")
    status, _, headers = ask("/posts")
    assert status in (301, 308)
    assert headers["Location"] == "/posts/"


@pytest.fixture
def served(publish: Publish, out: Path, tmp_path: Path) -> Path:
    """Return the folder of a published site."""
    build(out, **{**SITE, **EXTRA})
    folder = tmp_path / "www"
    assert publish(folder)[0] == 0
    (folder / ".well-known").mkdir()
    (folder / ".well-known/token").write_bytes(b"token")
    return folder


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here to try its configuration with")
def test_nginx_serves_the_site_as_the_page_says(served: Path, tmp_path: Path) -> None:
    nginx = str(shutil.which("nginx"))
    key, certificate, port = tmp_path / "key.pem", tmp_path / "cert.pem", free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=tasharuk.example", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    block = BLOCKS["nginx"].replace("/srv/tasharuk/site", str(served))
    block = re.sub(r"ssl_certificate_key \S+;", f"ssl_certificate_key {key};", block)
    block = re.sub(r"ssl_certificate \S+;", f"ssl_certificate {certificate};", block)
    block = re.sub(r"\n +listen \[::\][^\n]+", "", block)
    block = block.replace("listen 80", f"listen 127.0.0.1:{free_port()}").replace(
        "listen 443", f"listen 127.0.0.1:{port}"
    )
    modules = "".join(file.read_text() for file in Path("/etc/nginx/modules-enabled").glob("*brotli-static*"))
    modules = modules.replace("load_module ", "load_module /usr/lib/nginx/")
    if not modules:
        block = block.replace("brotli_static on;", "")
    user = "user root;" if Path("/root").stat().st_uid == 0 else ""
    (tmp_path / "nginx.conf").write_text(
        f"{modules}\n{user}\ndaemon off;\npid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off;\n{block}\n}}\n"
    )
    command = [nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr
    if not modules:
        pytest.skip("the configuration is sound; without the module for brotli it is not run")
    address = HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context())
    with running(command, port), closing(address) as connection:
        judge(connection)


@pytest.mark.skipif(not shutil.which("caddy"), reason="no Caddy here to try its configuration with")
def test_caddy_serves_the_site_as_the_page_says(served: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caddy, port = str(shutil.which("caddy")), free_port()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    block = BLOCKS["caddy"].replace("/srv/tasharuk/site", str(served))
    block = block.replace("tasharuk.example {", f"http://127.0.0.1:{port} {{")
    (tmp_path / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{block}")
    command = [caddy, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, port), closing(HTTPConnection("127.0.0.1", port)) as connection:
        judge(connection)
