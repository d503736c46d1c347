"""Hand files to an element as a browser does when somebody pastes or drops them."""

from __future__ import annotations

import base64

from playwright.sync_api import FilePayload, Locator

_GIVE = """(target, [how, name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  const event = how === "paste"
    ? new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}"""


def hand_over(target: Locator, how: str, file: FilePayload) -> None:
    """Paste (`paste`) or drop (`drop`) a file."""
    content = base64.b64encode(file["buffer"]).decode()
    target.evaluate(_GIVE, [how, file["name"], file["mimeType"], content])
