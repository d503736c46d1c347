import { defineConfig } from "vite";

/** The loader: one dependency-free script at a fixed address, dist/widget.js. Runs after the pages' build. */
export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  build: {
    // Private members stay `#names`, which the minifier shortens: a fifth of the file.
    target: "es2022",
    outDir: "dist",
    emptyOutDir: false,
    lib: {
      entry: new URL("loader/main.ts", import.meta.url).pathname,
      formats: ["iife"],
      name: "firstlineLoader",
      fileName: () => "widget.js",
    },
  },
});
