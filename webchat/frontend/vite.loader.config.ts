import { resolve } from "node:path";
import { defineConfig } from "vite";

/** The loader: one dependency-free script at a fixed address, dist/widget.js. Runs after the pages' build. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: "es2020",
    outDir: "dist",
    emptyOutDir: false,
    lib: {
      entry: resolve(import.meta.dirname, "loader/main.ts"),
      formats: ["iife"],
      name: "firstlineLoader",
      fileName: () => "widget.js",
    },
  },
});
