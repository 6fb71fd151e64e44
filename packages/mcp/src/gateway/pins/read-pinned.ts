import {
  ConfigurationError,
  describeProblem,
  type Json,
  JsonError,
  type JsonObject,
  parseJson,
} from "@capfence/core";
import { entryOf, keyOf, PolicySource, type SourceNode, suggestion } from "@capfence/core/source";
import { isJsonObject } from "../wire/json-object.ts";
import { ALGORITHM, type Pinned, type PinnedUpstream, REVIEW } from "./pinned.ts";
import { nameFault } from "./tool-name.ts";
import { definitionDigest, type ListedTool } from "./tool-page.ts";

/** A definition may be as deep as anything that is judged, and stands in the file five levels down. */
const LIMITS = { depth: 80, size: 64 * 1024 * 1024 };

/** Where a fault of JSON says that it is; all other faults of files begin with `file:line:column`. */
const PLACE = /^line (\d+), column (\d+): /;

/** Reads the text of a lock file. Throws `ConfigurationError` with the place of the first thing that is wrong. */
export function readPinned(text: string, file: string): Pinned {
  let value: Json;
  try {
    value = parseJson(text, LIMITS);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const [place = "", line = 1, column = 1] = PLACE.exec(error.message) ?? [];
    const fault = `${error.message.slice(place.length)}; restore the file from version control, or remove it and ${REVIEW}`;
    throw problem(file, { line: Number(line), column: Number(column), key: "" }, fault, error);
  }
  return new PinnedReader(text, file).read(value);
}

type Path = readonly string[];

class PinnedReader {
  readonly #text: string;
  readonly #file: string;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  read(value: Json): Pinned {
    const root = this.#object(value, [], ["version", "upstreams"]);
    if (root["version"] !== 1)
      throw this.#problem(["version"], `this release reads version 1; write "version": 1`);
    const upstreams = this.#object(root["upstreams"], ["upstreams"]);
    return new Map(
      Object.entries(upstreams).map(([name, upstream]) => [
        name,
        this.#upstream(upstream, ["upstreams", name]),
      ]),
    );
  }

  #upstream(value: Json, path: Path): PinnedUpstream {
    const upstream = this.#object(value, path, ["tools", "server"]);
    const tools = Object.entries(this.#object(upstream["tools"], [...path, "tools"]));
    const { server } = upstream;
    return {
      tools: new Map(
        tools.map(([name, tool]) => [name, this.#tool(name, tool, [...path, "tools", name])]),
      ),
      ...(server === undefined ? {} : { server: this.#object(server, [...path, "server"]) }),
    };
  }

  #tool(name: string, value: Json, path: Path): ListedTool {
    const tool = this.#object(value, path, ["digest", "definition"]);
    const fault = nameFault(name);
    if (fault !== undefined) throw this.#problem(path, `no such tool can be used: ${fault}`);
    const definition = this.#object(tool["definition"], [...path, "definition"]);
    if (definition["name"] !== name)
      throw this.#problem(
        [...path, "definition", "name"],
        `the definition must be that of ${JSON.stringify(name)}; ${REVIEW}`,
      );
    const digest = definitionDigest(definition);
    if (tool["digest"] !== `${ALGORITHM}${digest}`)
      throw this.#problem(
        [...path, "digest"],
        `this is not the digest of the definition beside it, so one of them was changed by hand; ${REVIEW}`,
      );
    return { name, definition, digest };
  }

  #object(value: Json | undefined, path: Path, known?: readonly string[]): JsonObject {
    if (!isJsonObject(value))
      throw this.#problem(path, `expected an object${value === undefined ? ", got nothing" : ""}`);
    const stranger = known && Object.keys(value).find((key) => !known.includes(key));
    if (known !== undefined && stranger !== undefined)
      throw this.#problem(
        [...path, stranger],
        `unknown key ${JSON.stringify(stranger)}${suggestion(stranger, known)}`,
      );
    return value;
  }

  /** What is wrong at a key, or where it should be. */
  #problem(path: Path, message: string): ConfigurationError {
    // Read once more with places: only a file with a fault needs them.
    const root = new PolicySource(this.#file).read(this.#text);
    const { line, column } = placeOf(root, path);
    return problem(this.#file, { line, column, key: path.join(".") }, message);
  }
}

type Place = Pick<SourceNode, "line" | "column" | "key">;

function problem(
  file: string,
  place: Place,
  message: string,
  cause?: JsonError,
): ConfigurationError {
  // A source reports what it quotes so that it can be shown.
  const source = new PolicySource(file);
  source.report(place, message);
  const text = source.problems.map(describeProblem).join("\n");
  return new ConfigurationError(text, cause && { cause });
}

function placeOf(root: SourceNode | undefined, path: Path): Omit<Place, "key"> {
  let place = { line: 1, column: 1 };
  let node = root;
  for (const key of path) {
    const entry = entryOf(node, key);
    if (entry === undefined) break;
    ({ node } = entry);
    place = keyOf(entry);
  }
  return place;
}
