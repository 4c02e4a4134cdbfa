// A convolution with its normalization and activation, said so often that a person would make a block of it.

import { operatorNamed } from "../../operators/index";
import { formatValue } from "../../operators/parameters";

/** As many lines must say the same, and so long must it be, before it is a block. */
const FEWEST = 5;
const SHORTEST = 24;

const HEADS = ["Conv", "DepthwiseConv", "SeparableConv", "ConvTranspose", "Linear"] as const;

interface Call {
  readonly operator: string;
  readonly positional: readonly string[];
  readonly named: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Where in a line the idiom is. */
interface Place {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly head: Call;
  readonly followers: readonly Call[];
}

interface Parameter {
  readonly name: string;
  /** Undefined: every call says it. */
  readonly fallback: string | undefined;
  readonly values: readonly string[];
}

/** The lines with blocks for what is said often, and these blocks. `take` hands out names. */
export function withIdioms(lines: readonly string[], take: (wanted: string) => string): readonly string[] {
  const owners = new Set(
    lines.flatMap((line) => [...line.matchAll(/share=(\w+)/g)].map((match) => match[1])),
  );
  const groups = new Map<string, Place[]>();
  for (const [index, line] of lines.entries()) {
    const place = placeIn(line, index);
    if (place === undefined || owners.has(/^\s*(\w+) = /.exec(line)?.[1])) continue;
    const { head, followers } = place;
    const key = [head.operator, head.positional.length, ...followers.map(({ text }) => text)].join(" ");
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [place]);
    else known.push(place);
  }
  const result = [...lines];
  const blocks: string[] = [];
  for (const places of groups.values()) {
    const [first] = places;
    if (first === undefined || places.length < FEWEST || fixedText(first).length < SHORTEST) continue;
    const name = take(nameOf(first));
    const parameters = parametersOf(places);
    blocks.push(...blockLines(name, first, parameters));
    for (const [index, { line, start, end }] of places.entries()) {
      const text = result[line] ?? "";
      result[line] = `${text.slice(0, start)}${callText(name, parameters, index)}${text.slice(end)}`;
    }
  }
  return [...result, ...blocks];
}

function fixedText({ head, followers }: Place): string {
  return [
    head.operator,
    head.named.has("bias") ? "bias=false" : "",
    ...followers.map(({ text }) => text),
  ].join(" -> ");
}

function placeIn(line: string, index: number): Place | undefined {
  const start = HEADS.map((name) => line.search(new RegExp(`(?<![\\w.])${name}\\(`))).filter((at) => at >= 0);
  const at = Math.min(...start);
  if (!Number.isFinite(at)) return undefined;
  const head = callAt(line, at);
  if (head === undefined || head.named.has("share") || head.named.has("frozen")) return undefined;
  const followers: Call[] = [];
  let end = at + head.text.length;
  for (const role of ["normalization", "scale", "activation"] as const) {
    const next = line.startsWith(" -> ", end) ? callAt(line, end + 4) : undefined;
    if (next === undefined || roleOf(next) !== role) continue;
    if (next.named.has("share")) return undefined;
    followers.push(next);
    end += 4 + next.text.length;
  }
  const normalizes = followers[0] !== undefined && roleOf(followers[0]) === "normalization";
  // Followers that name something of the block around them cannot be elsewhere.
  const isClosed = followers.every(({ positional, named }) =>
    [...positional, ...named.values()].every(isLiteral),
  );
  return normalizes && isClosed ? { line: index, start: at, end, head, followers } : undefined;
}

/** Caffe's normalization has its scale apart. */
function roleOf({ operator }: Call): string | undefined {
  return operator === "Scale" ? "scale" : operatorNamed(operator)?.family;
}

/** The call that begins there: a name, and arguments in parentheses if it has any. */
function callAt(line: string, start: number): Call | undefined {
  const operator = /^\w+/.exec(line.slice(start))?.[0];
  if (operator === undefined) return undefined;
  const open = start + operator.length;
  if (line[open] !== "(") return { operator, positional: [], named: new Map(), text: operator };
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < line.length; at++) {
    const character = line[at] ?? "";
    if ("([".includes(character)) depth++;
    if (")]".includes(character)) depth--;
    const isEnd = depth === 0;
    if (isEnd || (depth === 1 && character === ",")) {
      parts.push(line.slice(from, at).trim());
      from = at + 1;
    }
    if (isEnd) return callOf(operator, parts, line.slice(start, at + 1));
  }
  return undefined;
}

function callOf(operator: string, parts: readonly string[], text: string): Call {
  const named = new Map<string, string>();
  const positional: string[] = [];
  for (const part of parts) {
    const match = /^(\w+)=(?!=)(.*)$/s.exec(part);
    if (match?.[1] === undefined) positional.push(part);
    else named.set(match[1], match[2] ?? "");
  }
  return { operator, positional, named, text };
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  DepthwiseConv: "Depthwise",
  SeparableConv: "Separable",
  ConvTranspose: "Deconv",
};

/** `ConvNormReLU`, `DepthwiseNorm`. */
function nameOf({ head, followers }: Place): string {
  const parts = followers
    .filter((call) => roleOf(call) !== "scale")
    .map((call) => (roleOf(call) === "normalization" ? "Norm" : call.operator));
  return [SHORT_NAMES[head.operator] ?? head.operator, ...parts].join("");
}

/** Each argument that not all have alike. */
function parametersOf(places: readonly Place[]): readonly Parameter[] {
  const [first] = places;
  const declared = operatorNamed(first?.head.operator ?? "")?.parameters ?? [];
  const names = new Set(places.flatMap(({ head }) => [...head.named.keys()]));
  const parameters = declared.flatMap(({ name, default: value }, index): readonly Parameter[] => {
    const isPositional = index < (first?.head.positional.length ?? 0);
    if (!isPositional && !names.has(name)) return [];
    const fallback = value === undefined ? "" : formatValue(value);
    const values = places.map(({ head }) =>
      isPositional ? (head.positional[index] ?? "") : (head.named.get(name) ?? fallback),
    );
    return [{ name, values, fallback: isPositional ? undefined : fallback }];
  });
  const kernels = parameters.find(({ name }) => name === "kernel");
  return parameters
    .filter(({ values }) => new Set(values).size > 1)
    .map((parameter) => (parameter.fallback === undefined ? parameter : withUsual(parameter, kernels)));
}

/** The value that most have is the default; for a pad, half the window, if that is what most have. */
function withUsual(parameter: Parameter, kernels: Parameter | undefined): Parameter {
  const counts = new Map<string, number>();
  for (const value of parameter.values) if (isLiteral(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1]);
  const usualCount = usual?.[1] ?? 0;
  if (parameter.name === "pad" && kernels !== undefined && new Set(kernels.values).size > 1) {
    const halves = parameter.values.map((value, index) => isHalf(value, kernels.values[index] ?? ""));
    if (halves.filter(Boolean).length > usualCount) {
      const values = parameter.values.map((value, index) => (halves[index] === true ? HALF : value));
      return { ...parameter, values, fallback: HALF };
    }
  }
  return { ...parameter, fallback: usual?.[0] ?? parameter.fallback };
}

/** A value that says the same wherever it stands. */
function isLiteral(value: string): boolean {
  return /^[-\d."[\], ]*$|^(?:true|false)$|^"/.test(value);
}

const HALF = "kernel // 2";

function isHalf(pad: string, kernel: string): boolean {
  return /^\d+$/.test(pad) && /^\d+$/.test(kernel) && Number(pad) === Math.floor(Number(kernel) / 2);
}

function blockLines(
  name: string,
  { head, followers }: Place,
  parameters: readonly Parameter[],
): readonly string[] {
  const varying = new Set(parameters.map((parameter) => parameter.name));
  const declared = operatorNamed(head.operator)?.parameters ?? [];
  const positional = head.positional.map((value, index) => {
    const parameter = declared[index]?.name ?? "";
    return varying.has(parameter) ? parameter : value;
  });
  const named = declared.slice(head.positional.length).flatMap((parameter) => {
    if (varying.has(parameter.name)) return [`${parameter.name}=${parameter.name}`];
    const value = head.named.get(parameter.name);
    return value === undefined ? [] : [`${parameter.name}=${value}`];
  });
  const list = parameters.map((parameter) =>
    parameter.fallback === undefined ? parameter.name : `${parameter.name} = ${parameter.fallback}`,
  );
  const all = [...positional, ...named];
  const call = all.length === 0 ? head.operator : `${head.operator}(${all.join(", ")})`;
  return [
    "",
    `block ${name}${list.length === 0 ? "" : `(${list.join(", ")})`} {`,
    `  ${[call, ...followers.map(({ text }) => text)].join(" -> ")}`,
    "}",
  ];
}

function callText(name: string, parameters: readonly Parameter[], index: number): string {
  const parts = parameters.flatMap(({ name: parameter, fallback, values }) => {
    const value = values[index] ?? "";
    if (fallback === undefined) return [value];
    return value === fallback ? [] : [`${parameter}=${value}`];
  });
  return parts.length === 0 ? name : `${name}(${parts.join(", ")})`;
}
