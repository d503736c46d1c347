import { resolve } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

const page = (name: string) => resolve(import.meta.dirname, name, "index.html");

/** The pages: dist/panel, dist/console and dist/demo, with their hashed files in dist/assets. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [preact()],
  build: {
    target: "es2022",
    // esbuild must leave light-dark() alone: without this it would be lowered away for old targets.
    cssTarget: "chrome123",
    outDir: "dist",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { panel: page("panel"), console: page("console"), demo: page("demo") } },
  },
  test: { include: ["**/*.test.ts", "**/*.test.tsx"], exclude: ["node_modules/**", "dist/**"] },
});
