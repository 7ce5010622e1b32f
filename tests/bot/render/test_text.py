import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.text import brief, safe_link, tame, units


@pytest.mark.parametrize(
    ("text", "tamed"),
    [
        ("a\u202eb\u200b", "ab"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("a\tb\x00", "a b"),
        ("\ud800", "\ufffd"),
        ("👨\u200d👩", "👨\u200d👩"),
    ],
)
def test_what_nobody_sees_is_taken_out(text: str, tamed: str) -> None:
    assert tame(text) == tamed


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://a.example/b?c=d&e=1", "https://a.example/b?c=d&e=1"),
        ("HTTP://a.example", "HTTP://a.example"),
        ('https://a.example/(x)"<y>', "https://a.example/%28x%29%22%3Cy%3E"),
        ("https://a.example/новини", "https://a.example/новини"),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://a.example:99999/", ""),
        ("https://a.example/a b", ""),
        ("//a.example", ""),
        ("https://a.example/" + "x" * 1_100, ""),
    ],
)
def test_only_web_addresses_become_links(link: str, safe: str) -> None:
    assert safe_link(link) == safe


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_a_label_is_never_too_long_and_has_one_line(text: str, most: int) -> None:
    label = brief(text, most)
    assert units(label) <= most
    assert "\n" not in label


@given(st.text())
def test_no_text_makes_a_link_raise(text: str) -> None:
    safe_link(f"https://{text}")
    tame(text)
