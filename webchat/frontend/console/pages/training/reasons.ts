/** Why something about training was refused, in words that say what to do. */
import { reasonOf } from "../../actions";
import { RequestError } from "../../net/api";
import { t, tOr } from "./texts";

export function explainTraining(cause: unknown): string {
  if (!(cause instanceof RequestError)) return reasonOf(cause);
  if (cause.code === "model_refused") {
    return tOr(`refused.model.${String(cause.params.reason)}`, t("refused.model_refused"));
  }
  return tOr(`refused.${cause.code}`, reasonOf(cause));
}
