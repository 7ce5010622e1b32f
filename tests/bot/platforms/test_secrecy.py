import logging

import pytest

from bot.platforms.secrecy import REDACTED, keep_out_of_logs

SECRET = "4242:markedSECRETmarked"

log = logging.getLogger("some.library")


def test_a_secret_is_replaced_wherever_it_stands(caplog: pytest.LogCaptureFixture) -> None:
    keep_out_of_logs(SECRET)
    keep_out_of_logs(SECRET)
    log.warning("GET %s failed", f"https://api.example/bot{SECRET}/getMe")
    log.warning(f"again {SECRET}")  # noqa: G004  some libraries do so
    try:
        int(SECRET)
    except ValueError:
        log.exception("failed")
    assert SECRET not in caplog.text
    assert caplog.text.count(REDACTED) >= 3


def test_other_records_stay_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    keep_out_of_logs(SECRET)
    log.warning("%d of %d", 1, 2)
    [record] = caplog.records
    assert (record.msg, record.args) == ("%d of %d", (1, 2))
