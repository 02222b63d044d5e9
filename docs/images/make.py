"""Take the pictures of the guides anew from the real pages: `python docs/images/make.py`, from the repository's root.

Builds the site into a temporary folder, serves it on this machine, and photographs it with the Chromium that is
installed. The reviewer's card is that of a change seeded in a copy of a small site. Every picture is WebP and at most
60 kB.
"""

from __future__ import annotations

import functools
import http.server
import io
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import markdown
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(__file__).resolve().parent
SMALL_SITE = ROOT / "tests" / "examples" / "typical-mistakes" / "site"
TODAY = "2026-11-24"
PHONE = {"width": 360, "height": 720}
MAX_BYTES = 60_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# name of the picture → address of the page, and what stands at the top of the picture
PAGES = {"form": ("submit/", "main h2"), "profile": ("organizations/inkwell-and-basalt/", "main h1")}
# the seeded change: file, what stood there, what stands there now
CHANGES = (
    ("organizations/thread-and-olive/profile.yml", "0000 0000 0042 01", "0000 0000 0042 07"),
    ("organizations/thread-and-olive/profile.yml", "+963 900 003 941", "+963 900 003 949"),
    ("organizations/clay-lantern/profile.yml", "summary: نقرأ مع", "summary: نقرأ ونكتب مع"),
)
SHEET = """<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><style>
body { font: 15px/1.7 sans-serif; margin: 0; padding: 16px 20px; width: 860px; color: #1f2328; background: #fff }
table { border-collapse: collapse; width: 100% }
td, th { border: 1px solid #d0d7de; padding: 4px 10px; text-align: start }
td { unicode-bidi: plaintext }
td:nth-child(n+3) { white-space: nowrap }
code { background: #eff1f3; border-radius: 4px; padding: 1px 5px; font-size: 13px; unicode-bidi: isolate }
h3 { font-size: 16px; margin: 14px 0 4px } ul { margin: 4px 0; padding-inline-start: 22px }
</style>"""


def build(*arguments: str) -> str:
    """Run a command of the program and return what it printed, whatever its verdict."""
    command = [sys.executable, str(ROOT / "build.py"), *arguments, "--today", TODAY]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; yield its address."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves without a word, and lets the browser keep files: the typeface is shown only if it is there at once."""

    def end_headers(self) -> None:
        """Add how long a file may be kept."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing."""


def save(name: str, png: bytes) -> None:
    """Keep a picture as WebP, at the best quality that stays below the limit."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (90, 80, 70, 60, 50, 40):
        encoded = io.BytesIO()
        image.save(encoded, "WEBP", quality=quality, method=6)
        if encoded.tell() <= MAX_BYTES:
            break
    (PICTURES / f"{name}.webp").write_bytes(encoded.getvalue())
    print(f"{name}.webp: {image.width}×{image.height}, {encoded.tell():,} bytes")


def card(folder: Path) -> str:
    """Seed the change in a copy of the small site and return the reviewer's card as HTML."""
    root = Path(shutil.copytree(SMALL_SITE, folder / "changed"))
    git = ["git", "-C", str(root), "-c", "user.name=reviewer", "-c", "user.email=reviewer@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "base"]):
        subprocess.run([*git, *arguments], check=True)
    for path, old, new in CHANGES:
        file = root / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    text = build("review", "--base", "HEAD", "--root", str(root)).replace("- [ ]", "- ☐")
    return SHEET + markdown.markdown(text, extensions=["tables", "sane_lists"])


def photograph(browser: Browser, folder: Path) -> None:
    """Take every picture."""
    site = folder / "site"
    build("build", "--out", str(site))
    with served(site) as address:
        phone = browser.new_context(viewport=PHONE, device_scale_factor=1.5, locale="ar", reduced_motion="reduce")
        page = phone.new_page()
        for name, (url, top) in PAGES.items():
            for _ in range(3):  # the typeface comes from the cache
                page.goto(address + url, wait_until="networkidle")
            page.evaluate("top => scrollTo(0, document.querySelector(top).getBoundingClientRect().top - 16)", top)
            save(name, page.screenshot())
        phone.close()
    sheet = browser.new_context(viewport={"width": 900, "height": 400}, device_scale_factor=1.5)
    page = sheet.new_page()
    page.set_content(card(folder))
    save("card", page.locator("body").screenshot())
    sheet.close()


def main() -> None:
    """Take the pictures with the machine's Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("No Chromium: apt install chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        photograph(browser, Path(name))
        browser.close()


if __name__ == "__main__":
    main()
