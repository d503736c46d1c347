/** How long something takes, in words: "about 20 seconds", "about 3 minutes". */
import { tn } from "./texts";

export function duration(seconds: number): string {
  if (seconds < 60) return tn("duration.seconds", Math.max(5, Math.ceil(seconds / 5) * 5));
  return tn("duration.minutes", Math.ceil(seconds / 60));
}
