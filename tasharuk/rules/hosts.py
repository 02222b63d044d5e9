"""What hosts of addresses say: whose they are, which take money for anybody, which hide where a link leads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from tasharuk.arabic import all_within, fold, is_within, skeleton
from tasharuk.model.fields import display_url
from tasharuk.model.web import NETWORKS, SHORTENERS

# hosts that take money for whoever holds the account; shops and sites of an organization's own are not among them
PAYMENT_HOSTS = (
    "binance.com",
    "buymeacoffee.com",
    "cash.app",
    "chuffed.org",
    "coinbase.com",
    "donorbox.org",
    "gofundme.com",
    "justgiving.com",
    "ko-fi.com",
    "launchgood.com",
    "moneygram.com",
    "patreon.com",
    "payeer.com",
    "payoneer.com",
    "paypal.com",
    "paypal.me",
    "perfectmoney.com",
    "revolut.com",
    "revolut.me",
    "shamcash.com",
    "shamcash.sy",
    "skrill.com",
    "stripe.com",
    "venmo.com",
    "westernunion.com",
    "wise.com",
    "zeffy.com",
)
# hosts under which everybody has a place of their own: not the host tells who it is, but what stands before it
PLATFORMS = frozenset(
    {"blogspot.com", "business.site", "carrd.co", "github.io", "netlify.app", "pages.dev", "sites.google.com"}
    | {"vercel.app", "weebly.com", "wixsite.com", "wordpress.com"}
)
# hosts that everybody has an address or a page on: they tell nothing of who it is
OPEN_HOSTS = frozenset(
    {"gmail.com", "googlemail.com", "hotmail.com", "icloud.com", "live.com", "outlook.com", "proton.me"}
    | {"protonmail.com", "yahoo.com", "yahoo.fr", "ymail.com", "google.com", "forms.gle", "wa.me", "whatsapp.com"}
    | {host for hosts, _prefix in NETWORKS.values() for host in hosts}
)
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "ngo", "org"})
SAME_LENGTH = 5  # shorter names are the same as often by chance
NEAR_LENGTH = 6  # shorter names differ by a letter as often by chance
TWIN_LENGTH = 7


def is_under(host: str, hosts: frozenset[str] | tuple[str, ...]) -> bool:
    """Tell whether a host is one of these or lies below one."""
    parts = host.lower().split(".")
    return any(".".join(parts[start:]) in hosts for start in range(len(parts)))


def hides_target(host: str) -> bool:
    """Tell whether links of this host lead on to somewhere unseen."""
    return host.lower().removeprefix("www.") in SHORTENERS


@lru_cache(maxsize=65_536)
def own_domain(host: str) -> str:
    """Return the domain that a host's holder chose: `lamp.org.sy` of `www.lamp.org.sy`; empty when it tells nothing."""
    shown = display_url(f"https://{host.lower()}").removeprefix("www.")
    if is_under(shown, OPEN_HOSTS) or shown in PLATFORMS or "." not in shown:
        return ""
    if is_under(shown, PLATFORMS):
        return shown
    labels = shown.split(".")
    kept = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-kept:])


def own_label(host: str) -> str:
    """Return the first part of a host's own domain: `lamp` of `www.lamp.org.sy`; empty when it tells nothing."""
    return own_domain(host).split(".")[0]


@lru_cache(maxsize=65_536)
def shape(label: str) -> str:
    """Return what a label looks like: Latin twins are one, Arabic letters folded, hyphens gone."""
    return skeleton(label) if label.isascii() else fold(label).replace(" ", "")


def are_near(first: str, second: str) -> bool:
    """Tell whether a reader could take one label for the other; the same one too, unless it is short."""
    one, other = shape(first), shape(second)
    if one == other:
        return len(one) >= SAME_LENGTH
    return min(len(one), len(other)) >= NEAR_LENGTH and is_within(one, other, 1)


@lru_cache(maxsize=65_536)
def poses_as_payment(host: str) -> str:
    """Return the payment host that a host poses as: a letter off, or its name among other words; empty for none."""
    if is_under(host, PAYMENT_HOSTS):
        return ""
    words = {shape(word) for label in host.lower().split(".") for word in (label, *label.split("-"))}
    names = _payment_names(NEAR_LENGTH)
    found = {known for word in words if (known := names.get(word))}
    twins = list(_payment_names(TWIN_LENGTH))
    found.update(names[twins[place]] for word in words for place, _slips in all_within(word, twins, 1))
    return next((known for known in PAYMENT_HOSTS if known in found), "")


@cache
def _payment_names(least: int) -> Mapping[str, str]:
    """Return the payment hosts by what their names look like, those of so many letters or more."""
    names = ((known.split(".")[0], known) for known in reversed(PAYMENT_HOSTS))
    return {shape(name): known for name, known in names if len(name) >= least}
