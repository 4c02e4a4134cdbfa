// Runs dependency-cruiser over the sources and fails on a broken import rule, or when it did not really cruise them.
import { existsSync, globSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { cruise, format } from "dependency-cruiser";

const rules = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
const roots = ["src", "webview", "test", "scripts"].filter((folder) => existsSync(folder));
const sources = roots.flatMap((folder) => globSync(`${folder}/**/*.ts`));

const { output } = await cruise(roots, {
  ...rules.options,
  ruleSet: { forbidden: rules.forbidden },
  validate: true,
});
const cruised = output.modules.filter(({ source }) => sources.includes(source));
const edges = cruised.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
const report = await format(output, { outputType: "err-long" });

process.stdout.write(`${report.output.trimEnd()}\n`);
process.stdout.write(`cruised ${cruised.length} of ${sources.length} TypeScript files, ${edges} imports\n`);
if (cruised.length === 0 || cruised.length < sources.length || edges === 0) {
  process.stdout.write(
    "dependency-cruiser did not see all TypeScript files: the import rules were not checked\n",
  );
  process.exit(1);
}
process.exit(output.summary.error > 0 ? 1 : 0);
