// From a place in a text to the instances that are written there, and from an instance back to its places.

import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { PathStep } from "../analysis/resolve-path";
import type { Body, Node } from "../model/network";
import type { Location, Origin, Position, Range } from "../model/origin";
import { instanceName, joinPath } from "../model/path";
import { findInstance } from "./find-instance";
import type { Instance } from "./find-instance";
import { comparePositions } from "./sites";
import type { Site } from "./sites";

export interface InstanceLocation {
  /** Where it is written. */
  readonly definition: Location;
  /** Where the innermost block that it is in is instantiated; absent outside of blocks. */
  readonly instantiation?: Location;
}

/** The most instances that {@link instancesAt} lists. */
export const MOST_INSTANCES = 1000;

/**
 * The layer or group at a position: the one whose name or operator is there, else the smallest layer around it, else the group
 * that begins or ends on the line.
 */
export function siteAt(sites: readonly Site[], position: Position): Site | undefined {
  const around = sites.filter(({ origin }) => contains(origin.range, position));
  const selected = around.filter(({ origin }) => origin.selection && contains(origin.selection, position));
  if (selected.length > 0) return smallest(selected);
  const layers = around.filter(({ nodes: [{ node }] }) => node.kind === "layer");
  if (layers.length > 0) return smallest(layers);
  return smallest(around.filter(({ origin: { range } }) => isAtEdge(range, position)));
}

/** All instances of what is written at a site in all networks of the file, the one looked at first; cut short when very many. */
export function instancesAt(
  analyses: readonly NetworkAnalysis[],
  site: Site,
  most = MOST_INSTANCES,
): readonly Instance[] {
  const shown = { network: site.network.network.name, path: site.path };
  const instances: Instance[] = [shown];
  for (const { network } of analyses) {
    for (const path of pathsOf(network.body, site.origin)) {
      if (instances.length >= most) return instances;
      if (network.name !== shown.network || path !== shown.path)
        instances.push({ network: network.name, path });
    }
  }
  return instances;
}

/** The paths of all instances that are written at `origin`, in execution order. */
export function* pathsOf(root: Body, origin: Origin): Generator<string> {
  yield* pathsWithin(root, origin, "", new Map());
}

/** Where the instance of that path is written and, in a block, where the block is instantiated; undefined: no such path. */
export function locationOf(
  analyses: readonly NetworkAnalysis[],
  instance: Instance,
): InstanceLocation | undefined {
  const found = findInstance(analyses, instance);
  const definition = found?.steps.at(-1);
  if (found === undefined || definition === undefined) return networkLocation(analyses, instance);
  const block = found.steps.slice(0, -1).findLast(isDefinition);
  return {
    definition: placeOf(definition.node.origin),
    ...(block === undefined ? {} : { instantiation: placeOf(block.node.origin) }),
  };
}

/** The empty path is the network itself. */
function networkLocation(
  analyses: readonly NetworkAnalysis[],
  { network: name, path }: Instance,
): InstanceLocation | undefined {
  const found = analyses.find(({ network }) => network.name === name);
  return found === undefined || path !== "" ? undefined : { definition: placeOf(found.network.origin) };
}

/** True when the position is in the range or at its end. */
export function contains({ start, end }: Range, position: Position): boolean {
  return comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0;
}

function isAtEdge({ start, end }: Range, { line }: Position): boolean {
  return line === start.line || line === end.line;
}

function isDefinition({ node }: PathStep): boolean {
  return node.kind === "group" && node.definition !== undefined;
}

function placeOf({ uri, range, selection }: Origin): Location {
  return { uri, range: selection ?? range };
}

/** Of ranges around one position, the one that begins last and then ends first. */
function smallest(sites: readonly Site[]): Site | undefined {
  const [first, ...rest] = sites;
  return rest.reduce((best, site) => (isWithin(site.origin.range, best?.origin.range) ? site : best), first);
}

function isWithin(inner: Range, outer: Range | undefined): boolean {
  if (outer === undefined) return true;
  const order = comparePositions(inner.start, outer.start);
  return order > 0 || (order === 0 && comparePositions(inner.end, outer.end) < 0);
}

function* pathsWithin(
  body: Body,
  origin: Origin,
  parent: string,
  holds: Map<Body, boolean>,
): Generator<string> {
  for (const node of body.nodes) {
    const isIt = isWrittenAt(node, origin);
    const isAround = node.kind === "group" && holdsOrigin(node.body, origin, holds);
    if (!isIt && !isAround) continue;
    const count = node.kind === "group" ? node.count : 1;
    for (let instance = 0; instance < count; instance++) {
      const path = joinPath(parent, instanceName(node, instance));
      if (isIt) yield path;
      if (isAround) yield* pathsWithin(node.body, origin, path, holds);
    }
  }
}

function holdsOrigin(body: Body, origin: Origin, holds: Map<Body, boolean>): boolean {
  const known = holds.get(body);
  if (known !== undefined) return known;
  const result = body.nodes.some(
    (node) => isWrittenAt(node, origin) || (node.kind === "group" && holdsOrigin(node.body, origin, holds)),
  );
  holds.set(body, result);
  return result;
}

function isWrittenAt({ origin: { uri, range } }: Node, origin: Origin): boolean {
  return (
    uri === origin.uri &&
    comparePositions(range.start, origin.range.start) === 0 &&
    comparePositions(range.end, origin.range.end) === 0
  );
}
