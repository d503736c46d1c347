import { describe, expect, it } from "vitest";
import { href, parse } from "./route";

describe("the address of a page", () => {
  it("is the chats when empty", () => {
    expect(parse("")).toEqual({ page: "chats", rest: [] });
    expect(parse("#/")).toEqual({ page: "chats", rest: [] });
  });

  it("comes back as it was written", () => {
    expect(parse(href("tickets", "FL-1042", "a/b é"))).toEqual({
      page: "tickets",
      rest: ["FL-1042", "a/b é"],
    });
  });

  it("survives a broken escape", () => {
    expect(parse("#/tickets/%E0%A4%A")).toEqual({ page: "tickets", rest: ["%E0%A4%A"] });
  });
});
