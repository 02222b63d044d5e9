"""What a file of the site is called on its way to a browser, and how long it may be kept there."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
OTHER = "application/octet-stream"

# An account that was taken off the site must not live on in caches: a browser asks each time, and is told "unchanged"
# in a few bytes; a network of caches between asks once a minute, however many visitors there are.
PAGES = "public, max-age=0, s-maxage=60, must-revalidate"
PARTS = "public, max-age=300"  # parts of the search index, scripts, open data: used together with pages of the same day
PICTURES = "public, max-age=86400"
LASTING = "public, max-age=31536000, immutable"  # its name changes with its content
HASHED = re.compile(r"[.-][0-9a-f]{8,64}\.[a-z0-9]+$")


def content_type(path: str) -> str:
    """Return the media type of a file by its name."""
    return TYPES.get(PurePosixPath(path).suffix.lower(), OTHER)


def is_page(path: str) -> bool:
    """Tell whether a file refers to others by their addresses: pages, feeds, and what keeps pages in browsers."""
    return path.endswith((".html", ".xml", "feed.json", "sw.js")) or path == "robots.txt"


def cache_control(path: str) -> str:
    """Return how long browsers and networks may keep a file without asking."""
    if is_page(path):
        return PAGES
    if path.endswith(".woff2") or HASHED.search(path):
        return LASTING
    return PICTURES if content_type(path).startswith("image/") else PARTS
