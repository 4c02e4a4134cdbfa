// Diagnostics of all open documents put together: a file's own, and those that its importers find in it.

import type { Diagnostic } from "vscode-languageserver";

export type Publish = (uri: string, diagnostics: Diagnostic[], version: number | undefined) => void;

export class PublishedDiagnostics {
  readonly #publish: Publish;
  /** By the document that was analysed, then by the file that the diagnostics are in. */
  readonly #found = new Map<string, ReadonlyMap<string, readonly Diagnostic[]>>();
  readonly #versions = new Map<string, number>();

  constructor(publish: Publish) {
    this.#publish = publish;
  }

  /** Replaces what the analysis of `source` found, and publishes every file that it changes. */
  update(source: string, version: number, found: ReadonlyMap<string, readonly Diagnostic[]>): void {
    const before = this.#found.get(source);
    this.#found.set(source, found);
    this.#versions.set(source, version);
    for (const uri of new Set([source, ...(before?.keys() ?? []), ...found.keys()])) this.#send(uri);
  }

  /** Forgets what a document that was closed found. */
  remove(source: string): void {
    const before = this.#found.get(source);
    this.#found.delete(source);
    this.#versions.delete(source);
    for (const uri of new Set([source, ...(before?.keys() ?? [])])) this.#send(uri);
  }

  #send(uri: string): void {
    const all = [...this.#found.values()].flatMap((byUri) => byUri.get(uri) ?? []);
    this.#publish(uri, withoutRepeats(all), this.#versions.get(uri));
  }
}

/** A file's own analysis and its importers' may find the same problem. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byKey = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { range, code, message } = diagnostic;
    const key = JSON.stringify([range.start, range.end, code, message]);
    if (!byKey.has(key)) byKey.set(key, diagnostic);
  }
  return [...byKey.values()];
}
