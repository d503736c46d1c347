import { expect, test } from "vitest";
import { roomOf } from "./room";

test("the address says which room it is", () => {
  expect(["/desk", "/desk/", "/console", "/", "/desktop"].map(roomOf)).toEqual([
    "desk",
    "desk",
    "console",
    "console",
    "console",
  ]);
});
