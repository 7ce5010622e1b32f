"""What we ask hubs for, and what we believe of what comes back."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.polling.websub import (
    LONGEST_LEASE,
    Confirmed,
    Denied,
    Query,
    check_query,
    is_signed,
    next_attempt,
    over_tls,
    renewal,
    subscription_form,
)

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
TOPIC = "https://outlet.example/feed.xml"
QUESTION = {
    "hub.mode": "subscribe",
    "hub.topic": TOPIC,
    "hub.challenge": "abc",
    "hub.lease_seconds": "86400",
}


def checked(said: dict[str, str], *, is_asked: bool = True) -> Confirmed | Denied | None:
    return check_query(tuple(said.items()), topic=TOPIC, is_asked=is_asked)


def test_form_says_what_the_recommendation_wants() -> None:
    form = subscription_form(callback="https://bot.example/websub/t", topic=TOPIC, secret="s")
    assert form == {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.callback": "https://bot.example/websub/t",
        "hub.secret": "s",
        "hub.lease_seconds": "864000",
    }


@pytest.mark.parametrize(
    ("hub", "asked_at"),
    [
        ("http://hub.example/", "https://hub.example/"),
        ("http://hub.example:80/a?b=c", "https://hub.example/a?b=c"),
        ("https://hub.example/", "https://hub.example/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("http://[", "http://["),
        ("gopher://hub.example/", "gopher://hub.example/"),
    ],
)
def test_no_secret_is_sent_in_the_clear(hub: str, asked_at: str) -> None:
    assert over_tls(hub) == asked_at


def test_hub_that_asks_what_we_asked_for_is_confirmed() -> None:
    assert checked(QUESTION) == Confirmed(challenge="abc", lease=timedelta(days=1))


@pytest.mark.parametrize(
    "change",
    [
        {"hub.topic": "https://other.example/feed.xml"},
        {"hub.topic": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": ""},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 2_001},
        {"hub.lease_seconds": ""},
        {"hub.lease_seconds": "0"},
        {"hub.lease_seconds": "-5"},
        {"hub.lease_seconds": "1e9"},
        {"hub.lease_seconds": "٣٦٠٠"},
    ],
)
def test_question_about_anything_else_is_not_ours(change: dict[str, str]) -> None:
    assert checked(QUESTION | change) is None


def test_question_that_says_something_twice_is_not_ours() -> None:
    said: Query = (*QUESTION.items(), ("hub.topic", TOPIC))
    assert check_query(said, topic=TOPIC, is_asked=True) is None


def test_question_counts_only_while_we_ask() -> None:
    assert checked(QUESTION, is_asked=False) is None


def test_hub_may_refuse_at_any_time() -> None:
    refusal = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "not\r\n\x1b[31m for you"}
    assert checked(refusal, is_asked=False) == Denied(reason="not [31m for you")
    assert checked(refusal | {"hub.topic": "https://other.example/"}) is None


@given(st.integers(min_value=1))
def test_lease_is_never_believed_for_longer_than_our_longest(seconds: int) -> None:
    answer = checked(QUESTION | {"hub.lease_seconds": str(seconds)})
    assert isinstance(answer, Confirmed)
    assert timedelta(0) < answer.lease <= LONGEST_LEASE
    assert answer.lease == LONGEST_LEASE or answer.lease == timedelta(seconds=seconds)


@given(st.lists(st.tuples(st.text(), st.text())))
def test_any_query_is_judged(query: list[tuple[str, str]]) -> None:
    assert check_query(query, topic=TOPIC, is_asked=True) is None


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_each_method_of_signing_is_known(method: str) -> None:
    signature = hmac.new(b"secret", b"news", getattr(hashlib, method)).hexdigest()
    assert is_signed(f"{method}={signature}", b"news", "secret")
    assert is_signed(f"{method.upper()}={signature.upper()}", b"news", "secret")
    assert not is_signed(f"{method}={signature}", b"forged", "secret")
    assert not is_signed(f"{method}={signature}", b"news", "another secret")
    assert not is_signed(f"{method}={signature[:-1]}", b"news", "secret")


@pytest.mark.parametrize("header", ["", "=", "sha256", "sha256=", "md5={md5}", "{sha256}", "sha256={sha1}"])
def test_anything_else_is_no_signature(header: str) -> None:
    made = {name: hmac.new(b"secret", b"news", name).hexdigest() for name in ("md5", "sha1", "sha256")}
    assert not is_signed(header.format(**made), b"news", "secret")


@given(st.text(), st.binary())
def test_no_made_up_header_is_a_signature(header: str, body: bytes) -> None:
    assert not is_signed(header, body, "secret")
    assert not is_signed(f"sha256={header}", body, "secret")


@pytest.mark.parametrize(
    ("lease", "after"),
    [
        (timedelta(hours=1), timedelta(minutes=40)),
        (timedelta(days=3), timedelta(days=2)),
        (timedelta(seconds=1), timedelta(minutes=40)),
    ],
)
def test_lease_is_renewed_when_a_third_is_left_and_no_hub_asked_all_the_time(
    lease: timedelta, after: timedelta
) -> None:
    assert renewal(lease, NOW) == NOW + after


@pytest.mark.parametrize(
    ("tries", "retry_after", "hours"),
    [
        (1, None, 1),
        (2, None, 2),
        (4, None, 8),
        (6, None, 24),
        (9_999, None, 24),
        (1, 7_200, 2),
        (6, 10, 24),
        (1, float("inf"), 1_000_000 / 3_600),
    ],
)
def test_silent_hub_is_asked_again_later_and_later(
    tries: int, retry_after: float | None, hours: float
) -> None:
    assert next_attempt(tries, NOW, retry_after=retry_after) == NOW + timedelta(hours=hours)
