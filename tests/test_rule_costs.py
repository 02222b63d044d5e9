"""What the rules are spared when there is much to judge: what they pass over at a glance would have told nothing."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasharuk.model.organization import Organization
from tasharuk.rules import copied_text, numbers_in_text
from tasharuk.rules.host_similar import host_similar
from tests.tools.records import catalogue, record

PLAIN = (
    "0 09 123 4567 ٠٩٤٤ ² . , - + * ( / : كلمة حساب https:// a.example PayPal.me/x 33.51 36.29 ° tel: WA.me/ حوالة باسم"
)
ODD = (" ", "\n", "\u0640", "0x52908400098527886E0F7030069857D21E4169EE", "DE89 3704 0044 0532 0130 00", "ı.ſk", "<b>")
MORE = "أحمد تبرع دولار 2026-01-01"
TEXTS = st.lists(st.sampled_from([*PLAIN.split(), *MORE.split(), *ODD]), max_size=20).map("".join)


@given(TEXTS)
def test_texts_that_a_rule_passes_over_at_a_glance_tell_nothing(text: str) -> None:
    glanced = list(numbers_in_text.findings(text, frozenset()))
    with pytest.MonkeyPatch.context() as patch:
        for module in (copied_text, numbers_in_text):
            for name in [name for name in vars(module) if name.startswith(("_MAY_", "RECEIVER_"))]:
                is_expression = isinstance(getattr(module, name), re.Pattern)
                patch.setattr(module, name, re.compile("") if is_expression else ("",))
        assert list(numbers_in_text.findings(text, frozenset())) == glanced


def test_no_sign_that_is_passed_over_at_a_glance_is_unseen_or_a_digit_of_another_script() -> None:
    signs = "".join(map(chr, range(sys.maxunicode + 1)))
    passed = copied_text._MAY_BE_ODD.sub("", signs)
    assert len(passed) > 1_000
    assert copied_text._UNSEEN.search(passed) is None
    assert [sign for sign in passed if sign.isdecimal()] == list("0123456789")
    silent = numbers_in_text._MAY_TELL.sub("", signs)
    assert "".join(map(copied_text.plain_text, silent)) == silent
    assert not set(silent) & set("0123456789.&")


def test_organizations_on_one_platform_are_not_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr(sys.modules[host_similar.__module__], "are_related", lambda *both: compared.append(both))
    sites = [
        record(Organization, f"lamp-{n}", contacts={"website": f"https://lamp-{n}.example.org/"}) for n in range(100)
    ]
    assert list(host_similar(catalogue(*sites))) == []
    assert compared == []
