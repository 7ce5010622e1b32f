"""The published specifications of both platforms, where this machine has them (../shared/data/specs)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "specs"

_PRIMITIVES: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "Float": (int, float),
    "String": str,
    "Boolean": bool,
    "True": bool,
    "InputFile": bytes,
}


@cache
def telegram() -> dict[str, Any]:
    """Load Telegram's specification: methods and types; empty where it is absent."""
    return _load("telegram_api.json")


@cache
def discord() -> dict[str, Any]:
    """Load Discord's OpenAPI document; empty where it is absent."""
    return _load("discord_openapi.json")


def discord_request_faults(method: str, path: str, body: Any) -> list[str]:
    """Name what Discord's specification says against a request; `path` is a template of its own."""
    return _discord_faults(method, path, "requestBody", body)


def discord_answer_faults(method: str, path: str, body: Any) -> list[str]:
    """Name what Discord's specification says against our own answer."""
    return _discord_faults(method, path, f"responses/{discord_success(method, path)}", body)


def discord_success(method: str, path: str) -> int:
    """Give the status of a request that went well: 201 where a channel or a thread was made."""
    known = discord().get("paths", {}).get(path, {}).get(method.lower(), {}).get("responses", {})
    return 201 if "201" in known and "200" not in known else 200


def _discord_faults(method: str, path: str, part: str, body: Any) -> list[str]:
    if not discord():
        return []
    pointer = f"/paths/{path.replace('/', '~1')}/{method.lower()}/{part}/content/application~1json/schema"
    faults = _discord_validator(pointer).iter_errors(body)
    return [f"{method} {path}: {fault.json_path}: {fault.message:.300}" for fault in faults]


@cache
def _discord_validator(pointer: str) -> Draft202012Validator:
    whole: Resource[Any] = Resource.from_contents(discord(), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:discord", whole)
    return Draft202012Validator({"$ref": f"urn:discord#{pointer}"}, registry=registry)


def _load(name: str) -> dict[str, Any]:
    file = FOLDER / name
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return loaded


def telegram_request_faults(method: str, parameters: dict[str, Any]) -> list[str]:
    """Name what Telegram's specification says against a request."""
    if not telegram():
        return []
    known = telegram()["methods"].get(method)
    return _object_faults(method, parameters, known.get("fields", [])) if known else [f"no method {method}"]


def telegram_answer_faults(method: str, answer: Any) -> list[str]:
    """Name what Telegram's specification says against our own answer to a request."""
    if not telegram():
        return []
    return _value_faults(method, answer, telegram()["methods"][method]["returns"])


def telegram_type_faults(kind: str, value: Any) -> list[str]:
    """Name what Telegram's specification says against an object of this type."""
    return _value_faults(kind, value, [kind]) if telegram() else []


def _object_faults(place: str, value: dict[str, Any], fields: list[dict[str, Any]]) -> list[str]:
    known = {field["name"]: field for field in fields}
    faults = [f"{place}: unknown field {name}" for name in value if name not in known]
    faults += [
        f"{place}: {name} is missing" for name, f in known.items() if f["required"] and name not in value
    ]
    for name, content in value.items():
        if name in known:
            faults += _value_faults(f"{place}.{name}", content, known[name]["types"])
    return faults


def _value_faults(place: str, value: Any, kinds: list[str]) -> list[str]:
    """A value is right when one of its kinds has nothing against it."""
    every = [_kind_faults(place, value, kind) for kind in kinds]
    return min(every, key=len, default=[])


def _kind_faults(place: str, value: Any, kind: str) -> list[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{place}: not a list"]
        inner = kind.removeprefix("Array of ")
        return [fault for item in value for fault in _kind_faults(f"{place}[]", item, inner)]
    if kind in _PRIMITIVES:
        return [] if _is_primitive(value, kind) else [f"{place}: {value!r:.60} is no {kind}"]
    return _type_faults(place, value, telegram()["types"].get(kind, {}))


def _is_primitive(value: Any, kind: str) -> bool:
    is_boolean = isinstance(value, bool)
    return isinstance(value, _PRIMITIVES[kind]) and is_boolean == (_PRIMITIVES[kind] is bool)


def _type_faults(place: str, value: Any, described: dict[str, Any]) -> list[str]:
    if "subtypes" in described:
        return _value_faults(place, value, described["subtypes"])
    if not isinstance(value, dict):
        return [f"{place}: not an object"]
    return _object_faults(place, value, described.get("fields", []))
