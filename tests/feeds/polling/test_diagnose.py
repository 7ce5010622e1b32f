"""One line for an operator, whatever went wrong."""

import pytest

from feeds.errors import AddressForbidden, Blocked, Busy, FetchError, ParseError, ParserKilled
from feeds.polling.diagnose import in_words
from tests.feeds.polling.documents import URL


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            Blocked(URL, "the server refuses us: 403 Forbidden"),
            "the server refuses us: 403 Forbidden. The outlet",
        ),
        (Busy(URL, "the server asks for patience: 429", retry_after=9), "asked again later"),
        (AddressForbidden(URL, "the address is not on the public internet"), "Only public"),
        (FetchError(URL, "the server refuses the connection"), "It will be tried again"),
        (ParserKilled("crashed its parser"), "After the second time"),
        (ParseError("a web page, not a feed"), "look for the link to the feed"),
        (ValueError("odd\nthing"), "odd thing."),
        (ValueError(), "ValueError."),
    ],
)
def test_error_is_one_line_with_advice_and_without_the_address(error: Exception, words: str) -> None:
    line = in_words(error)
    assert words in line
    assert URL not in line
    assert "\n" not in line
