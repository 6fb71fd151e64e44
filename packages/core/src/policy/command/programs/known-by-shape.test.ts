import { describe, expect, it } from "vitest";
import { readLine } from "../../../../test/read-line.ts";
import { FALSE } from "../../truth.ts";
import { effectsOf } from "../effects.ts";
import type { Run } from "../run.ts";

/** Whether nothing is surely destroyed, sent or written. */
function harmless(line: string): boolean {
  const { destructive, network, writes } = effectsOf(readLine(line).runs[0] as Run);
  const written = writes.others !== FALSE || writes.paths.length > 0;
  return destructive === FALSE && network === FALSE && !written;
}

describe("a word of which only the beginning is known", () => {
  it.each([
    'cat "notes/$x"',
    'sed -e p "notes/$x"',
    'sed -n 5p "notes/$x"',
    'awk 1 "notes/$x"',
    'sort -k "1$x" f',
    'tar -t -f "notes/$x"',
    'git log "v$x"',
  ])("can only be what is read in %s", (line) => {
    expect(harmless(line)).toBe(true);
  });

  it.each([
    'sed "s/a/$x/" f',
    'sed -e "s/a/$x/" f',
    'sed --expression="s/a/$x/" f',
    'awk "{print $x}" f',
    'tar -t -f "host$x"',
    'tar -t -f "h${x}/a"',
    'jq "a$x" f',
    'ip addr "a$x"',
    'git "lo$x"',
    'dd "if=a$x"',
    'systemctl "st$x" y',
  ])("may be code, a command or another host in %s", (line) => {
    expect(harmless(line)).toBe(false);
  });
});
