/** Who else looks at a message. */
import type { Item } from "../../net/inbox";
import { agent, now } from "../../state/store";

export function isLookedAt({ claim }: Item): Item["claim"] {
  if (!claim || claim.by.id === agent.value?.id) return null;
  return Date.parse(claim.until) > now.value ? claim : null;
}
