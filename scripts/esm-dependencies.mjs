// Lets the CommonJS that tsx makes of our TypeScript require packages that are ESM only, such as langium: they export
// an `import` condition and nothing else. Node can require ESM itself; only finding it needs help.
import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, nextResolve) {
    try {
      return nextResolve(specifier, context);
    } catch (error) {
      if (error.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error;
      return nextResolve(specifier, { ...context, conditions: ["node", "import"] });
    }
  },
});
