// Scripts that the benchmarks run in fresh processes, bundled as the product is.

import path from "node:path";
import { build } from "esbuild";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Bundles `scripts/bench/NAME.ts`, and returns the path of the result. */
export async function bundleScript(name: string): Promise<string> {
  const outfile = path.join(ROOT, `out/bench/${name}.js`);
  await build({
    entryPoints: [path.join(ROOT, `scripts/bench/${name}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    loader: { ".net": "text" },
    logLevel: "error",
  });
  return outfile;
}
