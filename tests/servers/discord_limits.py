"""Discord's limits that its published specification does not state, or that it may be absent for."""

import re
from typing import Any

from tests.servers.png import BadPicture, size_of

Json = dict[str, Any]

LONGEST_CONTENT = 2_000
LARGEST_FILE = 10 * 1024 * 1024  # bytes, without boosts
MOST_FILES = 10
LONGEST_EMBEDS = 6_000  # over all embeds of a message
LONGEST_CUSTOM_ID = 100
MOST_COMMANDS = 100
MOST_CHOICES = 25
LONGEST_CHOICE = 100

_EMBED_LIMITS = {"title": 256, "description": 4_096}
_COMMAND_NAME = re.compile(r"[-_0-9a-z]{1,32}")


def message_faults(payload: Json) -> list[str]:
    """Name what Discord would refuse in a message."""
    faults = []
    if len(payload.get("content") or "") > LONGEST_CONTENT:
        faults.append("content: over 2000 characters")
    if len(str(payload.get("nonce") or "")) > 25:
        faults.append("nonce: over 25 characters")
    embeds = payload.get("embeds") or []
    if len(embeds) > 10:
        faults.append("embeds: over 10")
    for embed in embeds:
        faults += _embed_faults(embed)
    if sum(_embed_size(embed) for embed in embeds) > LONGEST_EMBEDS:
        faults.append("embeds: over 6000 characters in all")
    return faults + _component_faults(payload.get("components") or [])


def file_faults(payload: Json, known: set[str]) -> list[str]:
    """Name what Discord would refuse in a message's files; `known` are the ids of those it has already."""
    described = payload.get("attachments") or []
    faults = ["attachments: over 10"] if len(described) > MOST_FILES else []
    for entry in described:
        faults += [] if entry["id"] in known else _new_file_faults(entry)
    names = {f"attachment://{entry.get('filename')}" for entry in described}
    for embed in payload.get("embeds") or []:
        image = (embed.get("image") or {}).get("url", "")
        if image.startswith("attachment://") and image not in names:
            faults.append(f"embeds: {image} is not attached")
    return faults


def _new_file_faults(entry: Json) -> list[str]:
    if "content" not in entry:
        return [f"attachments: no file {entry['id']}"]
    faults = [] if re.fullmatch(r"[\w.-]+", entry.get("filename") or "") else ["attachments: filename"]
    if len(entry.get("description") or "") > 1_024:
        faults.append("attachments: description over 1024 characters")
    if (entry.get("filename") or "").endswith(".png"):
        faults += _picture_faults(entry["content"])
    return faults


def _picture_faults(png: bytes) -> list[str]:
    try:
        size_of(png)
    except BadPicture as error:
        return [f"files: {error}"]
    return []


def is_empty(payload: Json) -> bool:
    """Tell whether a message shows nothing."""
    has_files = bool(payload.get("attachments"))
    return not (payload.get("content") or "").strip() and not payload.get("embeds") and not has_files


def command_faults(commands: list[Json]) -> list[str]:
    """Name what Discord would refuse in the commands of an application."""
    names = [command["name"] for command in commands]
    faults = [f"name {name!r}" for name in names if not _COMMAND_NAME.fullmatch(name)]
    if len(names) > MOST_COMMANDS or len(set(names)) < len(names):
        faults.append("over 100 commands, or two of one name")
    for command in commands:
        faults += _described_faults(command) + _place_faults(command)
        for option in command.get("options", []):
            if not _COMMAND_NAME.fullmatch(option["name"]):
                faults.append(f"option {option['name']!r}")
            faults += _described_faults(option)
            if option.get("autocomplete") and (option["type"] not in {3, 4, 10} or option.get("choices")):
                faults.append(f"option {option['name']!r} can't have suggestions")
    return faults


def _place_faults(command: Json) -> list[str]:
    """Name what is missing where a command says who finds it where: ours say it of each."""
    faults = []
    for name, known in (("integration_types", {0, 1}), ("contexts", {0, 1, 2})):
        places = command.get(name)
        if not places or not set(places) <= known or len(set(places)) < len(places):
            faults.append(f"{name} of {command['name']!r}: {places}")
    return faults


def choice_faults(suggested: Json) -> list[str]:
    """Name what Discord would refuse in suggestions for an option of words."""
    choices = suggested.get("choices")
    if not isinstance(choices, list):
        return ["choices: missing"]
    faults = ["choices: over 25"] if len(choices) > MOST_CHOICES else []
    for choice in choices:
        for part in ("name", "value"):
            words = choice.get(part)
            if not isinstance(words, str) or not words.strip() or len(words) > LONGEST_CHOICE:
                faults.append(f"choices: {part} not 1 to 100 characters")
    return faults


def _described_faults(described: Json) -> list[str]:
    length = len(described.get("description", ""))
    return [] if 1 <= length <= 100 else [f"description of {described['name']!r}: {length} characters"]


def _embed_faults(embed: Json) -> list[str]:
    faults = [
        f"{name}: over {most}" for name, most in _EMBED_LIMITS.items() if len(embed.get(name) or "") > most
    ]
    if len(embed.get("fields", [])) > 25:
        faults.append("fields: over 25")
    if embed.get("url") and not re.match(r"https?://[^\s/]", embed["url"]):
        faults.append("url: not http(s)")
    if not _embed_size(embed):
        faults.append("an empty embed")
    return faults


def _embed_size(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text")]
    for field in embed.get("fields", []):
        texts += [field["name"], field["value"]]
    return sum(len((words or "").strip()) for words in texts)


def _component_faults(rows: list[Json]) -> list[str]:
    faults = ["components: over 5 rows"] if len(rows) > 5 else []
    faults += [
        "components: not 1 to 5 buttons in a row" for row in rows if not 1 <= len(row["components"]) <= 5
    ]
    buttons = [button for row in rows for button in row["components"]]
    for button in buttons:
        if not 1 <= len(button.get("custom_id", "")) <= LONGEST_CUSTOM_ID:
            faults.append("custom_id: not 1 to 100 characters")
        if not 1 <= len((button.get("label") or "").strip()) <= 80:
            faults.append("label: not 1 to 80 characters")
    if len({button.get("custom_id") for button in buttons}) < len(buttons):
        faults.append("custom_id: duplicated")
    return faults
