"""What a local Telegram takes as a photo (core.telegram.org/bots/api#sendphoto)."""

from tests.servers.png import BadPicture, size_of

LARGEST = 10 * 1024 * 1024  # bytes
LONGEST_SIDES = 10_000  # width and height together
STEEPEST = 20  # the longer side by the shorter


def photo_fault(png: bytes) -> str:
    """Say why Telegram would refuse a photo; empty when it would not."""
    if len(png) > LARGEST:
        return f"file of size {len(png)} bytes is too big for a photo; the maximum size is {LARGEST} bytes"
    try:
        width, height = size_of(png)
    except BadPicture:
        return "IMAGE_PROCESS_FAILED"
    fits = width + height <= LONGEST_SIDES and max(width, height) <= STEEPEST * min(width, height)
    return "" if fits else "PHOTO_INVALID_DIMENSIONS"


def described_photo(png: bytes, number: int) -> list[dict[str, str | int]]:
    """Describe a photo as the Bot API does, in one size."""
    width, height = size_of(png)
    size: dict[str, str | int] = {"file_id": f"photo-{number}", "file_unique_id": f"unique-{number}"}
    return [size | {"width": width, "height": height, "file_size": len(png)}]
