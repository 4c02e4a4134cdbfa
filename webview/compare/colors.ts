// One colour for each model, the same in every chart: Okabe and Ito's set, which colour-blind people can tell apart. The
// style sheet has the values, darker ones on a light ground.

const COLORS = 6;

export function modelColor(index: number): string {
  return `var(--model-${index % COLORS})`;
}
