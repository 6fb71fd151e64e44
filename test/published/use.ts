// In a thread of its own, uses one adapter beside one framework; ends with an error where that does not work.
import { basename } from "node:path";
import { workerData } from "node:worker_threads";
import type { FrameworkSet } from "./frameworks.ts";
import { Project } from "./project.ts";

const { set, settings } = workerData as { readonly set: FrameworkSet; readonly settings: string };
const project = new Project(settings);
try {
  const name = `@capfence/${basename(set.adapter)}`;
  project.install({ [name]: "*", "@capfence/core": "*", ...set.packages });
  const programs = set.blocks.filter(({ language }) => language === "ts").map(({ text }) => text);
  const problems = project.typeProblems(programs);
  if (problems.length > 0) throw new Error(`the declarations do not fit:\n${problems.join("\n")}`);
  project.follow(set.blocks);
} finally {
  project.remove();
}
