"""What a server's headers ask of us."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import Validators
from feeds.polling.headers import conditions, max_age, retry_after
from tests.feeds.polling.documents import NOW


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=300"}, 300),
        ({"Cache-Control": 'public, MAX-AGE="300"'}, 300),
        ({"Cache-Control": "max-age=300", "Age": "100"}, 200),
        ({"Cache-Control": "max-age=300", "Age": "900"}, 0),
        ({"Cache-Control": "max-age=300", "Expires": "Wed, 04 Mar 2026 13:00:00 GMT"}, 300),
        ({"Cache-Control": "no-cache", "Expires": "Wed, 04 Mar 2026 13:00:00 GMT"}, None),
        ({"Cache-Control": "max-age=soon"}, None),
        ({"Expires": "Wed, 04 Mar 2026 13:00:00 GMT"}, 3_600),
        ({"Expires": "Wed, 04 Mar 2026 13:00:00 GMT", "Date": "Wed, 04 Mar 2026 12:30:00 GMT"}, 1_800),
        ({"Expires": "0"}, None),
        ({"Expires": "Wed, 04 Mar 2020 13:00:00 GMT"}, 0),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 -2300"}, None),
    ],
)
def test_freshness_is_read_as_http_says(headers: dict[str, str], seconds: float | None) -> None:
    assert max_age(headers, NOW) == seconds


def test_validators_go_back_as_one_set_and_nothing_is_invented() -> None:
    assert conditions(Validators()) == {}
    assert conditions(Validators(etag='"a"')) == {"If-None-Match": '"a"'}
    both = conditions(Validators(etag='W/"a"', last_modified="yesterday"))
    assert both == {"If-None-Match": 'W/"a"', "If-Modified-Since": "yesterday"}


@settings(deadline=None)
@given(st.text())
def test_any_header_is_read(value: str) -> None:
    for seconds in (
        retry_after({"Retry-After": value}, NOW),
        max_age({"Cache-Control": f"max-age={value}", "Age": value}, NOW),
        max_age({"Expires": value, "Date": value}, NOW),
    ):
        assert seconds is None or seconds >= 0
