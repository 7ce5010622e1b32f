"""Keeps tokens out of the logs, whoever writes them.

The chat libraries and their HTTP clients log whole addresses, and Telegram's addresses hold the token.
"""

import logging
from collections.abc import Callable

REDACTED = "[token]"

_plain = logging.Formatter()


def keep_out_of_logs(secret: str) -> None:
    """Replace a secret in every log record made from now on, its traceback included."""
    factory = logging.getLogRecordFactory()
    if not isinstance(factory, _Redacting):
        factory = _Redacting(factory)
        logging.setLogRecordFactory(factory)
    factory.secrets.add(secret)


class _Redacting:
    """Makes log records without the secrets it knows."""

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self.make = make
        self.secrets: set[str] = set()

    def __call__(self, *args: object, **named: object) -> logging.LogRecord:
        record = self.make(*args, **named)
        self._redact_message(record)
        self._redact_traceback(record)
        return record

    def _redact_message(self, record: logging.LogRecord) -> None:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            return  # a record whose arguments do not fit is reported by logging itself
        redacted = self._redacted(message)
        if redacted != message:
            record.msg, record.args = redacted, ()

    def _redact_traceback(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[0]:
            record.exc_text = self._redacted(_plain.formatException(record.exc_info))

    def _redacted(self, words: str) -> str:
        for secret in self.secrets:
            words = words.replace(secret, REDACTED)
        return words
