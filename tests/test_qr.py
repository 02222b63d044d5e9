"""Our QR codes are segno's, module by module and stroke by stroke."""

from hashlib import sha256

import pytest
import segno

from tasharuk.render.qr import BORDER, DARK, LIGHT, qr_svg

HOST = "https://directory.example/campaigns/"


def drawn_by_segno(text: str) -> str:
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=BORDER, omitsize=True, dark=DARK, light=LIGHT, svgclass=None, lineclass=None))


def slug(length: int, turn: int) -> str:
    """Return letters and digits without order, the same in every run."""
    return "".join(sha256(f"{length} {turn} {part}".encode()).hexdigest() for part in range(4))[:length]


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.parametrize("length", [*range(1, 60, 4), 100, 140, 190])
def test_a_code_is_the_one_that_the_library_draws(length: int, turn: int) -> None:
    address = f"{HOST}{slug(length, turn)}/"
    assert qr_svg(address) == drawn_by_segno(address)


@pytest.mark.parametrize(
    "address", ["https://xn--mgba.example/campaigns/a/", "https://مثال.example/campaigns/a/", "h:/"]
)
def test_any_address_of_a_site_has_its_code(address: str) -> None:
    assert qr_svg(address) == drawn_by_segno(address)
