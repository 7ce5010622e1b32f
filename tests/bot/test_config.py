"""Settings come from the environment and .env, and every fault is named at once."""

from pathlib import Path

import pytest

from bot.config import PARSERS, PREFIX, Settings, SettingsError, load_settings

TELEGRAM = "123456789:" + "a" * 35
DISCORD = "b" * 24 + ".cccccc." + "d" * 30


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    assert load_settings({}, file=tmp_path / ".env") == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("TROOPWIRE_LOG_LEVEL=debug\nTROOPWIRE_DATABASE=/data/a.db\nOTHER=1\n")
    settings = load_settings({"TROOPWIRE_DATABASE": "/data/b.db"}, file=file)
    assert (settings.log_level, settings.database) == ("DEBUG", Path("/data/b.db"))


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("TELEGRAM_TOKEN", "hello", "BotFather"),
        ("DISCORD_TOKEN", "hello", "three parts"),
        ("TELEGRAM_API", "ftp://x", "http or https"),
        ("TIMEZONE", "Mars/Olympus", "time zone"),
        ("TIMEZONE", "../../etc/passwd", "time zone"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO"),
        ("POLL_SECONDS", "0", "from 1 to 86400"),
        ("POLL_SECONDS", "nan", "from 1 to 86400"),
        ("KEEP_DAYS", "7", "from 30, or 0"),
        ("KEEP_DAYS", "-90", "from 30, or 0"),
        ("KEEP_DAYS", "a year", "from 30, or 0"),
        ("ADMINS", "bob", "telegram:123"),
        ("ALLOW_LOOPBACK", "perhaps", "yes or no"),
        ("TELEGRAM_WEBHOOK", "perhaps", "yes or no"),
        ("TELEGRAM_TOKN", "x", "not a setting"),
    ],
)
def test_a_bad_setting_is_named_with_its_fault(tmp_path: Path, name: str, value: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=fault) as raised:
        load_settings({PREFIX + name: value}, file=tmp_path / ".env")
    assert PREFIX + name in str(raised.value)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings({"TROOPWIRE_TIMEZONE": "x", "TROOPWIRE_ADMINS": "y"}, file=tmp_path / ".env")
    assert len(raised.value.faults) == 2


def test_a_webhook_needs_a_place_where_the_world_reaches_it(tmp_path: Path) -> None:
    hook = {"TROOPWIRE_TELEGRAM_WEBHOOK": "yes"}
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK needs TROOPWIRE_PUBLIC_URL and"):
        load_settings(hook, file=tmp_path / ".env")
    reached = {
        "TROOPWIRE_PUBLIC_URL": "https://bot.example",
        "TROOPWIRE_WEB_LISTEN": "127.0.0.1:8080",
    }
    assert load_settings(hook | reached, file=tmp_path / ".env").telegram_webhook
    assert not load_settings(reached, file=tmp_path / ".env").telegram_webhook


def test_tokens_are_not_shown() -> None:
    assert TELEGRAM not in repr(Settings(telegram_token=TELEGRAM, discord_token=DISCORD))


def test_the_example_file_documents_each_setting_and_is_valid(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / ".env.example"
    file = tmp_path / ".env"
    file.write_text(example.read_text())
    named = {line.split("=")[0] for line in example.read_text().splitlines() if line.startswith(PREFIX)}
    assert named == {PREFIX + name for name in PARSERS}
    assert load_settings({}, file=file) == Settings()


def test_good_values_are_taken(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "TROOPWIRE_TELEGRAM_TOKEN": TELEGRAM,
            "TROOPWIRE_DISCORD_TOKEN": DISCORD,
            "TROOPWIRE_ADMINS": "telegram:1, discord:2",
            "TROOPWIRE_TIMEZONE": "Europe/Tallinn",
            "TROOPWIRE_ALLOW_LOOPBACK": "yes",
            "TROOPWIRE_KEEP_DAYS": "30",
            "TROOPWIRE_BACKUPS": "/var/backups/troopwire",
        },
        file=tmp_path / ".env",
    )
    assert settings.admins == {"telegram:1", "discord:2"}
    assert (settings.timezone.key, settings.allow_loopback) == ("Europe/Tallinn", True)
    assert (settings.keep_days, settings.backups) == (30, Path("/var/backups/troopwire"))
