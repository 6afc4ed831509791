/**
 * Runs TypeScript as it is, through tsx, for the program (`Pulumi.yaml`) and for `spe`; what Node compiles is kept for
 * the next run. Packages are JavaScript, in each file of which tsx would look for TypeScript: they go past it.
 */
const { enableCompileCache, Module } = require("node:module");
const { join, sep } = require("node:path");

enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? join(__dirname, "../.spe/compile-cache"));

const byNode = Module._extensions[".js"];
require("tsx/cjs");
const byTsx = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) =>
  (file.includes(`${sep}node_modules${sep}`) ? byNode : byTsx)(module, file);
