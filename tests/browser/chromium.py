"""Drives headless Chromium through its DevTools protocol, with the websockets of aiohttp."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Self

import aiohttp

PATIENCE = 60.0
"""Seconds to wait for expected text; long, because the machine may be busy."""

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1200,800",
)

KEYS = {"enter": ("Enter", 13, "\r"), "escape": ("Escape", 27, "\x1b"), "tab": ("Tab", 9, "\t")}

WATCH_TEXT = """
    window.seen = "";
    const decoder = new TextDecoder();
    const Original = window.WebSocket;
    window.WebSocket = class extends Original {
        constructor(...values) {
            super(...values);
            this.addEventListener("message", (event) => {
                if (typeof event.data !== "string") window.seen += decoder.decode(event.data, {stream: true});
            });
        }
    };
"""
"""Keeps what the terminal in the page is sent: it draws on a canvas, which has no text."""


def find_chromium() -> str | None:
    """The path of Chromium, if it is on this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Tab:
    """A tab of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, identity: str) -> None:
        self._socket = socket
        self._number = 0
        self.identity = identity
        self.requested: list[str] = []
        """The addresses that the page has asked for."""

    async def call(self, method: str, **values: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": values})
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self._socket.receive_json()
                if message.get("method") == "Network.requestWillBeSent":
                    self.requested.append(message["params"]["request"]["url"])
                if message.get("id") == self._number:
                    assert "error" not in message, message
                    result: dict[str, Any] = message["result"]
                    return result

    async def evaluate(self, script: str) -> Any:
        """Return the value of an expression of JavaScript."""
        result = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return result["result"].get("value")

    async def open(self, address: str) -> None:
        """Open an address."""
        await self.call("Network.enable")
        await self.call("Page.enable")
        await self.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH_TEXT)
        await self.call("Page.navigate", url=address)

    async def see(self, words: str) -> None:
        """Wait until the page or its terminal has got words."""
        deadline = time.monotonic() + PATIENCE
        script = "window.seen + document.body.innerText"
        while words not in (text := str(await self.evaluate(script))):
            assert time.monotonic() < deadline, f"{words!r} never appeared: {text[-3000:]!r}"
            await asyncio.sleep(0.1)

    async def forget(self) -> None:
        """Forget what the terminal has been sent until now."""
        await self.evaluate("window.seen = ''")

    async def press(self, *keys: str) -> None:
        """Press keys, given by name or as characters."""
        for key in keys:
            name, code, text = KEYS[key] if key in KEYS else (key, ord(key[0].upper()), key)
            event = {"key": name, "windowsVirtualKeyCode": code, "text": text}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **event)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code)

    async def screenshot(self) -> bytes:
        """A picture of the tab, in PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])


class Chromium:
    """A running browser. Use it in `async with`."""

    def __init__(self, path: str, profile: Path) -> None:
        self._path, self._profile = path, profile

    async def __aenter__(self) -> Self:
        command = [self._path, *FLAGS, f"--user-data-dir={self._profile}", "about:blank"]
        self._process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        active = self._profile / "DevToolsActivePort"
        deadline = time.monotonic() + PATIENCE
        while not (active.exists() and active.read_text("utf-8").strip()):
            assert time.monotonic() < deadline, "Chromium never started"
            await asyncio.sleep(0.1)
        self._port = int(active.read_text("utf-8").split()[0])
        self._session = aiohttp.ClientSession(f"http://127.0.0.1:{self._port}")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        os.killpg(self._process.pid, 15)
        self._process.wait(PATIENCE)

    async def new_tab(self, address: str) -> Tab:
        """Open an address in a new tab."""
        async with self._session.put("/json/new?about:blank") as response:
            target = await response.json()
        socket = await self._session.ws_connect(f"/devtools/page/{target['id']}", max_msg_size=0)
        tab = Tab(socket, target["id"])
        await tab.open(address)
        return tab

    async def close_tab(self, tab: Tab) -> None:
        """Close a tab."""
        async with self._session.get(f"/json/close/{tab.identity}") as response:
            await response.text()
