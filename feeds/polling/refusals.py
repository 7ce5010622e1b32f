"""What an answer that is none amounts to: pure."""

from collections.abc import Mapping
from datetime import UTC, datetime

from feeds.errors import Blocked, Busy, Challenged, LoginAsked, PaymentAsked, WrongStatus
from feeds.polling.challenge import is_challenge
from feeds.polling.headers import retry_after
from feeds.polling.plain import tidy_lines

REFUSALS = {
    401: (LoginAsked, "the server asks us to log in"),
    402: (PaymentAsked, "the server asks us to pay"),
    403: (Blocked, "the server refuses us"),
}


def refuse_bad_answer(
    url: str, status: int, reason: str | None, headers: Mapping[str, str], body: bytes
) -> None:
    """Raise what stands against an answer, in words; nothing where it is good."""
    phrase = tidy_lines((reason or "")[:100])
    if is_challenge(headers, body):
        raise Challenged(url, f"a bot wall asks us to prove that we are human (status {status})")
    if status in REFUSALS:
        kind, words = REFUSALS[status]
        raise kind(url, f"{words}: {status} {phrase}".rstrip())
    if status in {429, 503}:
        wait = retry_after(headers, datetime.now(UTC))
        raise Busy(url, f"the server asks for patience: {status} {phrase}".rstrip(), retry_after=wait)
    if status not in {200, 203}:
        raise WrongStatus(url, status, phrase)
