/** What an incident is about: articles, chosen by their titles. */
import { useEffect, useState } from "preact/hooks";
import { language } from "../../i18n";
import { listArticles, type Row } from "../../net/knowledge";
import { Icon } from "../../views/icons";
import { FamilyTitle } from "../loop/parts";
import { tx } from "../loop/texts";

const FOUND = 6;
const PAUSE_MS = 250;

interface Props {
  chosen: string[];
  choose: (families: string[]) => void;
}

export function Families({ chosen, choose }: Props) {
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<Row[] | null>(null);
  useEffect(() => {
    setFound(null);
    if (!typed.trim()) return;
    const timer = setTimeout(() => {
      const filters = { language: language.value, state: "published", q: typed.trim() } as const;
      listArticles(filters, null, FOUND)
        .then(({ articles }) => setFound(articles))
        .catch(() => setFound(null));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const fresh = found?.filter(({ family }) => !chosen.includes(family));
  return (
    <fieldset class="loop-families">
      <legend>{tx("incidents.field_families")}</legend>
      {chosen.length === 0 && <p class="muted">{tx("incidents.no_families")}</p>}
      <ul class="loop-tags">
        {chosen.map((family) => (
          <li key={family} class="badge">
            <FamilyTitle family={family} />
            <button
              type="button"
              class="icon-btn small"
              aria-label={tx("incidents.remove_family", { title: family.replaceAll("-", " ") })}
              onClick={() => choose(chosen.filter((each) => each !== family))}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
      <label class="loop-field">
        <span>{tx("incidents.find_family")}</span>
        <input type="search" value={typed} onInput={(e) => setTyped(e.currentTarget.value)} />
      </label>
      <div aria-live="polite">
        {fresh?.length === 0 && <p class="muted">{tx("incidents.none_found")}</p>}
        <ul class="loop-tags">
          {fresh?.map(({ family, title }) => (
            <li key={family}>
              <button
                type="button"
                class="btn quiet small"
                aria-label={tx("incidents.add_family", { title })}
                onClick={() => {
                  choose([...chosen, family]);
                  setTyped("");
                }}
              >
                <Icon name="plus" size={12} /> {title}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </fieldset>
  );
}
