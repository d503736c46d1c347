/** A link to another of our articles, by its title, or to an address. */
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { listArticles, type Row } from "../../net/knowledge";
import { Dialog, Foot } from "../../views/dialog";
import { tx } from "./texts";

interface Props {
  language: Language;
  /** What is selected: the words of the link. */
  text: string;
  insert: (markdown: string) => void;
  close: () => void;
}

const TYPING_MS = 200;

export function LinkDialog({ language, text, insert, close }: Props) {
  const [words, setWords] = useState(text);
  const [to, setTo] = useState("");
  const found = useArticles(to, language);
  const isAddress = /^(https?:\/\/|\/)/.test(to.trim());
  const put = (label: string, address: string) => {
    insert(`[${(words.trim() || label).replace(/[[\]\n]/g, " ")}](${address})`);
    close();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isAddress) put(to.trim(), to.trim());
  };
  return (
    <Dialog title={tx("link.title")} close={close}>
      <form onSubmit={submit}>
        <label>
          {tx("link.to")}
          <input
            required
            value={to}
            autocomplete="off"
            placeholder={tx("link.example")}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
          <small class="muted">{tx("link.hint")}</small>
        </label>
        {!isAddress && found.length > 0 && (
          <div class="choices-column">
            {found.map((row) => (
              <button
                key={row.article_id}
                type="button"
                class="choice"
                lang={row.language}
                onClick={() => put(row.title, `/help/${row.language}/${row.article_id}`)}
              >
                {row.title}
              </button>
            ))}
          </div>
        )}
        <label>
          {tx("link.words")}
          <input value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <Foot label={tx("link.insert")} disabled={!isAddress} close={close} />
      </form>
    </Dialog>
  );
}

/** Articles whose words are these, while one types. */
export function useArticles(text: string, language: Language): Row[] {
  const [found, setFound] = useState<Row[]>([]);
  useEffect(() => {
    const q = text.trim();
    if (q.length < 2) return setFound([]);
    let isLate = false;
    const soon = setTimeout(() => {
      listArticles({ q, language }, null, 6).then(
        ({ articles }) => !isLate && setFound(articles),
        () => {},
      );
    }, TYPING_MS);
    return () => {
      isLate = true;
      clearTimeout(soon);
    };
  }, [text, language]);
  return found;
}
