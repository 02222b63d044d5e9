"""Field types for addresses on the web: pages, payment pages, accounts on social networks."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated
from urllib.parse import quote, unquote

from pydantic import BeforeValidator, ValidationInfo

from tasharuk.arabic import script_of
from tasharuk.model.patterns import ARABIC, REFUSED, UNSEEN, any_case, said
from tasharuk.model.refusal import expect_text, refuse, schema
from tasharuk.model.text import check_characters, refuse_unseen

URL_LIMIT = 1_000
HOST_LIMIT = 253
LABEL_LIMIT = 63
LAST_PORT = 65_535

# Services that hide where a link leads.
SHORTENERS = frozenset(
    {"adf.ly", "bit.ly", "bl.ink", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "qr.ae", "rb.gy"}
    | {"rebrand.ly", "s.id", "short.io", "shorturl.at", "soo.gd", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "tr.im"}
    | {"urlz.fr", "v.gd", "wa.link"}
)
# Network: the hosts of its pages, and what stands before a bare account name.
NETWORKS: dict[str, tuple[tuple[str, ...], str]] = {
    "facebook": (("facebook.com", "fb.com", "fb.me"), "https://www.facebook.com/"),
    "telegram": (("t.me", "telegram.me"), "https://t.me/"),
    "instagram": (("instagram.com",), "https://www.instagram.com/"),
    "x": (("x.com", "twitter.com"), "https://x.com/"),
    "youtube": (("youtube.com", "youtu.be"), "https://www.youtube.com/@"),
    "linkedin": (("linkedin.com",), "https://www.linkedin.com/company/"),
}

_URL = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#]*)(?P<rest>.*)", re.IGNORECASE)
_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+-]*:(?![0-9])|file:", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\s\x00-\x20\x7f-\x9f\"<>\\^`{|}]")
_HOST = re.compile(r"(?P<name>[^:\[\]]*)(?::(?P<port>[0-9]{1,5}))?")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_TOP_LEVEL = re.compile(r"[a-z]{2,}|xn--[a-z0-9-]+")
_LOCAL = frozenset({"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa"})
_HANDED_ON = re.compile(r"[?&#][^=&#]*=(?:https?(?::|%3a)|//|%2f%2f)", re.IGNORECASE)
_HANDLE = re.compile(r"@?(?P<name>[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9_])?)")
_PUNYCODE = "xn--"


def web_url(value: object) -> str:
    """Return an address with scheme and host in lower case, the rest as typed."""
    text = expect_text(value).strip()
    _check_url_characters(text)
    if len(text) > URL_LIMIT:
        raise refuse("too_long", limit=URL_LIMIT, length=len(text))
    found = _URL.fullmatch(text)
    if not found:
        if _SCHEME.match(text):
            raise refuse("url_scheme")
        completed = _URL.fullmatch(f"https://{text}")
        is_near = bool(completed and re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", completed["host"], re.IGNORECASE))
        raise refuse("not_a_url", **({"suggestion": f"https://{text}"} if is_near else {}))
    scheme, host, rest = found["scheme"].lower(), found["host"].lower(), found["rest"]
    if "@" in host or ("@" in rest and rest[:1] in {"?", "#"}):
        raise refuse("url_userinfo")
    _check_host(host)
    return f"{scheme}://{host}{rest}"


def _check_url_characters(text: str) -> None:
    """Refuse what no address holds: spaces, quotes, brackets, backslashes, anything unseen."""
    if _FORBIDDEN.search(text):
        raise refuse("url_character")
    check_characters(text)
    refuse_unseen(text)


def _check_host(host: str) -> None:
    found = _HOST.fullmatch(host)
    if host.startswith("["):
        raise refuse("url_address")
    if not found or int(found["port"] or 0) > LAST_PORT:
        raise refuse("url_host")
    labels = found["name"].split(".")
    if _NUMERIC.fullmatch(labels[-1]) or labels[-1] in _LOCAL:
        raise refuse("url_address")
    if len(labels) < 2 or len(found["name"]) > HOST_LIMIT:
        raise refuse("url_host")
    for label in labels:
        _check_label(label)
    if labels[-1].isascii() and not _TOP_LEVEL.fullmatch(labels[-1]):
        raise refuse("url_host")


def _check_label(label: str) -> None:
    """Refuse a part of a host that is none, or that is written in letters posing as others."""
    if len(label) > LABEL_LIMIT or not label:
        raise refuse("url_host")
    shown = _decoded(label)
    if shown.isascii():
        if not _LABEL.fullmatch(shown) or shown != label:
            raise refuse("url_host")
        return
    letters = shown.replace("-", "")
    if any(character.isalpha() and script_of(character) != "arabic" for character in letters):
        raise refuse("url_lookalike")
    if not letters.isalnum() or unicodedata.normalize("NFKC", shown) != shown:
        raise refuse("url_host")


def _decoded(label: str) -> str:
    """Return a label as readers see it; raises the refusal when its punycode is broken."""
    if not label.startswith(_PUNYCODE):
        return label
    try:
        return label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except UnicodeError:
        raise refuse("url_host") from None


def url_host(url: str) -> str:
    """Return the host of a checked address, without port."""
    found = _URL.fullmatch(url)
    return found["host"].split(":")[0] if found else ""


def url_href(url: str) -> str:
    """Return a checked address in ASCII, ready for a link: the host in punycode, the path percent-encoded."""
    found = _URL.fullmatch(url)
    if not found or url.isascii():
        return url
    labels = (
        label if label.isascii() else _PUNYCODE + label.encode("punycode").decode("ascii")
        for label in found["host"].split(".")
    )
    return f"{found['scheme']}://{'.'.join(labels)}{quote(found['rest'], safe='%/?#&=+,;:@!$()*~-._[]')}"


def display_url(url: str) -> str:
    """Return a checked address as people read it: no scheme, Arabic letters as letters."""
    found = _URL.fullmatch(url)
    if not found:
        return url
    host = ".".join(_decoded(label) for label in found["host"].split("."))
    rest = unquote(found["rest"], errors="replace")
    is_plain = not _FORBIDDEN.search(rest) and all(c.isprintable() and c != "\ufffd" for c in rest)
    return (host + (rest if is_plain else found["rest"])).removesuffix("/")


def _donation_url(value: object) -> str:
    url = web_url(value)
    host = url_host(url).removeprefix("www.")
    if not url.startswith("https:"):
        raise refuse("https_only", suggestion=url.replace("http:", "https:", 1))
    if host in SHORTENERS:
        raise refuse("url_shortener")
    if _HANDED_ON.search(url):
        raise refuse("url_redirect")
    return url


def _social_url(value: object, info: ValidationInfo) -> str:
    """Return the address of an account; the field's name tells the network."""
    text = expect_text(value).strip()
    network = info.field_name or ""
    if network not in NETWORKS:
        return web_url(value)
    hosts, prefix = NETWORKS[network]
    if any(re.match(rf"(?:www\.|m\.)?{re.escape(host)}/", text, re.IGNORECASE) for host in hosts):
        return web_url(f"https://{text}")
    if found := _HANDLE.fullmatch(text):
        return prefix + found["name"]
    url = web_url(value)
    host = url_host(url)
    # No address under .example leads anywhere: demonstration data use it for any network.
    is_demonstration = host.endswith(".example") and not any(f"{own}." in host for own in hosts)
    if not is_demonstration and not any(host == own or host.endswith(f".{own}") for own in hosts):
        raise refuse("other_network", hosts=hosts[0])
    if _HANDED_ON.search(url):
        raise refuse("url_redirect")
    return url


# for editors, who cannot read punycode: Latin or Arabic letters, a name rather than a number at the end
_ARABIC_SIGN = rf"[0-9{ARABIC}\u0660-\u0669\u06f0-\u06f9-]"
_ARABIC_LABEL = rf"(?=[0-9-]*[{ARABIC}]){_ARABIC_SIGN}+"
_LATIN_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TOP_LABEL = rf"(?:[A-Za-z]{{2,}}|[Xx][Nn]--[A-Za-z0-9-]+|{_ARABIC_LABEL})(?![A-Za-z0-9.-])"
_PORT = r"(?::0*(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
_HOST_PATTERN = rf"(?:(?:{_LATIN_LABEL}|{_ARABIC_LABEL})\.)+(?!{any_case(_LOCAL)}(?:[:/?#]|$)){_TOP_LABEL}{_PORT}"
_SIGN = rf'[^\s{REFUSED}{UNSEEN}"<>\\^`{{|}}]'
_REST = rf"(?:/{_SIGN}*|[?#](?:(?!@){_SIGN})*)?"
_HTTPS = "[Hh][Tt][Tt][Pp][Ss]://"
_NOT_SHORT = rf"(?!(?:[Ww]{{3}}\.)?{any_case(SHORTENERS)}(?:[:/?#]|$))"
_NOT_HANDED_ON = r"(?![^\n]*[?&#][^=&#]*=(?:[Hh][Tt][Tt][Pp][Ss]?(?::|%3[Aa])|//|%2[Ff]%2[Ff]))"
_SOCIAL_HOST = any_case(host for hosts, _ in NETWORKS.values() for host in hosts)
_ACCOUNT = "@?[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9_])?"
_WEB = rf"[Hh][Tt][Tt][Pp][Ss]?://{_HOST_PATTERN}{_REST}"

WebUrl = Annotated[
    str, BeforeValidator(web_url), schema("web_url", "string", maxLength=URL_LIMIT, pattern=rf"^\s*{_WEB}\s*$")
]
Url = WebUrl
DonationUrl = Annotated[
    str,
    BeforeValidator(_donation_url),
    schema(
        "donation_url",
        "string",
        maxLength=URL_LIMIT,
        pattern=rf"^\s*{_HTTPS}{_NOT_SHORT}{_NOT_HANDED_ON}{_HOST_PATTERN}{_REST}\s*$",
    ),
]
SocialUrl = Annotated[
    str,
    BeforeValidator(_social_url),
    schema(
        "social_url",
        "string",
        maxLength=URL_LIMIT,
        pattern=said(rf"{_NOT_HANDED_ON}(?:{_WEB}|(?:(?:[Ww]{{3}}|[Mm])\.)?{_SOCIAL_HOST}/{_SIGN}*|{_ACCOUNT})"),
    ),
]
