// What the editor of a model's file shows besides graph and table: the file's problems, and layers in words.

import { describeInstance } from "../../features/describe-instance";
import type { Problem } from "../../model/problem";
import { DESCRIBE, MODEL_FILE } from "../../protocol/model-file";
import { answers } from "./request";

export const describe = answers(DESCRIBE, async (context, { uri, network, path }, token) => {
  const analysed = await context.analysed(uri, token);
  if (analysed === undefined) return null;
  const { convention } = await context.settings();
  return describeInstance(analysed.model, analysed.analyses, { network, path }, convention) ?? null;
});

export const modelFile = answers(MODEL_FILE, async (context, { uri }, token) => {
  const analysed = await context.analysed(uri, token);
  if (analysed === undefined) return null;
  const problems = [...analysed.model.problems].sort((a, b) => gravity(a) - gravity(b));
  return {
    format: analysed.format.title,
    problems: problems.slice(0, MOST_PROBLEMS).map(({ severity, message }) => ({ severity, message })),
    omitted: Math.max(0, problems.length - MOST_PROBLEMS),
  };
});

const MOST_PROBLEMS = 100;

const SEVERITIES: readonly Problem["severity"][] = ["error", "warning", "information", "hint"];

function gravity({ severity }: Problem): number {
  return SEVERITIES.indexOf(severity);
}
