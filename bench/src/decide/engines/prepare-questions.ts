import type { PreparedQuestions } from "./engine.ts";
import type { Effect } from "../rule.ts";

/**
 * Questions in an engine's own shape, asked one by one. For peers whose answer takes microseconds: one loop for
 * several engines keeps the compiler from inlining any of them, which the fast ones would feel.
 */
export function prepareQuestions<Question>(
  questions: readonly Question[],
  decide: (question: Question) => Effect,
): PreparedQuestions {
  return {
    answer: (index) => decide(questions[index] as Question),
    askAll: () => {
      let allowed = 0;
      for (const question of questions) if (decide(question) === "allow") allowed += 1;
      return allowed;
    },
  };
}
