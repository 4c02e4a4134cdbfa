// Documents and their analyses: computed once for each version, debounced when costly, and waited for by whoever asks.

import type { CancellationToken } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyseNetwork } from "../analysis/network-analysis";
import { analysedDocument } from "../features/document";
import type { Instance } from "../features/find-instance";
import type { Format, ReadOptions, TextFormat } from "../formats/format";
import { FORMATS } from "../formats/index";
import { binaryFormatFor, readBytes, readText, textFormatFor } from "../formats/read-file";
import type { SourceModel } from "../model/source-model";
import type { Analysed } from "./analysed";
import { fileKey } from "./file-key";
import { analysisDelay } from "./analysis-delay";
import { withFileBytes } from "./texts";
import type { Texts } from "./texts";

/** Why a document was analysed: its own text changed, or something around it did. */
export type Cause = "text" | "surroundings";

export interface StoreEvents {
  /** After each analysis of an open document. */
  analysed(analysed: Analysed, cause: Cause): void;
  /** What is shown of open documents changed without an analysis of theirs. */
  shownAnew(): void;
  readOptions(format: Format): ReadOptions;
  failed(what: string, error: unknown): void;
}

interface Entry {
  readonly uri: string;
  readonly languageId: string;
  current: Analysed | undefined;
  stale: boolean;
  cause: Cause;
  changedAt: number;
  /** Milliseconds that the last analysis took. */
  duration: number;
  timer: NodeJS.Timeout | undefined;
  waiters: Set<() => void>;
}

export class AnalysisStore {
  readonly #texts: Texts;
  readonly #events: StoreEvents;
  readonly #entries = new Map<string, Entry>();
  readonly #files = new Map<string, { modified: number; analysed: Analysed | undefined }>();
  readonly #chosen = new Map<string, readonly Instance[]>();

  constructor(texts: Texts, events: StoreEvents) {
    this.#texts = texts;
    this.#events = events;
  }

  opened(uri: string, languageId: string): void {
    const entry: Entry = {
      uri,
      languageId,
      current: undefined,
      stale: true,
      cause: "text",
      changedAt: 0,
      duration: 0,
      timer: undefined,
      waiters: new Set(),
    };
    this.#entries.set(uri, entry);
    this.#schedule(entry);
    this.surroundingsChanged([uri]);
  }

  /** The text of an open document changed; what imports it becomes stale, too. */
  changed(uri: string): void {
    const entry = this.#entries.get(uri);
    if (entry !== undefined) this.#makeStale(entry, "text");
    this.surroundingsChanged([uri]);
  }

  closed(uri: string): void {
    const entry = this.#entries.get(uri);
    this.#entries.delete(uri);
    this.#chosen.delete(uri);
    clearTimeout(entry?.timer);
    this.#release(entry);
    this.surroundingsChanged([uri]);
    if (entry?.current !== undefined && this.#showUsed(entry.current)) this.#events.shownAnew();
  }

  /** Files changed on disk or in an editor: whatever was read from them is stale. */
  surroundingsChanged(uris: readonly string[]): void {
    const changed = new Set(uris.map(fileKey));
    for (const entry of this.#entries.values()) {
      const dependencies = entry.current?.model.dependencies ?? [];
      if (dependencies.some((uri) => uri !== entry.uri && changed.has(fileKey(uri)))) {
        this.#makeStale(entry, "surroundings");
      }
    }
    for (const [uri, { analysed }] of this.#files) {
      const read = [uri, ...(analysed?.model.dependencies ?? [])];
      if (read.some((each) => changed.has(fileKey(each)))) this.#files.delete(uri);
    }
  }

  /** Everything is to be read again, as after a change of settings. */
  allChanged(): void {
    this.#files.clear();
    for (const entry of this.#entries.values()) this.#makeStale(entry, "surroundings");
  }

  /** The newest analysis: of the open document, else of the file. Undefined when cancelled, unreadable or of no format. */
  async analysed(uri: string, token: CancellationToken): Promise<Analysed | undefined> {
    const entry = this.#entries.get(uri);
    if (entry === undefined) return this.#analysedFile(uri);
    await this.#fresh(entry, token);
    // What this file defines is shown as the files that import it use it.
    for (const user of this.#usersOf(uri)) await this.#fresh(user, token);
    return token.isCancellationRequested ? undefined : entry.current;
  }

  async #fresh(entry: Entry, token: CancellationToken): Promise<void> {
    while (entry.stale && this.#entries.get(entry.uri) === entry && !token.isCancellationRequested) {
      await this.#nextAnalysis(entry, token);
    }
  }

  /** The open documents that import that file. */
  #usersOf(uri: string): readonly Entry[] {
    const key = fileKey(uri);
    const isSame = (dependency: string): boolean => fileKey(dependency) === key;
    return [...this.#entries.values()].filter(
      ({ uri: other, current }) => other !== uri && current?.model.dependencies.some(isSame) === true,
    );
  }

  /** The networks of those users that were analysed since the file changed. */
  #usingNetworks(uri: string): Analysed["analyses"] {
    return this.#usersOf(uri)
      .filter(({ stale }) => !stale)
      .flatMap(({ current }) => current?.analyses ?? []);
  }

  /** A text as if it were that file's content. */
  analysedText(uri: string, text: string): Analysed | undefined {
    const format = this.#current(uri)?.format ?? textFormatFor(uri, text);
    if (format?.kind !== "text") return undefined;
    return this.#analyseText(format, TextDocument.create(uri, "", 0, text));
  }

  /** The instances chosen in a file, the latest first. */
  chosen(uri: string): readonly Instance[] {
    return this.#chosen.get(uri) ?? [];
  }

  /** Shows another instance in blocks' own definitions; the text is not read again. */
  choose(uri: string, choice: Instance): void {
    const others = this.chosen(uri).filter(
      ({ network, path }) => network !== choice.network || path !== choice.path,
    );
    this.#chosen.set(uri, [choice, ...others].slice(0, MOST_CHOICES));
    this.#showAnew(this.#entries.get(uri));
  }

  dispose(): void {
    for (const entry of this.#entries.values()) {
      clearTimeout(entry.timer);
      this.#release(entry);
    }
    this.#entries.clear();
  }

  #current(uri: string): Analysed | undefined {
    return this.#entries.get(uri)?.current;
  }

  /** The same text and model, with what is shown of it computed anew. */
  #showAnew(entry: Entry | undefined): void {
    const current = entry?.current;
    if (entry === undefined || current?.document === undefined) return;
    const { text, model, analyses, language } = current.document;
    const around = { users: this.#usingNetworks(entry.uri), chosen: this.chosen(entry.uri) };
    entry.current = {
      ...current,
      document: analysedDocument({ text, model, analyses, language, ...around }),
    };
  }

  /** Shows the open documents that a file imports anew; false when there are none. */
  #showUsed({ model }: Analysed): boolean {
    const used = model.dependencies.filter((uri) => this.#entries.has(uri));
    for (const uri of used) this.#showAnew(this.#entries.get(uri));
    return used.length > 0;
  }

  #makeStale(entry: Entry, cause: Cause): void {
    entry.cause = entry.stale ? entry.cause : cause;
    if (cause === "text") {
      entry.cause = "text";
      entry.changedAt = performance.now();
    }
    entry.stale = true;
    this.#schedule(entry);
  }

  #schedule(entry: Entry): void {
    clearTimeout(entry.timer);
    const delay = analysisDelay({
      duration: entry.duration,
      sinceChange: performance.now() - entry.changedAt,
      awaited: entry.waiters.size > 0,
    });
    entry.timer = setTimeout(() => this.#analyse(entry), delay);
  }

  #nextAnalysis(entry: Entry, token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        entry.waiters.delete(done);
        cancellation.dispose();
        resolve();
      };
      const cancellation = token.onCancellationRequested(done);
      entry.waiters.add(done);
      this.#schedule(entry);
    });
  }

  #release(entry: Entry | undefined): void {
    for (const done of [...(entry?.waiters ?? [])]) done();
  }

  #analyse(entry: Entry): void {
    const start = performance.now();
    entry.timer = undefined;
    entry.stale = false;
    const { cause } = entry;
    try {
      entry.current = this.#analyseOpen(entry);
    } catch (error) {
      entry.current = undefined;
      this.#events.failed(`the analysis of ${entry.uri}`, error);
    }
    entry.duration = performance.now() - start;
    this.#release(entry);
    if (entry.current === undefined) return;
    this.#events.analysed(entry.current, this.#showUsed(entry.current) ? "surroundings" : cause);
  }

  #analyseOpen({ uri, languageId }: Entry): Analysed | undefined {
    const document = this.#texts.document(uri);
    if (document === undefined) return undefined;
    const format =
      FORMATS.find((candidate) => candidate.kind === "text" && candidate.languageId === languageId) ??
      textFormatFor(uri, document.getText());
    return format?.kind === "text" ? this.#analyseText(format, document) : undefined;
  }

  #analyseText(format: TextFormat, text: TextDocument): Analysed {
    const options: ReadOptions = {
      ...this.#events.readOptions(format),
      readText: (uri) => this.#texts.read(uri),
    };
    // A snapshot: the open document itself is changed in place by the next edit.
    const snapshot = TextDocument.create(text.uri, text.languageId, text.version, text.getText());
    const model = readText(format, text.uri, snapshot.getText(), options);
    const { analyses } = analyse(model);
    const parts = {
      text: snapshot,
      model,
      analyses,
      users: this.#usingNetworks(text.uri),
      language: format.language,
      chosen: this.chosen(text.uri),
    };
    return { ...common(format, model, analyses, text.version), document: analysedDocument(parts) };
  }

  #analysedFile(uri: string): Analysed | undefined {
    const modified = this.#texts.modified(uri);
    if (modified === undefined) return undefined;
    const known = this.#files.get(uri);
    if (known?.modified === modified) return known.analysed;
    const binary = binaryFormatFor(uri);
    const text = binary === undefined ? this.#texts.read(uri) : undefined;
    const analysed =
      binary === undefined
        ? text === undefined
          ? undefined
          : this.analysedText(uri, text)
        : withFileBytes(uri, (bytes) => {
            const model = readBytes(binary, uri, bytes, this.#events.readOptions(binary));
            return { ...common(binary, model, analyse(model).analyses, 0), document: undefined };
          });
    this.#files.set(uri, { modified, analysed });
    return analysed;
  }
}

const MOST_CHOICES = 50;

function analyse(model: SourceModel): Pick<Analysed, "analyses"> {
  return { analyses: model.networks.map(analyseNetwork) };
}

function common(
  format: Format,
  model: SourceModel,
  analyses: Analysed["analyses"],
  version: number,
): Omit<Analysed, "document"> {
  return { uri: model.uri, version, format, model, analyses };
}
