// The network's body as a list of elements (lines, or instances of blocks), repeated ones counted and scopes made stages.

/** One or several lines that belong together, at the outermost level. */
export interface Element {
  /** Without the name. */
  readonly lines: readonly string[];
  /** The name before ` = `. */
  readonly name: string | undefined;
  /** Other lines use the name, or the element uses others' names: it cannot be part of a repetition. */
  readonly fixed: boolean;
  /** An instance of a block. */
  readonly isBlock: boolean;
  readonly scope: readonly string[];
}

/** Runs of at most this many elements are looked for when repetitions are counted. */
const LONGEST_PERIOD = 8;

/** The lines of the elements, their scopes as stages, four levels deep at most. */
export function writeElements(
  elements: readonly Element[],
  indent: number,
  stageName: (scope: string) => string,
  level = 0,
): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; from < elements.length;) {
    const scope = elements[from]?.scope[level];
    let to = from + 1;
    while (to < elements.length && elements[to]?.scope[level] === scope) to++;
    const group = elements.slice(from, to);
    if (scope === undefined || group.length < 2 || level > 3) {
      const inner = scope === undefined ? group : group.map((element) => ({ ...element, scope: [] }));
      lines.push(...writeRepeated(inner, indent));
    } else {
      const isWrapper = group.length === elements.length && level > 0;
      const name = isWrapper ? undefined : stageName(scope);
      const inner = writeElements(group, name === undefined ? indent : indent + 1, stageName, level + 1);
      if (name === undefined) lines.push(...inner);
      else lines.push(`${spaces(indent)}stage ${name} {`, ...inner, `${spaces(indent)}}`);
    }
    from = to;
  }
  return lines;
}

/** The elements, with runs that follow each other unchanged in a `repeat`. */
function writeRepeated(elements: readonly Element[], indent: number): readonly string[] {
  const keys = elements.map(({ lines }) => lines.join("\n"));
  const lines: string[] = [];
  for (let at = 0; at < elements.length;) {
    const { period, count } = bestRepetition(elements, keys, at);
    const run = elements.slice(at, at + period);
    if (count > 1) lines.push(...repeatLines(run, count, indent));
    else lines.push(...run.flatMap((element) => elementLines(element, indent)));
    at += period * count;
  }
  return lines;
}

function bestRepetition(
  elements: readonly Element[],
  keys: readonly string[],
  at: number,
): { readonly period: number; readonly count: number } {
  let best = { period: 1, count: 1 };
  for (let period = 1; period <= Math.min(LONGEST_PERIOD, elements.length - at); period++) {
    if (elements.slice(at, at + period).some(({ fixed }) => fixed)) break;
    let count = 1;
    while (isSame(elements, keys, at, at + count * period, period)) count++;
    // Plain lines keep their names unless many are the same.
    const worth = elements.slice(at, at + period).some(({ isBlock, name }) => isBlock || name === undefined)
      ? 2
      : 4;
    if (count >= worth && (count - 1) * period > (best.count - 1) * best.period) best = { period, count };
  }
  return best;
}

function isSame(
  elements: readonly Element[],
  keys: readonly string[],
  first: number,
  second: number,
  length: number,
): boolean {
  for (let index = 0; index < length; index++) {
    const element = elements[second + index];
    if (element === undefined || element.fixed || keys[first + index] !== keys[second + index]) return false;
  }
  return true;
}

function repeatLines(run: readonly Element[], count: number, indent: number): readonly string[] {
  const [only] = run;
  const short = only?.lines[0];
  if (run.length === 1 && only?.lines.length === 1 && short !== undefined && short.length < 80) {
    return [`${spaces(indent)}repeat ${String(count)} { ${short} }`];
  }
  return [
    `${spaces(indent)}repeat ${String(count)} {`,
    ...run.flatMap((element) => elementLines({ ...element, name: undefined }, indent + 1)),
    `${spaces(indent)}}`,
  ];
}

function elementLines({ lines, name }: Element, indent: number): readonly string[] {
  return lines.map(
    (line, index) => `${spaces(indent)}${index === 0 && name !== undefined ? `${name} = ` : ""}${line}`,
  );
}

function spaces(indent: number): string {
  return "  ".repeat(indent);
}
