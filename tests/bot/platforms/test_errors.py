import aiohttp
import httpx
import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.platforms import discord_errors, telegram_errors
from bot.platforms.port import ChatGone, DeliveryError, Later, MessageGone, Refused, Uncertain


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (caused(TimedOut(), httpx.PoolTimeout("")), Later),
        (caused(TimedOut(), httpx.ConnectTimeout("")), Later),
        (caused(NetworkError("x"), httpx.ConnectError("")), Later),
        (caused(NetworkError("x"), RuntimeError("not initialized")), Later),
        (caused(TimedOut(), httpx.ReadTimeout("")), Uncertain),
        (caused(TimedOut(), httpx.WriteTimeout("")), Uncertain),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("")), Uncertain),
        (caused(NetworkError("x"), httpx.ReadError("")), Uncertain),
        (NetworkError("Bad Gateway"), Uncertain),
        (TelegramError("Invalid server response"), Uncertain),
        (BadRequest("Chat not found"), ChatGone),
        (BadRequest("Message thread not found"), ChatGone),
        (BadRequest("TOPIC_CLOSED"), ChatGone),
        (BadRequest("Message to edit not found"), MessageGone),
        (BadRequest("Message is too long"), Refused),
    ],
)
def test_telegram_errors_are_told_apart(error: TelegramError, meaning: type[DeliveryError]) -> None:
    assert type(telegram_errors.translated(error)) is meaning


def test_a_refused_token_is_not_repeated() -> None:
    error = InvalidToken("The token `7:secret` was rejected by the server.")
    assert "secret" not in str(telegram_errors.translated(error))


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (RuntimeError("Session is closed"), Later),
        (TimeoutError(), Uncertain),
        (aiohttp.ServerDisconnectedError(), Uncertain),
        (ConnectionResetError(), Uncertain),
    ],
)
def test_discord_errors_without_an_answer_are_told_apart(
    error: Exception, meaning: type[DeliveryError]
) -> None:
    assert type(discord_errors.translated(error)) is meaning
