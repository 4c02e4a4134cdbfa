// The graph view: what happens when the editor sends something, or the person clicks, types or chooses.

import type { Elk } from "../../src/layout/elk";
import type { LayoutResult } from "../../src/layout/layout";
import { createLayouter } from "../../src/layout/layout";
import { measureInter, remembered } from "../../src/layout/measure";
import type { Fields, FromGraphView, GraphStrings, ToGraphView } from "../../src/protocol/graph";
import { pathsFrom } from "../../src/view/follow-path";
import { fieldsByPath } from "../../src/view/heat";
import type { HeatBy } from "../../src/view/heat";
import type { ViewGraph } from "../../src/view/view-graph";
import type { Channel } from "../channel";
import { Canvas } from "./canvas";
import { Coloring } from "./coloring";
import { exported } from "./export-picture";
import { createHoverCard } from "./hover-card";
import { Finder } from "./finder";
import { listenToKeys } from "./keyboard";
import type { KeyActions } from "./keyboard";
import { editorFont, measureInFont } from "../measure-text";
import { createMinimap } from "./minimap";
import { onThemeChange } from "./theme";
import { Navigator } from "./navigator";
import { createNotices } from "./notices";
import { addPictureRules } from "./panel-style";
import { nameAfter } from "./network-name";
import { Picture } from "./picture";
import { listenToPointer } from "./pointer";
import type { SavedState } from "./saved-state";
import { Selection } from "./selection";
import { createToolbar } from "./toolbar";
import type { ToolbarActions } from "./toolbar";

type GraphMessage = Extract<ToGraphView, { type: "graph" }>;

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
  private readonly selection: Selection;
  private readonly navigator: Navigator;
  private readonly exporter;
  private uri = "";
  private networks: readonly string[] = [];
  /** What the network that is shown is called in the newest text. */
  private network = "";
  /** The picture is one of a text without errors. */
  private isWhole = true;
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
      const network = this.picture.graph?.network;
      if (network !== undefined) channel.post({ type: "hover", network, path });
    });
    this.finder = new Finder(strings, {
      graph: () => this.picture.graph,
      changed: () => this.selection.mark(),
      show: (path) => void this.navigator.goTo(path),
      closed: () => this.canvas.element.focus(),
    });
    parent.replaceChildren(this.toolbar.element, this.main, this.notices.legendElement);
    this.canvas = new Canvas(this.main, () => this.viewChanged());
    this.minimap = createMinimap(strings.minimap, ({ x, y }) => this.canvas.centerOn(x, y));
    this.exporter = createLayouter(elk, measureInter);
    this.picture = new Picture(this.canvas, createLayouter(elk, measure), {
      drawOptions: () => this.coloring.drawOptions(this.picture.graph),
      laid: (result) => this.laid(result),
    });
    this.selection = new Selection(this.picture, () => this.finder.matches);
    this.navigator = new Navigator(strings, this.picture, this.selection, this.notices, {
      reveal: (path, how) => {
        const network = this.picture.graph?.network;
        if (network !== undefined) channel.post({ type: "reveal", network, path, ...how });
      },
      selected: () => this.save(),
    });
    addPictureRules(font);
    this.main.append(this.minimap.element, this.finder.element);
    this.main.append(...this.notices.elements, this.hover.element);
    this.canvas.element.setAttribute("role", "tree");
    this.canvas.element.setAttribute("aria-description", strings.help);
    listenToPointer(this.canvas.element, {
      click: (path, part) => {
        this.hover.hide();
        return this.navigator.click(path, part);
      },
      doubleClick: (path, toggled) => this.navigator.doubleClick(path, toggled),
      over: (path, at) => this.hover.over(path, at),
    });
    onThemeChange(() => this.minimap.load(this.canvas.scene()));
    listenToKeys(this.canvas.element, this.keyActions());
    this.setState("empty");
  }

  showGraph(message: GraphMessage): void {
    const { uri, graph, errors, networks, locked } = message;
    const shown = uri === this.uri ? this.picture.graph : undefined;
    const name = shown === undefined ? undefined : nameAfter(this.network, this.networks, networks);
    this.locked = locked;
    if (graph !== undefined && name !== undefined && name !== this.network && name !== graph.network) {
      // The network that was chosen has another name now, by which it was not asked for.
      this.channel.post({ type: "network", network: name });
      return;
    }
    this.networks = networks;
    const isSame = shown !== undefined && (graph === undefined || graph.network === name);
    if (errors > 0 && isSame && this.isWhole) {
      this.network = name ?? this.network;
      this.setState("stale");
      this.updateToolbar();
      return;
    }
    this.uri = uri;
    this.isWhole = errors === 0;
    this.hover.hide();
    if (graph === undefined) this.showNothing();
    else this.showNewest(graph, isSame ? shown : undefined);
  }

  setLocked(locked: boolean): void {
    this.locked = locked;
    this.updateToolbar();
    this.save();
  }

  showCursor(network: string, paths: readonly string[]): void {
    // Where nothing is at the cursor, nothing is of any network.
    if (network === this.picture.graph?.network || paths.length === 0) this.navigator.followCursor(paths);
  }

  showFields(network: string, fields: Fields): void {
    if (network !== this.picture.graph?.network) return;
    this.coloring.fields = fieldsByPath(fields);
    this.redraw();
  }

  /** Selects a layer or group from elsewhere, and opens the groups that it is in. */
  showLayer(network: string, path: string): void {
    if (network === this.picture.graph?.network) void this.navigator.goTo(path);
  }

  find(): void {
    this.finder.open();
  }

  private showNothing(): void {
    this.picture.clear();
    this.setState("empty");
    this.updateToolbar();
  }

  /** A network, or the next version of the one that was shown before. */
  private showNewest(graph: ViewGraph, before: ViewGraph | undefined): void {
    this.network = graph.network;
    this.coloring.fields = undefined;
    if (before === undefined) void this.showFirst(graph);
    else {
      const follow = pathsFrom(before, graph);
      const focus = this.selection.node?.path;
      this.selection.follow(follow);
      void this.picture.update(graph, follow, focus);
      this.finder.refresh();
    }
    if (this.coloring.by === "receptiveField") this.askForFields();
    this.setState(this.isWhole ? "ready" : "stale");
  }

  /** A network that was not shown before: as it was left, or with as much open as can be read. */
  private async showFirst(graph: ViewGraph): Promise<void> {
    this.picture.graph = graph;
    const isRestored = this.restored.uri === this.uri && this.restored.network === graph.network;
    const { open, direction, heat, selected, transform } = isRestored ? this.restored : {};
    this.restored = {};
    this.picture.direction = direction ?? this.picture.direction;
    this.coloring.by = heat ?? this.coloring.by;
    this.navigator.begin(selected);
    this.finder.refresh();
    if (open === undefined) await this.picture.openReadable(graph);
    else this.picture.open = open;
    if (this.picture.graph !== graph || !(await this.picture.lay({ animate: false }))) return;
    if (transform === undefined) this.canvas.showFirst();
    else this.canvas.setView(transform);
  }

  private laid({ fallback, reason }: Omit<LayoutResult, "scene" | "open">): void {
    if (reason !== undefined) this.channel.post({ type: "log", message: `laid out otherwise: ${reason}` });
    this.minimap.load(this.canvas.scene());
    this.minimap.update(this.canvas.visible());
    this.notices.fallback(fallback);
    this.selection.refresh();
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
      zoomToSelection: () => this.navigator.zoomToSelection(),
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
      step: (step) => this.navigator.step(step),
      enter: () => void this.navigator.enter(),
      leave: () => void this.navigator.leave(),
      ends: (last) => this.navigator.toEnd(last),
      escape: () => this.escape(),
      find: () => this.find(),
      fit: () => this.canvas.fit(true),
      zoomBy: (factor) => this.canvas.zoomBy(factor),
      zoomToSelection: () => this.navigator.zoomToSelection(),
      dependencies: () => this.toggleRelations(),
    };
  }

  private escape(): void {
    this.hover.hide();
    this.selection.showsRelations = false;
    this.navigator.select(undefined, false);
    this.updateToolbar();
  }

  private toggleRelations(): void {
    this.selection.toggleRelations();
    this.updateToolbar();
  }

  private async expandAll(): Promise<void> {
    const level = await this.picture.expandAll();
    if (level === this.picture.levels()) return;
    const layers = String(this.picture.graph?.totals.layers ?? 0);
    this.notices.notice(this.strings.tooMany.replace("{0}", String(level)).replace("{1}", layers));
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
    const heat = this.coloring.forFile(graph);
    this.channel.post(await exported(what, { graph, open, direction, heat }, this.exporter));
    if (what === "copy") this.notices.notice(this.strings.copied);
  }

  private viewChanged(): void {
    this.minimap.update(this.canvas.visible());
    this.canvas.setActive(this.selection.shownPath);
    this.save();
  }

  private setState(state: "ready" | "stale" | "empty"): void {
    const name = this.picture.graph?.network ?? "";
    this.canvas.element.setAttribute("data-state", state);
    this.canvas.element.setAttribute("data-network", name);
    this.canvas.element.setAttribute("aria-label", this.strings.graph.replace("{0}", name));
    this.main.classList.toggle("stale-picture", state === "stale");
    const shown = this.isWhole ? "last" : "partial";
    this.notices.errors(state === "stale" ? shown : undefined);
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
      dependencies: this.selection.showsRelations,
    });
  }

  private save(): void {
    clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => {
      const { uri, locked } = this;
      const { graph, open, direction } = this.picture;
      if (graph === undefined) return;
      const transform = this.canvas.isFitted ? {} : { transform: this.canvas.view() };
      const selected = this.selection.path;
      const minimap = this.showsMinimap;
      const heat = this.coloring.by;
      this.channel.save({
        ...{ uri, network: graph.network, open, direction, selected, heat, locked, minimap, ...transform },
      });
    }, 200);
  }
}
