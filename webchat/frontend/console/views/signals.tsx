/** What the bot knew when it handed over, in words. */
import type { Language } from "../../protocol/wire";
import { asText } from "../fields";
import { percent } from "../format";
import { language, t, tn, tOr } from "../i18n";
import { useFamilyTitle } from "../net/articles";

/** A share gets a bar, a count its number, a yes or no its word, a code its name. */
export function SignalValue({ name, value }: { name: string; value: unknown }) {
  if (name === "abuse" && isAbuse(value)) {
    const times = tn("signal.times", value.count);
    return <>{value.threat ? `${times}, ${t("signal.threat")}` : times}</>;
  }
  if (typeof value === "string") return <Coded code={value} language={language.value} />;
  if (typeof value === "boolean") return <>{t(value ? "word.yes" : "word.no")}</>;
  if (typeof value !== "number") return <>{asText(value)}</>;
  if (value < 0 || value > 1 || Number.isInteger(value)) return <>{Math.round(value * 100) / 100}</>;
  return (
    <>
      <span class="bar" aria-hidden="true">
        <i style={{ width: `${value * 100}%` }} />
      </span>
      {percent(value, language.value)}
    </>
  );
}

/** An intent has a name; what is about a problem is told by the problem's article. */
function Coded({ code, language: inLanguage }: { code: string; language: Language }) {
  const family = code.replace(/^problem_/, "").replaceAll("_", "-");
  const name = tOr(`intent.${code}`, "");
  const title = useFamilyTitle(name ? null : family, inLanguage);
  return <>{name || title || code.replaceAll("_", " ")}</>;
}

interface Abuse {
  threat: boolean;
  count: number;
}

const isAbuse = (value: unknown): value is Abuse =>
  typeof value === "object" && value !== null && "count" in value && typeof value.count === "number";
