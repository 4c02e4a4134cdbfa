// One colour for each model, the same in every chart: Okabe and Ito's set, which colour-blind people can tell apart.

const COLORS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"] as const;

export function modelColor(index: number): string {
  return COLORS[index % COLORS.length] ?? COLORS[0];
}
