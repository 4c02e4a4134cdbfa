// The files that take part in one reading: the file itself and, transitively, what it imports.

import * as l10n from "@vscode/l10n";
import type { Problem } from "../../model/problem";
import type { Definition, Import, ImportedName } from "../generated/ast";
import { isImport } from "../generated/ast";
import { importedUri, stdText } from "../syntax/imports";
import type { ParsedFile } from "../syntax/parse";
import { parsedFile } from "../syntax/parsed-files";
import { definitionsOf, rangeOfProperty } from "../syntax/tree";
import { nearestName } from "./suggestion";

/** A definition, and the file that it is in. */
export interface ResolvedDefinition {
  readonly definition: Definition;
  readonly file: ProgramFile;
}

export interface ProgramFile {
  readonly uri: string;
  readonly parsed: ParsedFile;
  readonly own: ReadonlyMap<string, Definition>;
  /** By local name. */
  readonly imported: Map<string, ResolvedDefinition>;
  /** Local names of imports that found nothing: reported there, and not again where they are used. */
  readonly missing: Set<string>;
}

export interface Program {
  readonly main: ProgramFile;
  /** Every file read besides the main one. */
  readonly dependencies: readonly string[];
  readonly problems: readonly Problem[];
}

interface Loading {
  readonly readText: (uri: string) => string | undefined;
  readonly files: Map<string, ProgramFile | undefined>;
  readonly wanted: Set<string>;
  readonly problems: Problem[];
  /** The main file's import that is being followed: what is wrong behind it is reported there, too. */
  through: { readonly uri: string; readonly item: Import } | undefined;
}

/** Loads what `parsed` imports through `readText`; problems are those of imports and duplicate definitions. */
export function loadProgram(parsed: ParsedFile, readText: (uri: string) => string | undefined): Program {
  const loading: Loading = {
    readText,
    files: new Map(),
    wanted: new Set(),
    problems: [],
    through: undefined,
  };
  const main = loadFile(parsed, loading, [parsed.uri]);
  return { main, dependencies: [...loading.wanted], problems: loading.problems };
}

/** The definition that a name of `file` stands for. */
export function resolveDefinition(file: ProgramFile, name: string): ResolvedDefinition | undefined {
  const own = file.own.get(name);
  return own === undefined ? file.imported.get(name) : { definition: own, file };
}

function loadFile(parsed: ParsedFile, loading: Loading, trail: readonly string[]): ProgramFile {
  const file: ProgramFile = {
    uri: parsed.uri,
    parsed,
    own: ownDefinitions(parsed, loading),
    imported: new Map(),
    missing: new Set(),
  };
  loading.files.set(parsed.uri, file);
  for (const item of parsed.ast.items.filter(isImport)) {
    if (trail.length === 1) loading.through = { uri: parsed.uri, item };
    loadImport(file, item, loading, trail);
    for (const { name, target } of item.names) {
      const local = name ?? target.$refText;
      if (resolveDefinition(file, local) === undefined) file.missing.add(local);
    }
  }
  return file;
}

function ownDefinitions(parsed: ParsedFile, loading: Loading): ReadonlyMap<string, Definition> {
  const own = new Map<string, Definition>();
  for (const definition of definitionsOf(parsed.ast)) {
    if (definition.name === undefined) continue;
    const earlier = own.get(definition.name);
    if (earlier === undefined) own.set(definition.name, definition);
    else {
      loading.problems.push({
        uri: parsed.uri,
        range: rangeOfProperty(definition, "name"),
        severity: "error",
        code: "duplicate-definition",
        message: l10n.t("{0} is defined twice; the first one counts.", definition.name),
        related: [
          { uri: parsed.uri, range: rangeOfProperty(earlier, "name"), message: l10n.t("First defined here") },
        ],
      });
    }
  }
  return own;
}

function loadImport(file: ProgramFile, item: Import, loading: Loading, trail: readonly string[]): void {
  if (item.path === undefined) return;
  const report = (
    node: Import | ImportedName,
    property: string,
    code: string,
    message: string,
    data?: Problem["data"],
  ): void => {
    const range = rangeOfProperty(node, property);
    loading.problems.push({
      uri: file.uri,
      range,
      severity: "error",
      code,
      message,
      ...(data ? { data } : {}),
    });
  };
  const uri = importedUri(file.uri, item.path);
  if (uri === undefined) {
    report(
      item,
      "path",
      "import-not-found",
      l10n.t(
        'An import is a relative path that ends in .net, or "std/…"; this is {0}.',
        JSON.stringify(item.path),
      ),
    );
    return;
  }
  if (trail.includes(uri)) {
    reportCycle(file, item, loading, [...trail.slice(trail.indexOf(uri)), uri]);
    return;
  }
  const target = loadUri(uri, loading, trail);
  if (target === undefined) {
    report(item, "path", "import-not-found", l10n.t("There is no file {0}.", JSON.stringify(item.path)));
    return;
  }
  for (const name of item.names) importName(file, target, name, report);
}

/** At the main file's import that leads into the circle, with the import that closes it beside. */
function reportCycle(file: ProgramFile, item: Import, loading: Loading, cycle: readonly string[]): void {
  const at = loading.through ?? { uri: file.uri, item };
  const closing = {
    uri: file.uri,
    range: rangeOfProperty(item, "path"),
    message: l10n.t("This import closes the circle"),
  };
  loading.problems.push({
    uri: at.uri,
    range: rangeOfProperty(at.item, "path"),
    severity: "error",
    code: "import-cycle",
    message: l10n.t("Imports go round in a circle: {0}.", cycle.map(fileName).join(" → ")),
    ...(at.item === item ? {} : { related: [closing] }),
  });
}

function importName(
  file: ProgramFile,
  target: ProgramFile,
  imported: ImportedName,
  report: (
    node: ImportedName,
    property: string,
    code: string,
    message: string,
    data?: Problem["data"],
  ) => void,
): void {
  const name = imported.target.$refText;
  const local = imported.name ?? name;
  const resolved = resolveDefinition(target, name);
  if (resolved === undefined) {
    const near = nearestName(name, target.own.keys());
    const hint = near === undefined ? "" : l10n.t(" Did you mean {0}?", near);
    report(
      imported,
      "target",
      "unknown-import",
      l10n.t("{0} defines no {1}.{2}", fileName(target.uri), name, hint),
      near === undefined ? undefined : { replacement: near },
    );
  } else if (file.own.has(local) || file.imported.has(local)) {
    report(imported, "target", "duplicate-definition", l10n.t("{0} is defined already.", local));
  } else {
    file.imported.set(local, resolved);
  }
}

function loadUri(uri: string, loading: Loading, trail: readonly string[]): ProgramFile | undefined {
  loading.wanted.add(uri);
  if (loading.files.has(uri)) return loading.files.get(uri);
  const text = stdText(uri) ?? loading.readText(uri);
  if (text === undefined) {
    loading.files.set(uri, undefined);
    return undefined;
  }
  return loadFile(parsedFile(text, uri), loading, [...trail, uri]);
}

function fileName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // not a valid escape: shown as it is
  }
}
