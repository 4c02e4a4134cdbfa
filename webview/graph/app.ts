// The graph view: what happens when the editor sends something, or the person clicks, types or chooses.

import type { Elk } from "../../src/layout/elk";
import type { LayoutResult } from "../../src/layout/layout";
import { createLayouter } from "../../src/layout/layout";
import { measureInter, remembered } from "../../src/layout/measure";
import type { SceneNode } from "../../src/layout/scene";
import type { Fields, FromGraphView, GraphStrings, ToGraphView } from "../../src/protocol/graph";
import { fieldsByPath } from "../../src/view/heat";
import type { HeatBy } from "../../src/view/heat";
import type { ViewGraph } from "../../src/view/view-graph";
import type { Channel } from "../channel";
import { Canvas } from "./canvas";
import { Coloring } from "./coloring";
import { describeNode } from "./describe-node";
import { exported } from "./export-picture";
import { createHoverCard } from "./hover-card";
import { Finder } from "./finder";
import { listenToKeys } from "./keyboard";
import type { KeyActions } from "./keyboard";
import { marksOf } from "./marks";
import { editorFont, measureInFont } from "./measure-text";
import { createMinimap } from "./minimap";
import { createNotices } from "./notices";
import { addPictureRules } from "./panel-style";
import { Picture } from "./picture";
import { listenToPointer } from "./pointer";
import type { Part } from "./pointer";
import { relationsOf, stepFrom, turned } from "./relations";
import type { Relations, Step } from "./relations";
import type { SavedState } from "./saved-state";
import { createToolbar } from "./toolbar";
import type { ToolbarActions } from "./toolbar";

export class GraphApp {
  private readonly main = document.createElement("main");
  private readonly toolbar;
  private readonly notices;
  private readonly coloring;
  readonly hover;
  private readonly finder;
  private readonly canvas;
  private readonly minimap;
  private readonly picture: Picture;
  private readonly exporter;
  private uri = "";
  private networks: readonly string[] = [];
  private selected: string | undefined;
  private cursor: readonly string[] = [];
  private relations: Relations | undefined;
  private showsRelations = false;
  private locked: boolean;
  private showsMinimap: boolean;
  private saveTimer = 0;

  constructor(
    private readonly strings: GraphStrings,
    elk: Elk,
    private readonly channel: Channel<FromGraphView, SavedState>,
    /** How the view was left before the window was reloaded; used up by the first graph. */
    private restored: Partial<SavedState>,
    parent: HTMLElement = document.body,
  ) {
    const font = editorFont();
    const measure = remembered(measureInFont(font));
    this.locked = restored.locked === true;
    this.showsMinimap = restored.minimap !== false;
    this.toolbar = createToolbar(strings, this.toolbarActions());
    this.notices = createNotices(strings);
    this.coloring = new Coloring(strings, measure, this.notices);
    this.hover = createHoverCard((path) => {
      this.ask("hover", path);
    });
    this.finder = new Finder(strings, {
      graph: () => this.picture.graph,
      changed: () => this.mark(),
      show: (path) => void this.goTo(path),
      closed: () => this.canvas.element.focus(),
    });
    parent.replaceChildren(this.toolbar.element, this.main);
    this.canvas = new Canvas(this.main, () => this.viewChanged());
    this.minimap = createMinimap(strings.minimap, ({ x, y }) => this.canvas.centerOn(x, y));
    this.exporter = createLayouter(elk, measureInter);
    this.picture = new Picture(this.canvas, createLayouter(elk, measure), {
      drawOptions: () => this.coloring.drawOptions(this.picture.graph),
      laid: (fallback) => this.laid(fallback),
    });
    addPictureRules(font);
    this.main.append(this.minimap.element, this.finder.element);
    this.main.append(...this.notices.elements, this.hover.element);
    this.canvas.element.setAttribute("role", "tree");
    this.canvas.element.setAttribute("aria-description", strings.help);
    listenToPointer(this.canvas.element, {
      click: (path, part) => this.clicked(path, part),
      doubleClick: (path, toggled) => this.doubleClicked(path, toggled),
      over: (path, at) => this.hover.over(path, at),
    });
    listenToKeys(this.canvas.element, this.keyActions());
    this.setState("empty");
  }

  showGraph({ uri, graph, errors, networks, locked }: Extract<ToGraphView, { type: "graph" }>): void {
    const shown = this.picture.graph;
    const isSame = uri === this.uri && (graph === undefined || graph.network === shown?.network);
    this.locked = locked;
    this.networks = networks;
    if (errors > 0 && isSame && shown !== undefined) {
      this.setState("stale");
      this.updateToolbar();
      return;
    }
    this.uri = uri;
    this.hover.hide();
    if (graph === undefined) {
      this.picture.clear();
      this.setState("empty");
      this.updateToolbar();
      return;
    }
    this.picture.graph = graph;
    this.coloring.fields = undefined;
    if (this.coloring.by === "receptiveField") this.askForFields();
    this.setState(errors > 0 ? "stale" : "ready");
    void (isSame ? this.picture.lay({ animate: true }) : this.showFirst(graph));
  }

  setLocked(locked: boolean): void {
    this.locked = locked;
    this.updateToolbar();
    this.save();
  }

  showCursor(network: string, paths: readonly string[]): void {
    if (network !== this.picture.graph?.network) return;
    this.cursor = paths;
    this.mark();
    const first = paths.map((path) => this.picture.shownFor(path)).find((node) => node !== undefined);
    if (first === undefined) return;
    // An element keeps its document's focus when the person has gone on to the text.
    if (!(document.hasFocus() && this.canvas.element.matches(":focus")))
      this.canvas.bringIntoView(focusBox(first));
    this.breadcrumb(first.path);
  }

  showFields(network: string, fields: Fields): void {
    if (network !== this.picture.graph?.network) return;
    this.coloring.fields = fieldsByPath(fields);
    this.redraw();
  }

  /** Selects a layer or group from elsewhere, and opens the groups that it is in. */
  showLayer(network: string, path: string): void {
    if (network === this.picture.graph?.network) void this.goTo(path);
  }

  find(): void {
    this.finder.open();
  }

  /** A network that was not shown before: as it was left, or with as much open as can be read. */
  private async showFirst(graph: ViewGraph): Promise<void> {
    const isRestored = this.restored.uri === this.uri && this.restored.network === graph.network;
    const { open, direction, heat, selected, transform } = isRestored ? this.restored : {};
    this.restored = {};
    this.picture.direction = direction ?? this.picture.direction;
    this.coloring.by = heat ?? this.coloring.by;
    this.selected = selected;
    this.cursor = [];
    this.finder.reset();
    if (open === undefined) await this.picture.openReadable(graph);
    else this.picture.open = open;
    if (this.picture.graph !== graph || !(await this.picture.lay({ animate: false }))) return;
    if (transform === undefined) this.canvas.fit(false);
    else this.canvas.setView(transform);
  }

  private laid(fallback: LayoutResult["fallback"]): void {
    this.minimap.load(this.canvas.scene());
    this.minimap.update(this.canvas.visible());
    this.notices.fallback(fallback);
    this.relate();
    this.mark();
    this.updateToolbar();
    this.save();
  }

  private toolbarActions(): ToolbarActions {
    return {
      chooseNetwork: (network) => {
        if (network !== this.picture.graph?.network) this.channel.post({ type: "network", network });
      },
      chooseHeat: (by) => this.setHeat(by),
      chooseLevel: (level) => void this.picture.setLevel(level),
      expandAll: () => void this.expandAll(),
      collapseAll: () => void this.picture.setLevel(0),
      turn: () => void this.picture.turn(),
      fit: () => this.canvas.fit(true),
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

  private keyActions(): KeyActions {
    return {
      step: (step) => this.step(step),
      enter: () => void this.enter(),
      leave: () => void this.leave(),
      ends: (last) =>
        this.select(stepFrom(this.canvas.scene(), undefined, last ? "back" : "forward")?.path, true),
      escape: () => this.escape(),
      find: () => this.find(),
      fit: () => this.canvas.fit(true),
      zoomBy: (factor) => this.canvas.zoomBy(factor),
      zoomToSelection: () => this.zoomToSelection(),
      dependencies: () => this.toggleRelations(),
    };
  }

  private async expandAll(): Promise<void> {
    const level = await this.picture.expandAll();
    if (level === this.picture.levels()) return;
    const layers = String(this.picture.graph?.totals.layers ?? 0);
    this.notices.notice(this.strings.tooMany.replace("{0}", String(level)).replace("{1}", layers));
  }

  private async toggle(path: string): Promise<void> {
    const isDone = await this.picture.toggle(path);
    const node = this.canvas.node(path);
    if (!isDone && node?.node.kind === "group") this.notices.notice(this.strings.tooLarge);
    if (!isDone || node === undefined) return;
    const { expanded, collapsed } = this.strings;
    this.notices.announce(`${node.node.title} ${node.open ? expanded : collapsed}`);
  }

  private clicked(path: string, part: Part): boolean {
    const node = this.canvas.node(path);
    if (node === undefined) return false;
    this.hover.hide();
    this.cursor = [];
    this.select(path, false);
    this.ask("reveal", path);
    const toggles = node.node.kind === "group" && part !== "background";
    if (toggles) void this.toggle(path);
    return toggles;
  }

  private doubleClicked(path: string, toggled: boolean): void {
    if (toggled) void this.toggle(path);
    this.ask("reveal", path, { place: "instantiation", focus: true });
  }

  private ask(
    type: "hover" | "reveal",
    path: string,
    how: { readonly place: "definition" | "instantiation"; readonly focus: boolean } = {
      place: "definition",
      focus: false,
    },
  ): void {
    const network = this.picture.graph?.network;
    if (network === undefined) return;
    if (type === "hover") this.channel.post({ type, network, path });
    else this.channel.post({ type, network, path, ...how });
  }

  private select(path: string | undefined, follow: boolean): void {
    this.selected = path;
    this.relate();
    this.mark();
    const node = path === undefined ? undefined : this.canvas.node(path);
    if (node !== undefined) {
      if (follow) this.canvas.bringIntoView(focusBox(node));
      this.notices.announce(describeNode(node));
    }
    this.breadcrumb(path);
    this.save();
  }

  private breadcrumb(path: string | undefined): void {
    const groups = path === undefined ? [] : this.picture.groupsAround(path);
    this.notices.breadcrumb(this.picture.graph?.network ?? "", groups, (group) => {
      const node = group === undefined ? undefined : this.canvas.node(group);
      if (node === undefined) this.canvas.fit(true);
      else {
        this.select(node.path, false);
        this.canvas.zoomTo(node, true);
      }
    });
  }

  private step(key: Step): void {
    const step = this.picture.direction === "down" ? key : turned(key);
    const next = stepFrom(this.canvas.scene(), this.selected, step);
    if (next !== undefined) this.select(next.path, true);
  }

  private async enter(): Promise<void> {
    const { selected } = this;
    const node = selected === undefined ? undefined : this.canvas.node(selected);
    if (selected === undefined || node === undefined) return;
    if (node.node.kind === "group") {
      await this.toggle(selected);
      this.select(selected, true);
    } else this.ask("reveal", selected, { place: "definition", focus: true });
  }

  /** Closes the group that the selection is in, and selects it. */
  private async leave(): Promise<void> {
    const node = this.selected === undefined ? undefined : this.canvas.node(this.selected);
    const group = node?.open === true ? node.path : node?.parent;
    if (group === undefined || group === "") return;
    await this.toggle(group);
    this.select(group, true);
  }

  private escape(): void {
    this.hover.hide();
    this.showsRelations = false;
    this.select(undefined, false);
    this.updateToolbar();
  }

  private zoomToSelection(): void {
    const path = this.selected ?? this.cursor[0];
    const node = path === undefined ? undefined : this.picture.shownFor(path);
    if (node !== undefined) this.canvas.zoomTo(node, true);
  }

  private toggleRelations(): void {
    this.showsRelations = !this.showsRelations;
    this.relate();
    this.mark();
    this.updateToolbar();
  }

  private relate(): void {
    const { showsRelations, selected } = this;
    const isOn = showsRelations && selected !== undefined;
    this.relations = isOn ? relationsOf(this.canvas.scene(), selected) : undefined;
  }

  private mark(): void {
    const { cursor, selected, relations } = this;
    const { nodes, edge } = marksOf({
      ...{ matches: this.finder.matches, cursor, selected, relations },
      scene: this.canvas.scene(),
      shownFor: (path) => this.picture.shownFor(path)?.path ?? path,
    });
    this.canvas.setClasses(nodes, edge);
    this.canvas.setActive(this.selected);
  }

  private async goTo(path: string): Promise<void> {
    const node = await this.picture.uncover(path);
    this.select(path, false);
    if (node !== undefined) this.canvas.bringClose(focusBox(node));
  }

  private setHeat(by: HeatBy | undefined): void {
    if (by === this.coloring.by) return;
    this.coloring.by = by;
    if (by === "receptiveField" && this.coloring.fields === undefined) this.askForFields();
    this.redraw();
    this.save();
  }

  private askForFields(): void {
    const { graph } = this.picture;
    if (graph !== undefined) this.channel.post({ type: "fields", network: graph.network });
  }

  private redraw(): void {
    this.canvas.redraw(this.coloring.drawOptions(this.picture.graph));
    this.updateToolbar();
  }

  private async exportPicture(what: "svg" | "png" | "copy"): Promise<void> {
    const { graph, open, direction } = this.picture;
    if (graph === undefined) return;
    this.channel.post(await exported(what, { graph, open, direction }, this.exporter));
    if (what === "copy") this.notices.notice(this.strings.copied);
  }

  private viewChanged(): void {
    this.minimap.update(this.canvas.visible());
    this.canvas.setActive(this.selected);
    this.save();
  }

  private setState(state: "ready" | "stale" | "empty"): void {
    const name = this.picture.graph?.network ?? "";
    this.canvas.element.setAttribute("data-state", state);
    this.canvas.element.setAttribute("data-network", name);
    this.canvas.element.setAttribute("aria-label", this.strings.graph.replace("{0}", name));
    this.main.classList.toggle("stale-picture", state === "stale");
    this.notices.stale(state === "stale");
    this.notices.empty(state === "empty");
  }

  private updateToolbar(): void {
    const { graph } = this.picture;
    this.minimap.element.hidden = !this.showsMinimap || graph === undefined;
    this.toolbar.update({
      graph,
      networks: this.networks,
      heat: this.coloring.by,
      level: this.picture.level(),
      levels: this.picture.levels(),
      locked: this.locked,
      minimap: this.showsMinimap,
      dependencies: this.showsRelations,
    });
  }

  private save(): void {
    clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => {
      const { uri, selected, locked } = this;
      const { graph, open, direction } = this.picture;
      if (graph === undefined) return;
      const transform = this.canvas.view();
      const minimap = this.showsMinimap;
      const heat = this.coloring.by;
      this.channel.save({
        ...{ uri, network: graph.network, open, direction, selected, heat, locked, transform, minimap },
      });
    }, 200);
  }
}

/** An open group is large; what one looks for is its header. */
function focusBox(node: SceneNode): SceneNode {
  return node.open ? { ...node, height: 30 } : node;
}
