// The comparison's page: its sections, what is remembered of it, and what is asked of the editor.

import type {
  CompareFormat,
  CompareModel,
  CompareResult,
  CompareStrings,
  ComparedSource,
  FromCompareView,
  ModelFacts,
} from "../../src/protocol/compare";
import type { ViewGraph } from "../../src/view/view-graph";
import type { Channel } from "../channel";
import { button, checkbox, dropdown } from "../controls";
import { fill, html } from "../element";
import { ICONS } from "../graph/icons";
import { menu } from "../menu";
import { barChart } from "./bar-chart";
import type { BarMetric } from "./bar-chart";
import { DifferenceView } from "./difference";
import { errorChart } from "./error-chart";
import { GraphsView } from "./graphs";
import { insightLists } from "./insights";
import { Chart } from "./plot-figure";
import { totalsTable } from "./totals";

export type Comparison = CompareResult & { readonly sources: readonly ComparedSource[] };

const METRICS: readonly BarMetric[] = ["activationBytes", "params", "flops"];
const FORMATS: readonly { readonly format: CompareFormat; readonly label: string }[] = [
  { format: "markdown", label: "Markdown" },
  { format: "csv", label: "CSV" },
  { format: "json", label: "JSON" },
];

export class CompareApp {
  readonly #strings: CompareStrings;
  readonly #channel: Channel<FromCompareView>;
  readonly #root = html("main", { class: "comparison" });
  readonly #notices = html("div", { class: "notices", role: "status" });
  readonly #totals = html("section");
  readonly #insights = html("div", { class: "insight-columns" });
  readonly #charts = html("div", { class: "chart-grid" });
  readonly #noErrors: HTMLElement;
  readonly #pairBar = html("div", { class: "pair" });
  readonly #from;
  readonly #to;
  readonly #difference: DifferenceView;
  readonly #graphsPlace = html("div");
  #graphs: GraphsView | undefined;
  #comparison: Comparison | undefined;
  readonly #bars: ReadonlyMap<BarMetric, Chart>;
  readonly #errorChart: Chart;
  #samples: readonly ModelFacts[] = [];
  #by: "layer" | "stage" = "layer";
  #showsGraphs = false;

  constructor(strings: CompareStrings, channel: Channel<FromCompareView>) {
    this.#strings = strings;
    this.#channel = channel;
    this.#difference = new DifferenceView(strings, {
      reveal: (side, path) => {
        this.#revealSide(side, path);
      },
    });
    this.#from = dropdown(strings.from, () => {
      this.#choosePair();
    });
    this.#to = dropdown(strings.to, () => {
      this.#choosePair();
    });
    const chart = (name: string): Chart =>
      new Chart(strings, name, (picture, content, how) => {
        channel.post({ type: "svg", name: picture, content, how });
      });
    this.#bars = new Map(METRICS.map((metric) => [metric, chart(metric)]));
    this.#errorChart = chart("error");
    this.#noErrors = html("p", { class: "notice", text: strings.noErrors });
    this.#showsGraphs = channel.saved["graphs"] === true;
    this.#build();
    new ResizeObserver(() => {
      this.#fitCharts();
    }).observe(this.#charts);
  }

  show(comparison: Comparison): void {
    this.#comparison = comparison;
    const { models, difference, sources } = comparison;
    const pair =
      difference === undefined
        ? [0, 1]
        : [difference.left, difference.right].map((at) => models[at]?.index ?? 0);
    this.#channel.save({ uri: sources[0]?.uri, sources, pair, graphs: this.#showsGraphs });
    this.#root.dataset["compare"] = models.map(({ name }) => name).join(",");
    this.#showNotices(comparison);
    for (const section of this.#root.querySelectorAll("section")) section.hidden = models.length < 2;
    if (models.length < 2) return;
    this.#totals.replaceChildren(
      html("h2", { text: this.#strings.totals }),
      totalsTable(this.#strings, comparison),
    );
    this.#insights.replaceChildren(
      ...insightLists(this.#strings, comparison, (model, path) => {
        this.#channel.post({ type: "reveal", model, path, focus: true });
      }),
    );
    this.#showCharts();
    this.#showPair(comparison);
    this.#difference.show(difference, models);
    if (this.#showsGraphs) this.#channel.post({ type: "graphs" });
  }

  showSamples(samples: readonly ModelFacts[]): void {
    this.#samples = samples;
    this.#showCharts();
  }

  showGraphs(all: readonly (ViewGraph | null)[]): void {
    const { difference, models = [] } = this.#comparison ?? {};
    if (difference === undefined) return;
    if (this.#graphs === undefined) {
      this.#graphs = new GraphsView(this.#strings, (side, path) => {
        this.#revealSide(side, path);
      });
      this.#graphsPlace.replaceChildren(this.#graphs.element);
    }
    const pair = [models[difference.left], models[difference.right]];
    const graphs = pair.map((model) => (model === undefined ? null : (all[model.index] ?? null)));
    void this.#graphs.show(
      graphs,
      pair.map((model) => model?.name ?? ""),
      difference,
    );
  }

  copied(): void {
    const note = html("p", { class: "notice", text: this.#strings.copied });
    this.#notices.append(note);
    setTimeout(() => {
      note.remove();
    }, 1500);
  }

  #build(): void {
    const strings = this.#strings;
    const section = (title: string, ...content: readonly (Node | string)[]): HTMLElement =>
      html("section", {}, html("h2", { text: title }), ...content);
    const samples = checkbox(strings.samples, false, (checked) => {
      if (checked) this.#channel.post({ type: "samples" });
      else this.showSamples([]);
    });
    const by = dropdown(strings.where, (value) => {
      this.#by = value === "stage" ? "stage" : "layer";
      this.#showCharts();
    });
    by.setChoices(
      [
        { value: "layer", label: strings.byLayer },
        { value: "stage", label: strings.byStage },
      ],
      this.#by,
    );
    this.#charts.append(...[...this.#bars.values()].map(({ element }) => element));
    this.#pairBar.append(this.#from.element, html("span", { text: "→" }), this.#to.element);
    this.#root.append(
      this.#notices,
      this.#totals,
      section(strings.insights, this.#insights),
      section(strings.where, by.element, this.#charts),
      section(strings.errorOverFlops, samples, this.#noErrors, this.#errorChart.element),
      section(strings.difference, this.#pairBar, this.#difference.element),
      section(strings.graphs, this.#graphsBar(), this.#graphsPlace),
    );
    for (const part of this.#root.querySelectorAll("section")) part.hidden = true;
    this.#notices.append(html("p", { class: "notice", text: strings.working }));
    document.body.append(this.#toolbar(), this.#root);
  }

  #toolbar(): HTMLElement {
    const strings = this.#strings;
    const exportMenu = (template: string, icon: string, how: "copy" | "save"): HTMLElement =>
      menu(fill(template, "…"), icon, (close) => {
        const items = FORMATS.map(({ format, label }) =>
          button({
            title: fill(template, label),
            onClick: () => {
              close();
              this.#channel.post({ type: "export", format, how });
            },
          }),
        );
        return html("div", { class: "actions" }, ...items);
      });
    return html(
      "header",
      { class: "toolbar", role: "toolbar", attributes: { "aria-label": strings.title } },
      button({
        title: strings.choose,
        onClick: () => {
          this.#channel.post({ type: "choose" });
        },
      }),
      exportMenu(strings.copy, ICONS.copy, "copy"),
      exportMenu(strings.save, ICONS.save, "save"),
    );
  }

  #graphsBar(): HTMLElement {
    const strings = this.#strings;
    return html(
      "div",
      { class: "graphs-bar" },
      checkbox(strings.showGraphs, this.#showsGraphs, (checked) => {
        this.#showsGraphs = checked;
        this.#graphsPlace.hidden = !checked;
        if (this.#comparison !== undefined) this.show(this.#comparison);
      }),
      button({ title: strings.fit, icon: ICONS.fit, onClick: () => this.#graphs?.fit() }),
    );
  }

  #showNotices({ models, problems }: Comparison): void {
    const strings = this.#strings;
    const texts = [
      ...problems.map(({ place, reason }) =>
        fill(reason === "no-network" ? strings.noNetwork : strings.unreadable, place),
      ),
      ...(models.length < 2 ? [strings.tooFew] : []),
      ...models.filter(({ errors }) => errors > 0).map(({ name }) => fill(strings.hasErrors, name)),
      ...models
        .filter(({ errors, complete }) => errors === 0 && !complete)
        .map(({ name }) => fill(strings.incomplete, name)),
    ];
    this.#notices.replaceChildren(...texts.map((text) => html("p", { class: "notice", text })));
  }

  #showCharts(): void {
    const comparison = this.#comparison;
    if (comparison === undefined) return;
    const reveal = ({ index }: CompareModel, path: string): void => {
      this.#channel.post({ type: "reveal", model: index, path, focus: false });
    };
    for (const [metric, chart] of this.#bars)
      chart.show(barChart(this.#strings, comparison, metric, this.#by, reveal));
    const error = errorChart(this.#strings, comparison, this.#samples);
    this.#noErrors.hidden = error !== undefined;
    this.#errorChart.element.hidden = error === undefined;
    if (error !== undefined) this.#errorChart.show(error);
    this.#fitCharts();
  }

  #fitCharts(): void {
    const width = this.#charts.clientWidth;
    if (width > 0) for (const chart of [...this.#bars.values(), this.#errorChart]) chart.fit(width - 2);
  }

  #showPair({ models, difference }: Comparison): void {
    this.#pairBar.hidden = models.length < 3;
    const choices = models.map(({ name, index }) => ({ value: String(index), label: name }));
    const shown = (at: number | undefined): string => String(models[at ?? 0]?.index ?? 0);
    this.#from.setChoices(choices, shown(difference?.left));
    this.#to.setChoices(choices, shown(difference?.right));
  }

  #choosePair(): void {
    const pair = [Number(this.#from.value()), Number(this.#to.value())] as const;
    if (pair[0] !== pair[1]) this.#channel.post({ type: "pair", pair });
  }

  #revealSide(side: 0 | 1, path: string): void {
    const { difference, models } = this.#comparison ?? {};
    const at = side === 0 ? difference?.left : difference?.right;
    const model = models?.[at ?? -1];
    if (model !== undefined) this.#channel.post({ type: "reveal", model: model.index, path, focus: true });
  }
}
