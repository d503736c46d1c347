import { expect, test } from "vitest";
import { bodyLine, bodyOf, join, parts, withBody, withFront } from "./parts";

const TEXT = "---\nid: a.nl\ntitle: A\n---\nBody\n---\nrule\n";

test("front matter and body, and back", () => {
  const found = parts(TEXT);

  expect(found).toEqual({
    open: "---\n",
    front: "id: a.nl\ntitle: A\n",
    close: "---\n",
    body: "Body\n---\nrule\n",
  });
  expect(found && join(found)).toBe(TEXT);
  expect(bodyLine(TEXT)).toBe(5);
});

test("a byte order mark and the line breaks of Windows stay", () => {
  const text = "\ufeff---\r\nid: a\r\n---\r\nBody\r\n";

  expect(parts(text)?.body).toBe("Body\r\n");
  expect(withFront(text, (front) => front)).toBe(text);
});

test("a text without front matter is all body, and gets one when a field is filled in", () => {
  expect(bodyOf("Only text")).toBe("Only text");
  expect(withFront("Only text", () => "title: A\n")).toBe("---\ntitle: A\n---\nOnly text");
});

test("another body leaves the front matter alone", () => {
  expect(withBody(TEXT, "New")).toBe("---\nid: a.nl\ntitle: A\n---\nNew");
  expect(withBody("---\nid: a\n---", "New")).toBe("---\nid: a\n---\nNew");
});
