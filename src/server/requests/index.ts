// The registry of the server's custom requests: one file and one line here each.
//
// To add one:
// 1. src/protocol/NAME.ts: the types of params and result (plain JSON), and
//    `export const GRAPH = requestName<GraphParams, GraphResult>("netlens/graph");`
// 2. src/server/requests/NAME.ts:
//    `export const graph = answers(GRAPH, async (context, params, token) => {
//       const analysed = await context.analysed(params.uri, token);
//       …analysed.model, analysed.analyses (one for each network of the model, in order)…
//     });`
// 3. a line below, kept in alphabetic order.
// A client sends `client.sendRequest(GRAPH.method, params)`. Clients learn of changes by the notification ANALYSED
// (src/protocol/analysed.ts), sent for every open document after each analysis.

import { chooseInstance, instances, locationOf, pathsAt } from "./locate";
import { compare, compareGraphs, compareText, modelFacts, networkNames } from "./compare";
import { convert } from "./convert";
import { fields, graph } from "./graph";
import { describe, modelFile } from "./model-file";
import type { RequestAnswer } from "./request";
import { standardText } from "./standard-blocks";
import { table, tableText } from "./table";

export const REQUESTS: readonly RequestAnswer[] = [
  chooseInstance,
  compare,
  compareGraphs,
  compareText,
  convert,
  describe,
  fields,
  graph,
  instances,
  locationOf,
  modelFile,
  modelFacts,
  networkNames,
  pathsAt,
  standardText,
  table,
  tableText,
];
