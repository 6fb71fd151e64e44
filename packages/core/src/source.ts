/** YAML and JSON files with the place of every value, read as strictly as policies are; for tools beside the engine. */
export {
  childOf,
  entryOf,
  keyOf,
  PolicySource,
  type SourceEntry,
  type SourceNode,
  suggestion,
} from "./policy/document/source.ts";
export {
  describe,
  isList,
  isMapping,
  readText,
  readTexts,
} from "./policy/document/source-values.ts";
