/** The pages of the console and of the knowledge desk: one row each. What is not the chats is fetched when it is first opened. */
import type { ComponentType } from "preact";
import type { Key } from "../i18n";
import { type Room, room } from "../room";
import type { IconName } from "../views/icons";

export type Role = "agent" | "supervisor" | "knowledge_manager" | "administrator";

export interface Page {
  /** Its place in the address: `/console#/tickets`, `/desk#/articles`. */
  id: string;
  /** Where it stands. */
  room: Room;
  label: Key;
  icon: IconName;
  /** Who sees it; the server refuses the rest all the same. */
  roles: readonly Role[];
  /** The page; null for the chats, which are always there. */
  load: (() => Promise<{ default: ComponentType<{ rest: string[] }> }>) | null;
}

const ALL: readonly Role[] = ["agent", "supervisor", "knowledge_manager", "administrator"];
const ADMIN: readonly Role[] = ["administrator"];
const LEAD: readonly Role[] = ["supervisor", "administrator"];
/** Knowledge managers and administrators work there, supervisors read. */
const KNOWLEDGE: readonly Role[] = ["supervisor", "knowledge_manager", "administrator"];

const PAGES: readonly Page[] = [
  { id: "chats", room: "console", label: "nav.chats", icon: "inbox", roles: ALL, load: null },
  { id: "day", room: "console", label: "nav.day", icon: "clock", roles: ALL, load: () => import("./day") },
  {
    id: "replies",
    room: "console",
    label: "nav.replies",
    icon: "note",
    roles: ALL,
    load: () => import("./replies"),
  },
  {
    id: "tickets",
    room: "console",
    label: "nav.tickets",
    icon: "ticket",
    roles: ALL,
    load: () => import("./tickets"),
  },
  {
    id: "supervisor",
    room: "console",
    label: "nav.supervisor",
    icon: "desk",
    roles: LEAD,
    load: () => import("./supervisor"),
  },
  {
    id: "reports",
    room: "console",
    label: "nav.reports",
    icon: "bars",
    roles: LEAD,
    load: () => import("./reports"),
  },
  {
    id: "teams",
    room: "console",
    label: "nav.teams",
    icon: "people",
    roles: ALL,
    load: () => import("./teams"),
  },
  {
    id: "reviews",
    room: "console",
    label: "nav.reviews",
    icon: "check",
    roles: ALL,
    load: () => import("./reviews"),
  },
  {
    id: "fields",
    room: "console",
    label: "nav.fields",
    icon: "edit",
    roles: ADMIN,
    load: () => import("./fields"),
  },
  {
    id: "settings",
    room: "console",
    label: "nav.settings",
    icon: "sliders",
    roles: LEAD,
    load: () => import("./settings"),
  },
  {
    id: "accounts",
    room: "console",
    label: "nav.accounts",
    icon: "agent",
    roles: ADMIN,
    load: () => import("./accounts"),
  },
  {
    id: "audit",
    room: "console",
    label: "nav.audit",
    icon: "shield",
    roles: ADMIN,
    load: () => import("./audit"),
  },
  {
    id: "inbox",
    room: "desk",
    label: "nav.inbox",
    icon: "inbox",
    roles: KNOWLEDGE,
    load: () => import("./inbox"),
  },
  {
    id: "training",
    room: "desk",
    label: "nav.training",
    icon: "bot",
    roles: KNOWLEDGE,
    load: () => import("./training"),
  },
  {
    id: "dial",
    room: "desk",
    label: "nav.dial",
    icon: "dial",
    roles: KNOWLEDGE,
    load: () => import("./dial"),
  },
  {
    id: "articles",
    room: "desk",
    label: "nav.articles",
    icon: "article",
    roles: KNOWLEDGE,
    load: () => import("./articles"),
  },
  {
    id: "gaps",
    room: "desk",
    label: "nav.gaps",
    icon: "help",
    roles: KNOWLEDGE,
    load: () => import("./gaps"),
  },
  {
    id: "proposals",
    room: "desk",
    label: "nav.proposals",
    icon: "note",
    roles: KNOWLEDGE,
    load: () => import("./proposals"),
  },
  {
    id: "incidents",
    room: "desk",
    label: "nav.incidents",
    icon: "flag",
    roles: KNOWLEDGE,
    load: () => import("./incidents"),
  },
  {
    id: "effect",
    room: "desk",
    label: "nav.effect",
    icon: "swap",
    roles: KNOWLEDGE,
    load: () => import("./effect"),
  },
  {
    id: "reports",
    room: "desk",
    label: "nav.reports",
    icon: "bars",
    roles: KNOWLEDGE,
    load: () => import("./reports"),
  },
];

/** The pages of a role in a room, in the order of the menu. */
export function pagesOf(role: string, where: Room = room): Page[] {
  return PAGES.filter((page) => page.room === where && page.roles.includes(role as Role));
}
