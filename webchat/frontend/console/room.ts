/** One program, two rooms: the agents' console and the knowledge desk. The address says which. */
export type Room = "console" | "desk";

export const room: Room = roomOf(typeof location === "undefined" ? "" : location.pathname);

export function roomOf(path: string): Room {
  return path === "/desk" || path.startsWith("/desk/") ? "desk" : "console";
}

export const otherRoom: Room = room === "desk" ? "console" : "desk";
