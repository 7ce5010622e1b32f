"""Files that come with a request (discord.com/developers/docs/reference#uploading-files)."""

import json
from typing import Any

from aiohttp import web

from tests.servers.discord_limits import Json
from tests.servers.discord_shapes import Attachment

MULTIPART = "multipart/form-data"


async def body_of(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    """Read a request: its JSON, and the files beside it by the number that it calls them by."""
    if request.content_type != MULTIPART:
        return (await request.json() if request.can_read_body else None), {}
    form = await request.post()
    files = {name: part.file.read() for name, part in form.items() if isinstance(part, web.FileField)}
    body = json.loads(str(form["payload_json"]))
    for entry in _described(body):  # ids may be numbers, too, as discord.py writes these
        entry["id"] = str(entry["id"])
    return body, {name.removeprefix("files[").removesuffix("]"): file for name, file in files.items()}


def attach(body: Json, files: dict[str, bytes]) -> None:
    """Put each file into the entry that describes it."""
    for entry in _described(body):
        if entry["id"] in files:
            entry["content"] = files.pop(entry["id"])


def attachments_of(payload: Json, known: tuple[Attachment, ...] = ()) -> tuple[Attachment, ...]:
    """Give a message's files: new ones, and those of the `known` that it keeps."""
    kept = {attachment.id: attachment for attachment in known}
    return tuple(kept.get(entry["id"]) or _attached(entry) for entry in payload.get("attachments") or ())


def _described(body: Json) -> list[Json]:
    return (body.get("data") or body.get("message") or body).get("attachments") or []


def _attached(entry: Json) -> Attachment:
    return Attachment(
        id=f"77000000000000000{entry['id']}",
        filename=entry["filename"],
        description=entry.get("description") or "",
        content=entry["content"],
    )
