import { expect, it } from "vitest";
import { formatSize, shownSize } from "./uploads";

it.each([
  [
    { width: 200, height: 100 },
    { width: 200, height: 100 },
  ],
  [
    { width: 4000, height: 3000 },
    { width: 320, height: 240 },
  ],
  [
    { width: 4000, height: 100 },
    { width: 420, height: 11 },
  ],
  [
    { width: 10, height: 9000 },
    { width: 1, height: 240 },
  ],
])("keeps the place of a picture of %o", (size, shown) => {
  expect(shownSize({ id: "a", name: "a.png", media_type: "image/png", size: 1, ...size })).toEqual(shown);
});

it("tells sizes as the language writes them", () => {
  expect(formatSize(12, "nl")).toBe("1 kB");
  expect(formatSize(1_250_000, "nl")).toBe("1,3 MB");
  expect(formatSize(1_250_000, "fr").replace(/\s/g, " ")).toBe("1,3 Mo");
});
