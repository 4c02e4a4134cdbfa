// The graph view: what is shown, what is open, selected and looked for, and what happens when the person or the editor acts.

import { heatColorInEditor } from "../../src/draw/heat-color";
import { EDITOR } from "../../src/draw/palette";
import { styleSheet } from "../../src/draw/style-sheet";
import type { DrawOptions } from "../../src/draw/draw-options";
import type { Elk } from "../../src/layout/elk";
import type { Direction } from "../../src/layout/geometry";
import { createLayouter } from "../../src/layout/layout";
import { measureInter, remembered } from "../../src/layout/measure";
import type { SceneNode } from "../../src/layout/scene";
import type { Fields, GraphStrings, ToGraphView } from "../../src/protocol/graph";
import type { HeatBy } from "../../src/view/heat";
import { heatMaximum, heatShare, heatValue } from "../../src/view/heat";
import type { OpenState } from "../../src/view/open-state";
import {
  drawnAt,
  enclosingGroups,
  levelFor,
  levelsOf,
  openToLevel,
  withGroup,
} from "../../src/view/open-state";
import { searchGraph } from "../../src/view/search";
import type { ViewGraph } from "../../src/view/view-graph";
import { createCanvas } from "./canvas";
import type { Channel } from "./channel";
import { describeNode } from "./describe-node";
import { pictureAsSvg, svgAsPng } from "./export-picture";
import { createHoverCard } from "./hover-card";
import { listenToKeys } from "./keyboard";
import { editorFont, measureInFont } from "./measure-text";
import { createMinimap } from "./minimap";
import { createNotices } from "./notices";
import { listenToPointer } from "./pointer";
import { firstIn, isWithin, relationsOf, stepFrom } from "./relations";
import type { Relations, Step } from "./relations";
import type { SavedState } from "./saved-state";
import { createSearchBar } from "./search-bar";
import { createToolbar } from "./toolbar";

export interface App {
  showGraph(message: Extract<ToGraphView, { type: "graph" }>): void;
  setLocked(locked: boolean): void;
  showCursor(network: string, paths: readonly string[]): void;
  showHover(path: string, contents: readonly string[]): void;
  showFields(network: string, fields: Fields): void;
  find(): void;
}

/** So many nodes are shown at first. */
const FIRST_NODES = 48;
/** So many are drawn at most: more are neither seen nor laid out in time. */
const MOST_NODES = 30_000;
const MOST_MATCHES = 1000;

export function createApp(
  strings: GraphStrings,
  elk: Elk,
  channel: Channel,
  saved: Partial<SavedState>,
): App {
  return new GraphApp(strings, elk, channel, saved);
}

class GraphApp implements App {
  private readonly main = document.createElement("main");
  private readonly toolbar;
  private readonly canvas;
  private readonly minimap;
  private readonly notices;
  private readonly search;
  private readonly hover;
  private readonly layouter;
  private readonly exporter;
  private readonly measure;
  private uri = "";
  private networks: readonly string[] = [];
  private graph: ViewGraph | undefined;
  private open: OpenState = openToLevel(0);
  private direction: Direction = "down";
  private heat: HeatBy | undefined;
  private fields: ReadonlyMap<string, number | null> | undefined;
  private selected: string | undefined;
  private cursor: readonly string[] = [];
  private matches: readonly string[] = [];
  private match = 0;
  private relations: Relations | undefined;
  private showsRelations = false;
  private locked: boolean;
  private showsMinimap: boolean;
  private run = 0;
  private saveTimer = 0;
  private restored: Partial<SavedState>;

  constructor(
    private readonly strings: GraphStrings,
    elk: Elk,
    private readonly channel: Channel,
    saved: Partial<SavedState>,
  ) {
    const font = editorFont();
    this.restored = saved;
    this.locked = saved.locked === true;
    this.showsMinimap = saved.minimap !== false;
    this.measure = remembered(measureInFont(font));
    this.layouter = createLayouter(elk, this.measure);
    this.exporter = createLayouter(elk, measureInter);
    this.toolbar = createToolbar(strings, this.actions());
    this.notices = createNotices(strings);
    this.hover = createHoverCard((path) => this.ask("hover", path));
    this.search = createSearchBar(strings, {
      search: (query) => this.searchFor(query),
      step: (by) => void this.goToMatch(this.match + by),
      closed: () => this.endSearch(),
    });
    addStyle(`${styleSheet(EDITOR, font)}${farRules()}`);
    document.body.replaceChildren(this.toolbar.element, this.main);
    this.canvas = createCanvas(this.main, () => this.viewChanged());
    this.canvas.element.setAttribute("role", "tree");
    this.canvas.element.setAttribute("aria-description", strings.help);
    this.minimap = createMinimap(strings.minimap, ({ x, y }) => this.centerOn(x, y));
    this.main.append(this.minimap.element, this.search.element, ...this.notices.elements, this.hover.element);
    listenToPointer(this.canvas.element, {
      click: (path, part) => this.clicked(path, part),
      doubleClick: (path, toggled) => this.doubleClicked(path, toggled),
      over: (path, at) => this.hover.over(path, at),
    });
    listenToKeys(this.canvas.element, {
      step: (step) => this.step(step),
      enter: () => this.enter(),
      leave: () => void this.leave(),
      ends: (last) => this.select(stepFrom(this.scene(), undefined, last ? "back" : "forward")?.path, true),
      escape: () => this.escape(),
      find: () => this.find(),
      fit: () => this.canvas.fit(true),
      zoomBy: (factor) => this.canvas.zoomBy(factor),
      zoomToSelection: () => this.zoomToSelection(),
      dependencies: () => this.toggleRelations(),
    });
    this.setState("empty");
  }

  showGraph(message: Extract<ToGraphView, { type: "graph" }>): void {
    const { uri, graph, errors, networks, locked } = message;
    const isSame = uri === this.uri && (graph === undefined || graph.network === this.graph?.network);
    this.locked = locked;
    this.networks = networks;
    if (errors > 0 && isSame && this.graph !== undefined) {
      this.setState("stale");
      this.updateToolbar();
      return;
    }
    this.uri = uri;
    this.hover.hide();
    if (graph === undefined) {
      this.graph = undefined;
      this.setState("empty");
      this.updateToolbar();
      return;
    }
    this.graph = graph;
    this.fields = undefined;
    if (!isSame) this.start(graph, uri);
    if (this.heat === "receptiveField") this.askForFields();
    this.setState(errors > 0 ? "stale" : "ready");
    void this.lay({ animate: isSame, fit: !isSame });
  }

  setLocked(locked: boolean): void {
    this.locked = locked;
    this.updateToolbar();
    this.save();
  }

  showCursor(network: string, paths: readonly string[]): void {
    if (network !== this.graph?.network) return;
    this.cursor = paths;
    const [first] = paths.filter((path) => this.shownFor(path) !== undefined);
    this.mark();
    const shown = first === undefined ? undefined : this.shownFor(first);
    if (shown !== undefined && !this.canvas.element.matches(":focus")) this.canvas.bringIntoView(shown);
    this.breadcrumb(first);
  }

  showHover(path: string, contents: readonly string[]): void {
    this.hover.fill(path, contents);
  }

  showFields(network: string, fields: Fields): void {
    if (network !== this.graph?.network) return;
    this.fields = new Map(fields);
    this.redraw();
  }

  find(): void {
    this.search.open();
  }

  /** A network that was not shown before: as it was left, or with as many groups open as can be read at once. */
  private start(graph: ViewGraph, uri: string): void {
    const { open, direction, heat, selected } = this.restored;
    const isRestored = this.restored.uri === uri && this.restored.network === graph.network;
    this.open = isRestored && open !== undefined ? open : openToLevel(levelFor(graph, FIRST_NODES));
    if (isRestored && direction !== undefined) this.direction = direction;
    if (isRestored) this.heat = heat;
    this.selected = isRestored ? selected : undefined;
    this.cursor = [];
    this.relations = undefined;
    this.matches = [];
  }

  private async lay(change: {
    readonly anchor?: string;
    readonly animate: boolean;
    readonly fit?: boolean;
  }): Promise<void> {
    const { graph } = this;
    if (graph === undefined) return;
    const run = ++this.run;
    const { scene, open, fallback } = await this.layouter.layout(graph, this.open, this.direction);
    if (run !== this.run) return;
    this.open = open;
    this.canvas.show(scene, this.drawOptions(), change);
    this.minimap.load(scene);
    if (change.fit === true) this.placeFirst(graph);
    if (fallback !== undefined) {
      this.notices.notice(
        fallback === "collapsed" ? this.strings.fallbackCollapsed : this.strings.fallbackColumn,
      );
    }
    if (this.showsRelations) this.relate();
    this.mark();
    this.minimap.update(this.canvas.visible());
    this.updateToolbar();
    this.save();
  }

  private placeFirst(graph: ViewGraph): void {
    const { transform, uri, network } = this.restored;
    const isRestored = transform !== undefined && uri === this.uri && network === graph.network;
    this.restored = {};
    if (isRestored) this.canvas.setView(transform);
    else this.canvas.fit(false);
  }

  private actions(): Parameters<typeof createToolbar>[1] {
    return {
      chooseNetwork: (network) => {
        if (network !== this.graph?.network) this.channel.post({ type: "network", network });
      },
      chooseHeat: (by) => this.setHeat(by),
      chooseLevel: (level) => void this.setLevel(level),
      expandAll: () => void this.expandAll(),
      collapseAll: () => void this.setLevel(0),
      turn: () => {
        this.direction = this.direction === "down" ? "right" : "down";
        void this.lay({ animate: true }).then(() => this.canvas.fit(true));
      },
      fit: () => this.canvas.fit(true),
      zoomBy: (factor) => this.canvas.zoomBy(factor),
      zoomToSelection: () => this.zoomToSelection(),
      dependencies: () => this.toggleRelations(),
      find: () => this.find(),
      minimap: () => {
        this.showsMinimap = !this.showsMinimap;
        this.updateToolbar();
        this.save();
      },
      lock: () => this.channel.post({ type: "lock", locked: !this.locked }),
      saveSvg: () => void this.exportPicture("svg"),
      savePng: () => void this.exportPicture("png"),
      copySvg: () => void this.exportPicture("copy"),
    };
  }

  private async setLevel(level: number): Promise<void> {
    this.open = openToLevel(level);
    await this.lay({ animate: true });
    this.canvas.fit(true);
  }

  private async expandAll(): Promise<void> {
    const { graph } = this;
    if (graph === undefined) return;
    const levels = levelsOf(graph);
    const level = drawnAt(graph, levels) <= MOST_NODES ? levels : levelFor(graph, MOST_NODES);
    await this.setLevel(level);
    if (level < levels) {
      const { tooMany } = this.strings;
      this.notices.notice(tooMany.replace("{0}", String(level)).replace("{1}", String(graph.totals.layers)));
    }
  }

  private async toggle(path: string): Promise<void> {
    const node = this.canvas.node(path);
    if (node?.node.kind !== "group") return;
    this.open = withGroup(this.open, path, !node.open);
    await this.lay({ anchor: path, animate: true });
    this.notices.announce(`${node.node.title} ${node.open ? this.strings.collapsed : this.strings.expanded}`);
  }

  /** Opens the groups around a node, so that it is drawn. */
  private async uncover(path: string): Promise<SceneNode | undefined> {
    const { graph } = this;
    if (graph === undefined) return undefined;
    const groups = enclosingGroups(graph, path);
    const closed = groups.filter((group) => this.canvas.node(group)?.open !== true);
    for (const group of closed) this.open = withGroup(this.open, group, true);
    if (closed.length > 0) await this.lay({ animate: true });
    return this.canvas.node(path);
  }

  private clicked(path: string, part: "node" | "header" | "background"): boolean {
    const node = this.canvas.node(path);
    if (node === undefined) return false;
    this.hover.hide();
    this.select(path, false);
    this.ask("reveal", path);
    const toggles = node.node.kind === "group" && part !== "background";
    if (toggles) void this.toggle(path);
    return toggles;
  }

  private doubleClicked(path: string, toggled: boolean): void {
    if (toggled) void this.toggle(path);
    this.ask("reveal", path, "instantiation", true);
  }

  private ask(
    type: "hover" | "reveal",
    path: string,
    place: "definition" | "instantiation" = "definition",
    focus = false,
  ): void {
    const network = this.graph?.network;
    if (network === undefined || this.isTerminal(path)) return;
    if (type === "hover") this.channel.post({ type, network, path });
    else this.channel.post({ type, network, path, place, focus });
  }

  private isTerminal(path: string): boolean {
    const view = this.canvas.node(path)?.node;
    return view?.kind === "layer" && view.role === "output";
  }

  private select(path: string | undefined, follow: boolean): void {
    this.selected = path;
    if (this.showsRelations) this.relate();
    this.mark();
    const node = path === undefined ? undefined : this.canvas.node(path);
    if (node !== undefined) {
      if (follow) this.canvas.bringIntoView(node.open ? { ...node, height: 30 } : node);
      this.notices.announce(describeNode(node));
    }
    this.breadcrumb(path);
    this.activeDescendant();
    this.save();
  }

  private activeDescendant(): void {
    const id = this.selected === undefined ? undefined : this.canvas.elementOf(this.selected)?.id;
    if (id === undefined) this.canvas.element.removeAttribute("aria-activedescendant");
    else this.canvas.element.setAttribute("aria-activedescendant", id);
  }

  private breadcrumb(path: string | undefined): void {
    const { graph } = this;
    if (graph === undefined) return;
    const groups = path === undefined ? [] : enclosingGroups(graph, path);
    this.notices.breadcrumb(graph.network, groups, (group) => {
      const node = group === undefined ? undefined : this.canvas.node(group);
      if (node === undefined) this.canvas.fit(true);
      else {
        this.select(node.path, false);
        this.canvas.zoomTo(node, true);
      }
    });
  }

  private step(key: Step): void {
    const step = this.direction === "down" ? key : TURNED[key];
    const next = stepFrom(this.scene(), this.selected, step);
    if (next !== undefined) this.select(next.path, true);
  }

  private enter(): void {
    const { selected } = this;
    const node = selected === undefined ? undefined : this.canvas.node(selected);
    if (selected === undefined || node === undefined) return;
    if (node.node.kind === "group") {
      void this.toggle(selected).then(() => {
        const inner = node.open ? undefined : firstIn(this.scene(), selected);
        this.select(inner === undefined ? selected : selected, true);
      });
    } else this.ask("reveal", selected, "definition", true);
  }

  /** Closes the group that the selection is in, and selects it. */
  private async leave(): Promise<void> {
    const { selected } = this;
    const node = selected === undefined ? undefined : this.canvas.node(selected);
    const group = node?.open === true ? node.path : node?.parent;
    if (group === undefined || group === "") return;
    await this.toggle(group);
    this.select(group, true);
  }

  private escape(): void {
    this.hover.hide();
    this.showsRelations = false;
    this.relations = undefined;
    this.select(undefined, false);
    this.updateToolbar();
  }

  private zoomToSelection(): void {
    const node = this.canvas.node(this.selected ?? "") ?? this.shownFor(this.cursor[0] ?? "");
    if (node !== undefined) this.canvas.zoomTo(node, true);
  }

  private toggleRelations(): void {
    this.showsRelations = !this.showsRelations;
    this.relate();
    this.mark();
    this.updateToolbar();
  }

  private relate(): void {
    const isOn = this.showsRelations && this.selected !== undefined;
    this.relations = isOn ? relationsOf(this.scene(), this.selected ?? "") : undefined;
  }

  /** The drawn node that stands for a path: itself, or the closed group that it is in. */
  private shownFor(path: string): SceneNode | undefined {
    const { graph } = this;
    const own = this.canvas.node(path);
    if (own !== undefined || graph === undefined || path === "") return own;
    return enclosingGroups(graph, path)
      .map((group) => this.canvas.node(group))
      .find((node) => node?.open === false);
  }

  private mark(): void {
    const classes = new Map<string, string>();
    const add = (path: string, name: string): void => {
      classes.set(path, `${classes.get(path) ?? ""} ${name}`.trim());
    };
    for (const path of this.matches) add(this.shownFor(path)?.path ?? path, "match");
    for (const path of this.cursor.slice(0, 50)) add(this.shownFor(path)?.path ?? path, "cursor");
    if (this.selected !== undefined) add(this.shownFor(this.selected)?.path ?? this.selected, "selected");
    const { relations, selected } = this;
    if (relations !== undefined && selected !== undefined) {
      for (const { path, open } of this.scene().nodes) {
        if (relations.upstream.has(path)) add(path, "upstream");
        else if (relations.downstream.has(path)) add(path, "downstream");
        else if (!open && !isWithin(path, selected)) add(path, "dimmed");
      }
    }
    this.canvas.setClasses(classes, (edge) => {
      if (relations === undefined || selected === undefined) return "";
      const near = (path: string, set: ReadonlySet<string>): boolean =>
        set.has(path) || isWithin(path, selected);
      if (near(edge.from, relations.upstream) && near(edge.to, relations.upstream)) return "upstream";
      return near(edge.from, relations.downstream) && near(edge.to, relations.downstream)
        ? "downstream"
        : "dimmed";
    });
    this.activeDescendant();
  }

  private searchFor(query: string): void {
    this.matches = this.graph === undefined ? [] : searchGraph(this.graph, query, MOST_MATCHES);
    this.match = 0;
    this.mark();
    this.search.show(0, this.matches.length);
    if (this.matches.length > 0) void this.goToMatch(0);
  }

  private async goToMatch(index: number): Promise<void> {
    const count = this.matches.length;
    if (count === 0) return;
    this.match = (index + count) % count;
    this.search.show(this.match, count);
    const path = this.matches[this.match];
    if (path === undefined) return;
    const node = await this.uncover(path);
    this.select(path, false);
    if (node !== undefined) this.canvas.bringIntoView(node.open ? { ...node, height: 30 } : node);
  }

  private endSearch(): void {
    this.matches = [];
    this.mark();
    this.canvas.element.focus();
  }

  private setHeat(by: HeatBy | undefined): void {
    this.heat = by;
    if (by === "receptiveField" && this.fields === undefined) this.askForFields();
    this.redraw();
    this.save();
  }

  private askForFields(): void {
    if (this.graph !== undefined) this.channel.post({ type: "fields", network: this.graph.network });
  }

  private redraw(): void {
    this.canvas.redraw(this.drawOptions());
    this.updateToolbar();
  }

  private drawOptions(): DrawOptions {
    const { heat, graph, fields, measure } = this;
    if (heat === undefined || graph === undefined) {
      this.notices.legend(undefined, "", 0);
      return { measure };
    }
    const maximum = heatMaximum(heat, graph, fields);
    this.notices.legend(heat, this.heatLabel(heat), maximum);
    return {
      measure,
      heat: ({ path, node }) => {
        const value = heatValue(heat, path, node, fields);
        return value === undefined ? undefined : heatColorInEditor(heatShare(value, maximum));
      },
    };
  }

  private heatLabel(by: HeatBy): string {
    const { colorParams, colorFlops, colorMemory, colorField } = this.strings;
    return {
      params: colorParams,
      flops: colorFlops,
      activationBytes: colorMemory,
      receptiveField: colorField,
    }[by];
  }

  private async exportPicture(what: "svg" | "png" | "copy"): Promise<void> {
    const { graph, open, direction } = this;
    if (graph === undefined) return;
    const svg = await pictureAsSvg({ graph, open, direction }, this.exporter);
    const name = graph.network;
    if (what === "copy") {
      this.channel.post({ type: "copy", content: svg });
      this.notices.notice(this.strings.copied);
    } else if (what === "svg") this.channel.post({ type: "save", format: "svg", name, content: svg });
    else this.channel.post({ type: "save", format: "png", name, content: await svgAsPng(svg) });
  }

  private centerOn(x: number, y: number): void {
    const { width, height } = this.canvas.visible();
    const { k } = this.canvas.view();
    this.canvas.setView({ x: -(x - width / 2) * k, y: -(y - height / 2) * k, k });
  }

  private viewChanged(): void {
    this.minimap.update(this.canvas.visible());
    this.activeDescendant();
    this.save();
  }

  private scene(): { readonly nodes: readonly SceneNode[] } & NonNullable<
    ReturnType<typeof this.canvas.scene>
  > {
    return this.canvas.scene() ?? { width: 1, height: 1, direction: this.direction, nodes: [], edges: [] };
  }

  private setState(state: "ready" | "stale" | "empty"): void {
    const root = this.canvas.element;
    root.setAttribute("data-state", state);
    root.setAttribute("data-network", this.graph?.network ?? "");
    root.setAttribute("aria-label", this.strings.graph.replace("{0}", this.graph?.network ?? ""));
    this.main.classList.toggle("stale-picture", state === "stale");
    this.notices.stale(state === "stale");
    this.notices.empty(state === "empty");
  }

  private updateToolbar(): void {
    const { graph, networks, heat, locked, open } = this;
    const isLevel = open.opened.length === 0 && open.closed.length === 0;
    this.minimap.element.hidden = !this.showsMinimap || graph === undefined;
    this.toolbar.update({
      ...{ graph, networks, heat, locked },
      level: isLevel ? open.level : undefined,
      levels: graph === undefined ? 0 : levelsOf(graph),
      minimap: this.showsMinimap,
      dependencies: this.showsRelations,
    });
  }

  private save(): void {
    clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => {
      const { uri, graph, open, direction, selected, heat, locked } = this;
      if (graph === undefined) return;
      this.channel.save({
        ...{ uri, network: graph.network, open, direction, selected, heat, locked },
        transform: this.canvas.view(),
        minimap: this.showsMinimap,
      });
    }, 200);
  }
}

/** What an arrow key means in a picture that runs to the right. */
const TURNED: Readonly<Record<Step, Step>> = { forward: "right", back: "left", right: "forward", left: "back" };

/** From afar nodes are small patches, which take their family's full colour. */
function farRules(): string {
  return Object.entries(EDITOR.families)
    .map(([family, { accent }]) => `.far .f-${family} .box{fill:${accent};stroke:none}`)
    .join("");
}

/** The picture's rules; constructed sheets are allowed by the page's policy, style elements are not. */
function addStyle(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
