import { basename } from "../../shell/basename.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import { systemProgram } from "../program-name.ts";
import type { Run, Word } from "../run.ts";

/** A program as a policy names it, with the subcommand words that follow it. */
export interface ProgramPattern {
  readonly program: string;
  readonly subcommand: readonly string[];
}

/** Options that stand before a subcommand and take the word after them. Source: the programs' own manuals. */
const GLOBAL_VALUES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    git: "-C -c --git-dir --work-tree --namespace --super-prefix --config-env --attr-source",
    docker: "-H --host -c --context --config -l --log-level --tlscacert --tlscert --tlskey",
    podman: "--connection --url --root --runroot --log-level --storage-driver",
    kubectl:
      "-n --namespace --context --cluster --user --kubeconfig -s --server --token --as --as-group --request-timeout -v",
    helm: "-n --namespace --kube-context --kubeconfig --registry-config",
    systemctl: "-H --host -M --machine -t --type -p --property -n --lines -o --output",
    npm: "--prefix -w --workspace --loglevel --registry",
    pnpm: "-C --dir --filter -F --loglevel",
    yarn: "--cwd",
    gh: "-R --repo",
    aws: "--profile --region --output --endpoint-url --query --color --ca-bundle",
    gcloud: "--project --account --configuration --format --verbosity",
    cargo: "--color --config -Z -C",
    ip: "-n -netns --netns -b -batch",
  }).map(([name, options]) => [name, new Set(options.split(" "))]),
);

/** Reads `git` or `git status`; undefined where the text is neither. */
export function programPattern(text: string): ProgramPattern | undefined {
  if (!/^[^\s'"`$|&;<>()\\]+(?: [^\s'"`$|&;<>()\\]+)*$/.test(text)) return undefined;
  const [program = "", ...subcommand] = text.split(" ");
  return { program, subcommand };
}

/** Restricting: whether a run may be of this program and subcommand, at whatever place and in whatever case. */
export function mayBe({ program, subcommand }: ProgramPattern, run: Run): Truth {
  const [word] = run.words;
  if (word === undefined) return UNCERTAIN;
  if (basename(word) !== basename(program)) return FALSE;
  return subcommand.length === 0 ? TRUE : pins(subcommand, basename(program), run.words, true);
}

/** Permitting: whether a run surely is of this program and subcommand. */
export function surelyIs({ program, subcommand }: ProgramPattern, run: Run): Truth {
  const [word] = run.words;
  if (word === undefined) return UNCERTAIN;
  const name = systemProgram(word);
  // A path counts where the policy spells the same one.
  if (word !== program && name !== program)
    return basename(word) === basename(program) ? UNCERTAIN : FALSE;
  return subcommand.length === 0 ? TRUE : pins(subcommand, basename(program), run.words, false);
}

function pins(
  subcommand: readonly string[],
  program: string,
  words: readonly Word[],
  restricts: boolean,
): Truth {
  const values = GLOBAL_VALUES.get(program);
  let place = 1;
  let certain = true;
  let shifted = false;
  for (const expected of subcommand) {
    for (; place < words.length; place += 1) {
      const word = words[place];
      if (word === undefined) return UNCERTAIN;
      if (!/^[-+]/.test(word)) break;
      if (values?.has(word) === true) {
        place += 1;
        // A value that is not known may be several words, and then the second is the subcommand.
        shifted ||= place < words.length && words[place] === undefined;
      }
      // What is not known to take a value may take one, and then the word after it is none.
      else if (!word.includes("=")) certain = false;
    }
    const word = words[place];
    if (word !== expected) {
      if (word === undefined && place < words.length) return UNCERTAIN;
      const later =
        !certain && words.slice(place).some((other) => other === undefined || other === expected);
      return restricts && (shifted || later) ? UNCERTAIN : FALSE;
    }
    place += 1;
  }
  return restricts || (certain && !shifted) ? TRUE : UNCERTAIN;
}
