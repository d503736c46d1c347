/** What is wrong with the text and what could be better; each leads to its place. */
import type { Problem } from "../../net/knowledge";
import { Icon } from "../../views/icons";
import { go } from "../route";
import { spot } from "./page";
import { frontOf, spotOf } from "./text/front";
import type { Step } from "./text/steps";
import { tx, txn, txOr } from "./texts";
import type { Work } from "./work";

/** In the reader's words, steps by their number; the server's own sentence for what has none here. */
export function problemText({ code, message, params = {} }: Problem, steps: readonly Step[] = []): string {
  const number = (id: string) => {
    const at = steps.findIndex((step) => step.id === id.trim());
    return at < 0 ? id.trim() : String(at + 1);
  };
  const { step, steps: named, key } = params;
  return txOr(`problem.${code}`, message, {
    ...params,
    ...(step !== undefined && { step: number(String(step)) }),
    ...(named !== undefined && { steps: String(named).split(",").map(number).join(", ") }),
    ...(key !== undefined && { key: txOr(`field.${key}`, String(key)) }),
  });
}

export function Problems({ work }: { work: Work }) {
  const checked = work.checked.value;
  if (!checked) return null;
  const { steps } = frontOf(work.text.value);
  const [errors, warnings] = [once(checked.errors, steps), once(checked.warnings, steps)];
  const n = errors.length + warnings.length;
  if (n === 0)
    return (
      <p class="problems fine">
        <Icon name="check" size={14} />
        {tx("problems.none")}
      </p>
    );
  const words = [
    errors.length && txn("problems.errors", errors.length),
    warnings.length && txn("problems.warnings", warnings.length),
  ].filter(Boolean);
  return (
    <details class={errors.length ? "problems has-errors" : "problems"}>
      <summary>{words.join(", ")}</summary>
      <ul>
        {errors.map((each, i) => (
          <Item key={`e${i}`} problem={each} words={problemText(each, steps)} isError work={work} />
        ))}
        {warnings.map((each, i) => (
          <Item key={`w${i}`} problem={each} words={problemText(each, steps)} isError={false} work={work} />
        ))}
      </ul>
    </details>
  );
}

/** The same sentence about two other languages is one thing to mend. */
function once(problems: readonly Problem[], steps: readonly Step[]): Problem[] {
  const said = new Set<string>();
  return problems.filter((each) => {
    const words = problemText(each, steps);
    return !said.has(words) && said.add(words);
  });
}

interface ItemProps {
  problem: Problem;
  words: string;
  isError: boolean;
  work: Work;
}

function Item({ problem, words, isError, work }: ItemProps) {
  const show = () => {
    const to = spotOf(work.text.peek(), problem);
    spot.value = to;
    go("articles", work.id, to.tab);
  };
  return (
    <li>
      <span class={isError ? "badge outdated" : "badge"}>
        {tx(isError ? "problems.error" : "problems.warning")}
      </span>
      <span>{words}</span>
      <button type="button" class="link-btn" onClick={show}>
        {tx("problems.show")}
        <span class="sr">{`: ${words}`}</span>
      </button>
    </li>
  );
}
