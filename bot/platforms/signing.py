"""Signs what goes out to webhooks, after the Standard Webhooks specification (standardwebhooks.com). Pure."""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime

PREFIX = "whsec_"
KEY_BYTES = 32


def new_secret() -> str:
    """Make up a secret that a receiver shares with us."""
    return PREFIX + b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def signed(body: bytes, *, message: str, at: datetime, secret: str) -> Mapping[str, str]:
    """Give the headers by which a receiver knows that a message is ours, from when, and which one."""
    timestamp = str(int(at.timestamp()))
    key = b64decode(secret.removeprefix(PREFIX))
    signature = hmac.digest(key, f"{message}.{timestamp}.".encode() + body, "sha256")
    return {
        "webhook-id": message,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{b64encode(signature).decode('ascii')}",
    }
