// A `.net` text → the model: parsed, its imports loaded, its networks elaborated.

import type { ReadOptions } from "../formats/format";
import type { Definition as ModelDefinition } from "../model/network";
import type { Problem } from "../model/problem";
import type { SourceModel } from "../model/source-model";
import type { Run } from "./elaborate/context";
import { checkDefinition, definitionOrigin, elaborateNetwork } from "./elaborate/network";
import { ProblemLog } from "./elaborate/problem-log";
import type { Program } from "./elaborate/program";
import { loadProgram } from "./elaborate/program";
import { elaborateSequence } from "./elaborate/statements";
import { unusedProblems } from "./elaborate/unused";
import type { ParsedFile } from "./syntax/parse";
import { parsedFile } from "./syntax/parsed-files";
import { definitionsOf, documentationOf } from "./syntax/tree";

/** Reads a text. Never throws; what is not understood is a problem, and the rest is there. */
export function readNet(uri: string, text: string, options: ReadOptions): SourceModel {
  return elaborateFile(parsedFile(text, uri), options);
}

/** The model of a file that is parsed already. */
export function elaborateFile(parsed: ParsedFile, options: ReadOptions): SourceModel {
  const program = loadProgram(parsed, options.readText ?? (() => undefined));
  const log = new ProblemLog();
  // An import's own imports are reported when it is read itself.
  const ownImports = program.problems.filter((problem) => problem.uri === parsed.uri);
  for (const problem of [...parsed.problems, ...ownImports]) log.add(problem);
  const run = newRun(program, options, log);
  const definitions = definitionsOf(parsed.ast);
  const networks = definitions
    .filter((definition) => definition.kind === "network")
    .map((definition) => elaborateNetwork({ definition, file: program.main }, run));
  for (const definition of definitions) {
    if (definition.kind === "network" || run.instances.has(definition)) continue;
    checkDefinition({ definition, file: program.main }, run);
  }
  for (const problem of unusedProblems(parsed.ast, parsed.uri, (name) => program.main.imported.has(name)))
    log.add(problem);
  return {
    uri: parsed.uri,
    format: "net",
    networks,
    definitions: definitions.flatMap((definition) => modelDefinition(parsed.uri, definition)),
    problems: byPlace(log.problems),
    dependencies: program.dependencies,
  };
}

function newRun(program: Program, options: ReadOptions, log: ProblemLog): Run {
  return {
    program,
    options,
    log,
    instances: new Map(),
    checked: new Set(),
    steps: 0,
    sequence: elaborateSequence,
  };
}

function modelDefinition(
  uri: string,
  definition: Parameters<typeof definitionOrigin>[1],
): readonly ModelDefinition[] {
  if (definition.name === undefined) return [];
  const documentation = documentationOf(definition);
  return [
    {
      kind: definition.kind,
      name: definition.name,
      ...(documentation === undefined ? {} : { documentation }),
      parameters: definition.parameters.map((parameter) => parameter.name),
      origin: definitionOrigin(uri, definition),
    },
  ];
}

function byPlace(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}
