// Lint rules: typescript-eslint's strict type-checked set, plus the project's limits on size and complexity.
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const nodeGlobals = {
  console: "readonly",
  process: "readonly",
  URL: "readonly",
  setTimeout: "readonly",
  fetch: "readonly",
};

export default defineConfig(
  globalIgnores(["dist/", "out/", "coverage/", ".vscode-test/", "**/generated/", "test/**/fixtures/"]),
  // No rule is switched off in place: what is wrong about a rule is said here.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // A string is spread into its characters on purpose, and may be a key's type beside the keys that are known.
      "@typescript-eslint/no-misused-spread": "off",
      "@typescript-eslint/no-redundant-type-constituents": "off",
      "@typescript-eslint/unified-signatures": "off",
      complexity: ["error", 15],
      eqeqeq: "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-control-regex": "off",
      "no-warning-comments": "error",
      "prefer-const": "error",
    },
  },
  {
    // Tests are data first: long `describe` bodies are fine, and so are assertions on what must exist.
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: ["test", "it", "describe"] },
      ],
      "@typescript-eslint/no-non-null-assertion": "off",
      complexity: "off",
      "max-lines": "off",
      "max-lines-per-function": "off",
    },
  },
  {
    files: ["scripts/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines-per-function": ["error", { max: 80 }],
    },
  },
  {
    // Plain Node scripts: they run before anything is installed or built.
    files: ["**/*.mjs", "**/*.cjs"],
    extends: [js.configs.recommended],
    languageOptions: { globals: { ...nodeGlobals, module: "readonly", require: "readonly" } },
    rules: { complexity: ["error", 15], "max-lines": ["error", 400], "no-warning-comments": "error" },
  },
);
