/** What is wrong with the text and what could be better; each leads to its place. */
import type { Problem } from "../../net/knowledge";
import { Icon } from "../../views/icons";
import { go } from "../route";
import { spot } from "./page";
import { spotOf } from "./text/front";
import { tx, txn, txOr } from "./texts";
import type { Work } from "./work";

/** In the reader's words; the server's own sentence for what has none here. */
export function problemText({ code, message, params = {} }: Problem): string {
  return txOr(`problem.${code}`, message, params);
}

export function Problems({ work }: { work: Work }) {
  const checked = work.checked.value;
  if (!checked) return null;
  const { errors, warnings } = checked;
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
          <Item key={`e${i}`} problem={each} isError work={work} />
        ))}
        {warnings.map((each, i) => (
          <Item key={`w${i}`} problem={each} isError={false} work={work} />
        ))}
      </ul>
    </details>
  );
}

function Item({ problem, isError, work }: { problem: Problem; isError: boolean; work: Work }) {
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
      <span>{problemText(problem)}</span>
      <button type="button" class="link-btn" onClick={show}>
        {tx("problems.show")}
        <span class="sr">{`: ${problemText(problem)}`}</span>
      </button>
    </li>
  );
}
