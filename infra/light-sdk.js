/**
 * Makes Pulumi's SDK start and run in half the time, for processes that build environments: the program
 * (`Pulumi.yaml`) and `spe check`. To be loaded before the SDK.
 */
const { Module } = require("node:module");

// What writes the code of functions into resources (ours name their modules), and the Automation API: never used here.
for (const unused of ["runtime/closure/serializeClosure", "runtime/closure/codePaths", "automation"]) {
  const file = require.resolve(`@pulumi/pulumi/${unused}`);
  require.cache[file] = Object.assign(new Module(file), { loaded: true, exports: {} });
}

// The SDK notes with each promise where it was made, which takes as long as all else that a program does. Only
// PULUMI_DEBUG_PROMISE_LEAKS shows that.
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
  const debuggable = require("@pulumi/pulumi/runtime/debuggable");
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}
