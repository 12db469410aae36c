/**
 * Jest's transform of a file of the kernel lane: with all that it imports it is in the bundle of `laboratory-runner.ts`. Jest takes
 * milliseconds to load a module, and each file would load hundreds.
 */
module.exports = {
  process: (_, path) => ({ code: `require(process.env.NETWEFT_BUNDLE).run(${JSON.stringify(path)});` }),
};
