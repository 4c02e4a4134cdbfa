// The places of a text where layers and groups are written, each with the instance that is looked at there.

import { addFigures, NO_FIGURES } from "../analysis/figures";
import type { Figures } from "../analysis/figures";
import type { BodyAnalysis, NodeAnalysis } from "../analysis/body-analysis";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import { outputShapes } from "../analysis/body-analysis";
import type { Body, Group, Node } from "../model/network";
import type { Origin, Position } from "../model/origin";
import { instanceName, joinPath } from "../model/path";
import type { Shape } from "../model/shape";
import { findInstance } from "./find-instance";
import type { Instance } from "./find-instance";

/** One of the nodes that a place stands for. */
export interface SiteNode {
  readonly node: Node;
  readonly analysis: NodeAnalysis;
}

/** A place where a layer or group is written. Several nodes of one body stand there when a repeat unrolls it. */
export interface Site {
  readonly origin: Origin;
  readonly network: NetworkAnalysis;
  /** The body that the nodes are in, in the instance that is looked at. */
  readonly body: Body;
  readonly nodes: readonly [SiteNode, ...SiteNode[]];
  /** The path of the first of the nodes in the instance that is looked at. */
  readonly path: string;
  /** The groups that the body is in, outermost first. */
  readonly groups: readonly Group[];
  readonly auxiliary: boolean;
}

/**
 * The sites that the text `uri` holds, in its order. A block's own definition shows one instance: the chosen one (the latest
 * choice first), else the first in execution order. A network's own lines show the network itself.
 */
export function collectSites(
  uri: string,
  analyses: readonly NetworkAnalysis[],
  chosen: readonly Instance[],
): readonly Site[] {
  const collection: Collection = { uri, found: new Map(), seen: new Set() };
  const later = [
    ...chosen.flatMap((choice) => visitChosen(collection, analyses, choice)),
    ...analyses.flatMap((network) => visit(collection, rootFrame(network))),
  ].reverse();
  // Depth first, in execution order: what a definition instantiates comes before the next definition.
  for (let frame = later.pop(); frame !== undefined; frame = later.pop()) {
    for (const inner of visit(collection, frame).reverse()) later.push(inner);
  }
  return [...collection.found.values()].sort((a, b) => comparePositions(anchorOf(a), anchorOf(b)));
}

/** The position that an annotation of the site belongs to. */
export function anchorOf({ origin }: Pick<Site, "origin">): Position {
  return origin.anchor ?? origin.range.end;
}

/** The shapes that the site leaves: those of the last of its nodes. */
export function siteShapes(site: Site): readonly (Shape | undefined)[] {
  return outputShapes(lastNode(site));
}

/** The node that the site's outputs come from. */
export function lastNode({ nodes }: Site): Node {
  return (nodes.at(-1) ?? nodes[0]).node;
}

/** The path of what the site's outputs come from: the last instance of the last of its nodes. */
export function lastPath(site: Site): string {
  const parent = site.path.slice(0, -instanceName(site.nodes[0].node, 0).length);
  const node = lastNode(site);
  return parent + instanceName(node, node.kind === "group" ? node.count - 1 : 0);
}

/** The figures of all that stands at the site, an auxiliary head's own included. */
export function siteFigures(site: Site): Figures {
  return site.nodes.reduce((total, { analysis }) => addFigures(total, ownFigures(analysis)), NO_FIGURES);
}

/** What a node costs where it is written: an auxiliary head's own line shows what the head costs. */
function ownFigures(analysis: NodeAnalysis): Figures {
  if (analysis.kind === "layer" || analysis.figures.layers > 0) return analysis.figures;
  return analysis.auxiliary;
}

/** Negative when `a` comes before `b`. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

interface MutableSite extends Site {
  readonly nodes: [SiteNode, ...SiteNode[]];
}

interface Frame {
  readonly network: NetworkAnalysis;
  readonly body: Body;
  readonly analysis: BodyAnalysis;
  readonly path: string;
  readonly groups: readonly Group[];
  readonly auxiliary: boolean;
}

interface Collection {
  readonly uri: string;
  readonly found: Map<string, MutableSite>;
  readonly seen: Set<Body>;
}

/**
 * Records the nodes of a body that no earlier body has at their place, and goes into its groups. The bodies of definitions
 * are left for later, each once: they come after all networks' own lines.
 */
function visit(collection: Collection, frame: Frame): Frame[] {
  if (collection.seen.has(frame.body)) return [];
  collection.seen.add(frame.body);
  recordBody(collection, frame);
  const later = new Map<Body, Frame>();
  for (const [index, node] of frame.body.nodes.entries()) {
    if (node.kind === "layer" || collection.seen.has(node.body) || later.has(node.body)) continue;
    const inner = frameOf(frame, node, frame.analysis.nodes[index], 0);
    if (inner === undefined) continue;
    if (node.definition !== undefined) later.set(node.body, inner);
    else for (const deferred of visit(collection, inner)) later.set(deferred.body, deferred);
  }
  return [...later.values()];
}

function rootFrame(network: NetworkAnalysis): Frame {
  const { body, network: model } = network;
  return { network, body: model.body, analysis: body, path: "", groups: [], auxiliary: false };
}

function frameOf(
  frame: Frame,
  node: Node,
  analysis: NodeAnalysis | undefined,
  instance: number,
): Frame | undefined {
  if (node.kind !== "group" || analysis?.kind !== "group") return undefined;
  return {
    network: frame.network,
    body: node.body,
    analysis: analysis.body,
    path: joinPath(frame.path, instanceName(node, instance)),
    groups: [...frame.groups, node],
    auxiliary: frame.auxiliary || node.groupKind === "auxiliary",
  };
}

/** Follows the chosen path, so that the bodies on it are recorded before any other, the innermost first. */
function visitChosen(
  collection: Collection,
  analyses: readonly NetworkAnalysis[],
  choice: Instance,
): Frame[] {
  const chosen = findInstance(analyses, choice);
  if (chosen === undefined) return [];
  const frames: Frame[] = [];
  let frame: Frame | undefined = rootFrame(chosen.analysis);
  for (const step of chosen.steps) {
    frame = frameOf(frame, step.node, frame.analysis.nodes[step.index], step.instance);
    if (frame === undefined) break;
    frames.push(frame);
  }
  return frames.reverse().flatMap((inner) => visit(collection, inner));
}

function recordBody(collection: Collection, frame: Frame): void {
  for (const [index, node] of frame.body.nodes.entries()) {
    const analysis = frame.analysis.nodes[index];
    if (analysis === undefined || node.origin.uri !== collection.uri) continue;
    const key = keyOf(node.origin);
    const site = collection.found.get(key);
    if (site === undefined) {
      collection.found.set(key, {
        origin: node.origin,
        network: frame.network,
        body: frame.body,
        nodes: [{ node, analysis }],
        path: joinPath(frame.path, instanceName(node, 0)),
        groups: frame.groups,
        auxiliary: frame.auxiliary || (node.kind === "group" && node.groupKind === "auxiliary"),
      });
    } else if (site.body === frame.body) {
      site.nodes.push({ node, analysis });
    }
  }
}

function keyOf({ range: { start, end } }: Origin): string {
  return `${String(start.line)}:${String(start.character)}-${String(end.line)}:${String(end.character)}`;
}
