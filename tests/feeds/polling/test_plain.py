"""What a reader of some markup would see."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.polling.plain import plain_line, plain_text, safe_link


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("No troops", "No troops"),
        ("  No \t\n troops  ", "No\ntroops"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br/>Two", "One\nTwo"),
        ("<p>One\nline</p>", "One line"),
        ("a <b>bold</b>ly <a href='x>y'>said</a> word", "a boldly said word"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("AT&amp;T &#8220;no&#8221; &nbsp;&eacute;t&eacute;", "AT&T “no” été"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("&lt;b&gt; is a tag", "<b> is a tag"),
        ("before<!-- hidden --> after", "before after"),
        ("before<script>alert(1)</script> after", "before after"),
        ("<![CDATA[No <b>troops</b>]]>", "No troops"),
        ("<style>p { color: red }", ""),
        ("\u202eevil\u202c \u200bword\u00ad\x00\ufeff", "evil word"),
        ("&#x202e;evil &#0;&#xd800;", "evil \ufffd\ufffd"),
        ("one\u2028two", "one\ntwo"),
        pytest.param(f"one &#{'9' * 5_000}; two", "one \ufffd two", id="a number that Python will not read"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
    ],
)
def test_markup_becomes_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_title_is_one_line() -> None:
    assert plain_line("<p>One</p>\n<p>Two</p>") == "One Two"


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab<>/!-\"'& \n;#p\u202e\x00\ud800")) | st.text())
def test_plain_text_holds_nothing_invisible_and_is_folded(markup: str) -> None:
    text = plain_text(markup)
    assert text == text.strip()
    assert "  " not in text
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} and letter != "\n" for letter in text)


@pytest.mark.parametrize(
    "piece", ["<", '"', "<a ", '<a "', "<!--", "&", "<script", "</p", "<a b='", " ", "\n", "("]
)
def test_half_a_megabyte_of_anything_is_read_at_once(piece: str) -> None:
    started = time.process_time()
    plain_text(piece * (500_000 // len(piece)))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://a.example/1", "https://a.example/1"),
        ("/news?a=1&lang=en", "https://courier.example/news?a=1&lang=en"),
        ("?a=1&amp;b=2", "https://courier.example/rss/?a=1&b=2"),
        (" news/1 ", "https://courier.example/rss/news/1"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("java\nscript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("mailto:a@a.example", ""),
        ("http:///x", ""),
        ("http://[", ""),
        ("", ""),
        ("https://a.example/" + "a" * 5_000, ""),
    ],
)
def test_link_is_an_absolute_web_address_or_nothing(link: str, address: str) -> None:
    assert safe_link(link, "https://courier.example/rss/") == address


@settings(deadline=None)
@given(st.text())
def test_any_link_is_safe(link: str) -> None:
    assert safe_link(link, "https://courier.example/").startswith(("http://", "https://")) or not safe_link(
        link, "https://courier.example/"
    )
