"""Webhooks are signed as the specification says, and each answer means one thing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.port import (
    Address,
    ChatGone,
    DeliveryError,
    Later,
    MessageRef,
    Refused,
    Uncertain,
)
from bot.platforms.signing import new_secret, signed
from bot.platforms.webhook import WebhookPlatform, failure_of
from bot.replies import Heading, Reply, Subject, note
from feeds.errors import AddressForbidden, FetchError, NotReached
from feeds.model import Label, StoryId
from feeds.polling.fetch import Posted
from tests.samples import NOON

HOOK = Address("https://desk.example/hook")
CARD = Reply(
    blocks=(Heading(text="Estonia could send troops"),),
    subject=Subject(story=StoryId(12), label=Label.CORE, changed=NOON),
)


class Postbox:
    """It keeps what is posted, and fails when told to."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.failure: FetchError | None = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        del url, body
        if self.failure:
            raise self.failure
        self.names.append(headers["webhook-id"])
        return Posted(status=204, retry_after=None)


def platform_of(box: Postbox, *, secret: str = "whsec_bm9ib2R5IGtub3dz") -> WebhookPlatform:
    async def secret_of(url: str) -> str:
        return secret if url == HOOK else ""

    return WebhookPlatform(poster=box, secret_of=secret_of, clock=lambda: NOON)


def test_the_example_of_the_specification_is_signed_as_there() -> None:
    headers = signed(
        b'{"test": 2432232314}',
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=datetime.fromtimestamp(1_614_265_330.9, UTC),
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_no_two_secrets_are_the_same() -> None:
    assert len({new_secret() for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("status", "means"),
    [
        (301, Later),
        (400, Refused),
        (401, Refused),
        (404, Refused),
        (408, Later),
        (410, ChatGone),
        (429, Later),
        (500, Later),
        (502, Uncertain),
        (503, Later),
        (504, Uncertain),
    ],
)
def test_each_answer_means_one_thing(status: int, means: type[DeliveryError]) -> None:
    failure = failure_of(Posted(status=status, retry_after=90))
    assert type(failure) is means
    assert str(status) in str(failure)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_a_message_that_is_taken_is_no_failure(status: int) -> None:
    assert failure_of(Posted(status=status, retry_after=None)) is None


@pytest.mark.parametrize("status", [429, 503])
def test_the_pause_that_a_receiver_asks_for_is_kept(status: int) -> None:
    failure = failure_of(Posted(status=status, retry_after=90))
    assert isinstance(failure, Later)
    assert failure.seconds == 90


@pytest.mark.parametrize(
    ("failure", "means"),
    [
        (NotReached(HOOK, "the server refuses the connection"), Later),
        (AddressForbidden(HOOK, "the address is not on the public internet"), Later),
        (FetchError(HOOK, "no complete answer within 15 seconds"), Uncertain),
    ],
)
async def test_what_never_left_is_told_from_what_may_have_arrived(
    failure: FetchError, means: type[DeliveryError]
) -> None:
    box = Postbox()
    box.failure = failure
    with pytest.raises(means) as raised:
        await platform_of(box).send(HOOK, CARD, nonce="1")
    assert "desk.example" not in str(raised.value)  # an address may hold a secret


async def test_an_address_without_a_secret_is_posted_nothing() -> None:
    box = Postbox()
    with pytest.raises(ChatGone):
        await platform_of(box).send(Address("https://other.example"), CARD, nonce="1")
    assert box.names == []


async def test_a_message_keeps_its_name_at_each_try_whatever_it_says() -> None:
    box = Postbox()
    platform = platform_of(box)
    for reply in (CARD, note("Something else by now")):
        assert await platform.send(HOOK, reply, nonce="1f-18c") == "1f-18c"
    assert box.names == ["1f-18c", "1f-18c"]


async def test_an_edit_that_brings_back_old_words_is_no_repetition_but_a_second_try_is() -> None:
    box = Postbox()
    platform = platform_of(box)
    restored = replace(
        CARD, subject=Subject(story=StoryId(12), label=Label.CORE, changed=NOON + timedelta(1))
    )
    for reply in (CARD, CARD, restored):
        await platform.edit(HOOK, MessageRef("1f-18c"), reply)
    first, again, later = box.names
    assert first == again
    assert later not in {first, "1f-18c"}
