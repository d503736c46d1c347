import { FRAME_VERSION, isFramed, type ToHost, type ToPanel } from "../../protocol/frame";

/** The page around the frame. Talks to the one origin the loader named, and hears nobody else. */
export class HostPage {
  constructor(
    private readonly origin: string,
    private readonly onMessage: (message: ToPanel) => void,
  ) {
    addEventListener("message", (event) => {
      if (event.origin !== this.origin || event.source !== window.parent || !isFramed(event.data)) return;
      this.onMessage(event.data as unknown as ToPanel);
    });
  }

  tell(message: ToHost): void {
    try {
      window.parent.postMessage({ ...message, firstline: FRAME_VERSION }, this.origin);
    } catch {
      // Not an origin (a page from a file): such a page hears nothing, the chat works on.
    }
  }
}
