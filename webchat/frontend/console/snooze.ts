/** Sensible moments to take a conversation up again, in the agent's own time. Pure. */
export interface SnoozeChoice {
  key: "hour" | "afternoon" | "tomorrow" | "monday";
  at: Date;
}

const MORNING_H = 9;
const AFTERNOON_H = 14;

export function snoozeChoices(now: Date): SnoozeChoice[] {
  const choices: SnoozeChoice[] = [{ key: "hour", at: new Date(now.getTime() + 3_600_000) }];
  const afternoon = dayAt(now, 0, AFTERNOON_H);
  // Only while it is clearly later than "in an hour".
  if (afternoon.getTime() > now.getTime() + 5_400_000) choices.push({ key: "afternoon", at: afternoon });
  choices.push({ key: "tomorrow", at: dayAt(now, 1, MORNING_H) });
  const daysToMonday = (8 - now.getDay()) % 7 || 7;
  if (daysToMonday > 1) choices.push({ key: "monday", at: dayAt(now, daysToMonday, MORNING_H) });
  return choices;
}

function dayAt(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}
