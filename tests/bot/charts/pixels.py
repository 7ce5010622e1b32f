"""Looks at a drawn chart, for the tests."""

from io import BytesIO

from PIL import Image

NEAR = 24  # of 255: a palette moves colours a little


def shows(png: bytes, colour: str) -> int:
    """Count the pixels of a colour, written "#0072B2"."""
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    picture = Image.open(BytesIO(png)).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    return sum(
        count
        for count, found in counted
        if isinstance(found, tuple) and all(abs(a - b) < NEAR for a, b in zip(found, wanted, strict=True))
    )
