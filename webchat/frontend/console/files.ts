/** Files that go with what is being written, by conversation and mode; ready ones survive a reload of the tab. */
import type { Attachment } from "../protocol/wire";
import { Uploads } from "../ui/uploads";
import { draftKey, type Mode } from "./state/outbox";
import { agent, state } from "./state/store";

const trays = new Map<string, Uploads>();

export function uploadsOf(conversationId: string, as: Mode): Uploads {
  const key = `${agent.peek()?.id}/${draftKey(conversationId, as)}`;
  const known = trays.get(key);
  if (known) return known;
  const file = `firstline.console.files.${key}`;
  const path = `/api/conversations/${conversationId}/attachments`;
  const made = new Uploads(
    {
      address: () => ({ path, headers: {} }),
      removal: fileUrl,
      maxBytes: () => state.peek()?.maxAttachmentBytes,
      keep: (ready) =>
        ready.length ? sessionStorage.setItem(file, JSON.stringify(ready)) : sessionStorage.removeItem(file),
    },
    JSON.parse(sessionStorage.getItem(file) ?? "[]") as Attachment[],
  );
  trays.set(key, made);
  return made;
}

export const fileUrl = (id: string): string => `/api/attachments/${id}`;
