import { describePausing } from "./describe-pausing.ts";
import { referencePausing } from "./reference-pausing.ts";

describePausing({ name: "the guard itself", harness: referencePausing });
