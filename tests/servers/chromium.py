"""A headless Chromium that is driven by the DevTools protocol over a websocket (chromedevtools.github.io)."""

import asyncio
import base64
import itertools
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from tests.servers.listening import PATIENCE, eventually

Json = dict[str, Any]

BINARY = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")


class Tab:
    """One open page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._session = ""

    async def open(self, address: str, *, width: int, height: int) -> None:
        """Open a page in a window of this size."""
        target = await self._ask("Target.createTarget", url="about:blank")
        attached = await self._ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self._ask("Emulation.setDeviceMetricsOverride", **size)
        await self._ask("Page.navigate", url=address)

    async def run(self, script: str) -> Any:
        """Run an expression in the page; gives its value. AssertionError when it throws."""
        answer = await self._ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until an expression is true; TimeoutError when it does not become so."""
        async with asyncio.timeout(PATIENCE):
            while not await self.run(f"Boolean({script})"):  # noqa: ASYNC110  the page has no event of ours
                await asyncio.sleep(0.05)

    async def picture(self, selector: str) -> bytes:
        """Take a PNG of one element as it stands in the window."""
        place = f"JSON.parse(JSON.stringify(document.querySelector({selector!r}).getBoundingClientRect()))"
        box = await self.run(place)
        clip = {name: box[name] for name in ("x", "y", "width", "height")} | {"scale": 1}
        answer = await self._ask("Page.captureScreenshot", format="png", clip=clip)
        return base64.b64decode(answer["data"])

    async def _ask(self, method: str, **parameters: Any) -> Json:
        number = next(self._numbers)
        to = {"sessionId": self._session} if self._session else {}
        await self._socket.send_json({"id": number, "method": method, "params": parameters} | to)
        async with asyncio.timeout(PATIENCE):
            while (said := await self._socket.receive_json()).get("id") != number:
                pass  # events that nobody waits for
        assert "error" not in said, said["error"]
        answer: Json = said["result"]
        return answer


@asynccontextmanager
async def browsing(address: str, *, width: int = 1200, height: int = 900) -> AsyncIterator[Tab]:
    """Open an address in a browser of its own."""
    with TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as folder:
        told = Path(folder) / "DevToolsActivePort"
        browser = await asyncio.create_subprocess_exec(
            BINARY,
            *FLAGS,
            "--remote-debugging-port=0",
            f"--user-data-dir={folder}",
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await eventually(lambda: told.exists() and len(told.read_text().splitlines()) == 2)
            port, path = told.read_text().splitlines()
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as socket,
            ):
                tab = Tab(socket)
                await tab.open(address, width=width, height=height)
                yield tab
        finally:
            browser.kill()
            await browser.wait()
