/** The manifest: every file, text and command that it names exists, and every text of the extension can be translated. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";

const source = readFileSync("package.json", "utf8");
const manifest = JSON.parse(source) as {
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
};
const read = (pattern: string): string[] => globSync(pattern).map((file) => readFileSync(file, "utf8"));
const code = read("src/extension/**/*.ts");

function readTable(file: string): Record<string, string> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, found]) => found ?? []))].sort();
}

describe("the manifest", () => {
  it("names files that exist", () => {
    const files = matches(source, /"(\.\/(?:syntaxes|media|l10n)[^"]*|media\/[^"]*)"/g);
    assert.ok(files.length > 5);
    assert.deepEqual(
      files.filter((file) => !existsSync(file)),
      [],
    );
  });

  it("has a text for each of its keys, and no others", () => {
    const keys = matches(source, /"%([^%"]+)%"/g);
    assert.deepEqual(Object.keys(readTable("package.nls.json")).sort(), keys);
  });

  it("contributes commands that the extension has", () => {
    const ids = manifest.contributes.commands.map(({ command }) => command);
    const unknown = ids.filter((id) => !code.some((text) => text.includes(`"${id}"`)));
    assert.deepEqual(unknown, []);
  });

  it("is activated for each webview that is restored", () => {
    const types = code.flatMap((text) => matches(text, /(?:viewType:|VIEW_TYPE =) "([^"]+)"/g));
    const activated = manifest.activationEvents.filter((event) => event.startsWith("onWebviewPanel:"));
    assert.deepEqual(activated.sort(), types.map((type) => `onWebviewPanel:${type}`).sort());
  });
});

describe("texts for people", () => {
  const all = read("src/**/*.ts");

  it("are all in the bundle for translators", () => {
    const used = all.flatMap((text) =>
      [...text.matchAll(/l10n\.t\(\s*(?:("(?:[^"\\]|\\.)*")|'((?:[^'\\]|\\.)*)')/g)].map(
        ([, double, single]) => single ?? (JSON.parse(double ?? "") as string),
      ),
    );
    assert.ok(used.length > 250);
    const bundled = Object.keys(readTable("l10n/bundle.l10n.json")).sort();
    assert.deepEqual(bundled, [...new Set(used)].sort(), "npm run texts brings the bundle up to date");
  });

  it("are given as literals, which translators' tools can find", () => {
    const calls = all.join("\n").match(/l10n\.t\(/g) ?? [];
    const literal = all.join("\n").match(/l10n\.t\(\s*["']/g) ?? [];
    assert.equal(literal.length, calls.length);
  });
});
