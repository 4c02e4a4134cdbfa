// Which folder may import which: the table of ARCHITECTURE.md, and no cycles. Run by scripts/check-imports.mjs.

/** Folder of src/ (or webview) → the folders it may import besides itself. */
const allowed = {
  model: [],
  operators: ["model"],
  net: ["model", "operators"],
  formats: ["model", "operators", "net"],
  analysis: ["model", "operators"],
  features: ["model", "operators", "analysis"],
  view: ["model", "operators", "analysis"],
  layout: ["view"],
  draw: ["view", "layout"],
  exporters: ["model", "operators", "analysis", "view", "layout", "draw"],
  protocol: [],
  server: [
    "model",
    "operators",
    "net",
    "formats",
    "analysis",
    "features",
    "view",
    "layout",
    "draw",
    "exporters",
    "protocol",
  ],
  cli: ["model", "operators", "formats", "net", "analysis", "view", "layout", "draw", "exporters"],
  extension: ["protocol"],
};
const webviewMayImport = ["protocol", "view", "layout", "draw"];

/** The contract of a format, which those that are read as one and those that show one may import. */
const formatContract = "^src/formats/format\\.ts$";
const followsFormatContract = ["net", "features"];

const anyOf = (folders) => folders.join("|");

const folderRules = Object.entries(allowed).map(([folder, others]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import ${others.join(", ") || "no other folder"}`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: {
    path: "^(src|webview|test|scripts)/",
    // protocol may name the types of view and analysis; the rule below keeps it to types.
    pathNot: [
      `^src/(${anyOf([folder, ...others, ...(folder === "protocol" ? ["view", "analysis"] : [])])})/`,
      ...(followsFormatContract.includes(folder) ? [formatContract] : []),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...folderRules,
    {
      name: "known-folders",
      comment: "every source file belongs to a folder of the table",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(${anyOf(Object.keys(allowed))})/` },
      to: {},
    },
    {
      name: "protocol-types-only",
      comment: "src/protocol takes nothing but types from view and analysis",
      severity: "error",
      from: { path: "^src/protocol/" },
      to: { path: "^src/(view|analysis)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "format-imports-format",
      comment: "a format never imports another format",
      severity: "error",
      from: { path: "^src/formats/([^/]+)/" },
      to: { path: "^src/formats/[^/]+/", pathNot: "^src/formats/$1/" },
    },
    {
      name: "webview-imports",
      comment: `webview may import ${webviewMayImport.join(", ")}`,
      severity: "error",
      from: { path: "^webview/" },
      to: { path: "^(src|test|scripts)/", pathNot: `^src/(${anyOf(webviewMayImport)})/` },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: { path: "^(src|webview|test|scripts)/", pathNot: "/generated/" },
      to: { circular: true },
    },
    {
      name: "vscode-only-in-extension",
      severity: "error",
      from: { path: "^(src|webview|test|scripts)/", pathNot: "^(src/extension|test/vscode)/" },
      to: { path: "^vscode$|^node_modules/@types/vscode/|^node_modules/vscode-languageclient/" },
    },
    {
      name: "elk-only-in-layout",
      comment: "src/layout is the only importer of elkjs",
      severity: "error",
      from: { path: "^(src|webview)/", pathNot: "^src/layout/" },
      to: { path: "^node_modules/elkjs/" },
    },
    {
      name: "toolkit-in-one-place",
      comment:
        "the archived webview toolkit is wrapped by webview/controls, so that replacing it touches one file",
      severity: "error",
      from: { path: "^(src|webview)/", pathNot: "^webview/controls(/|\\.ts$)" },
      to: { path: "^node_modules/@vscode/webview-ui-toolkit/" },
    },
    {
      name: "pure-core",
      comment: "the core knows no editor, no file system and no process",
      severity: "error",
      from: { path: "^(src/(model|operators|analysis|view|layout|draw|protocol|exporters)|webview)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-knows-no-editor",
      severity: "error",
      from: { path: "^src/(model|operators|analysis|view|layout|draw|exporters)/" },
      to: { path: "^node_modules/(vscode-|langium)" },
    },
    {
      name: "no-child-process",
      comment: "files are read, never run",
      severity: "error",
      from: { path: "^(src|webview)/" },
      to: { path: "^(node:)?child_process$" },
    },
    {
      name: "not-to-dev-dependency",
      comment: "what is shipped is bundled from dependencies",
      severity: "error",
      from: { path: "^(src|webview)/" },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "^node_modules/@types/",
      },
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      from: { path: "^(src|webview|test|scripts)/" },
      to: { couldNotResolve: true, pathNot: "^vscode$|\\.net$|/generated/" },
    },
    {
      name: "not-to-test",
      severity: "error",
      comment: "scripts may use the tests' fixtures; what is shipped may not",
      from: { path: "^(src|webview)/" },
      to: { path: "^(test|scripts)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|out|\\.vscode-test)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
    moduleSystems: ["es6", "cjs"],
  },
};
