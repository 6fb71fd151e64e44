import { globSync } from "node:fs";
import { join } from "node:path";
import { describeDocuments } from "./describe-documents.ts";

describeDocuments(
  "READMEs",
  globSync(["packages/*/README.md", "policies/README.md", "policies/*/README.md"], {
    cwd: join(import.meta.dirname, ".."),
  }),
);
