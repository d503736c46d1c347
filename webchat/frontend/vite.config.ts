import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => new URL(path, import.meta.url).pathname;
const page = (name: string) => here(`${name}/index.html`);

/** The pages: dist/panel, dist/console, dist/desk and dist/demo, with their hashed files in dist/assets. */
export default defineConfig({
  root: here("."),
  base: "/",
  plugins: [preact()],
  build: {
    target: "es2022",
    // esbuild must leave light-dark() alone: without this it would be lowered away for old targets.
    cssTarget: "chrome123",
    outDir: "dist",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { panel: page("panel"), console: page("console"), desk: page("desk"), demo: page("demo") },
    },
  },
  test: { css: true, include: ["**/*.test.ts", "**/*.test.tsx"], exclude: ["node_modules/**", "dist/**"] },
});
