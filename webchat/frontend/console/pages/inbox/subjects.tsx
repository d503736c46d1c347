/** The subjects: how many examples each has, what to mind about them, and their data as files. */
import { useEffect, useState } from "preact/hooks";
import { LANGUAGES, languageName } from "../../i18n";
import { type Hints, type Subject, subjectHints } from "../../net/inbox";
import { Refusal, useRefusal } from "../../views/refusal";
import { TableWrap } from "../../views/table";
import { isUnanswered, NewArticle } from "../articles/new";
import { href } from "../route";
import { Exchange } from "./exchange";
import { x } from "./i18n";
import { loadSubjects, subjects } from "./state";

export function Subjects({ mayDecide }: { mayDecide: boolean }) {
  const [hints, setHints] = useState<Hints | null>(null);
  const [error, attempt] = useRefusal();
  const load = () =>
    attempt(async () => {
      await loadSubjects();
      setHints(await subjectHints());
    });
  useEffect(() => void load(), []);
  return (
    <>
      <p class="muted inbox-intro">{x.t("subjects.intro")}</p>
      <Refusal text={error} />
      {hints && <Mind hints={hints} />}
      {subjects.value && <Table all={subjects.value.intents} mayWrite={mayDecide} />}
      {mayDecide && <Exchange done={() => void load()} />}
    </>
  );
}

function Mind({ hints: { indistinct, unbalanced } }: { hints: Hints }) {
  return (
    <section class="inbox-mind">
      <h3>{x.t("subjects.mind")}</h3>
      {indistinct.length + unbalanced.length === 0 && <p class="muted">{x.t("subjects.fine")}</p>}
      <ul>
        {indistinct.map(({ a, b, n, of, examples }) => (
          <li key={`${a.intent} ${b.intent}`}>
            {x.t("subjects.indistinct", { a: a.title, b: b.title, n, of })}
            <ul>
              {examples.map(([one, other]) => (
                <li key={one} class="muted">
                  {x.t("subjects.indistinct_example", { a: one, b: other })}
                </li>
              ))}
            </ul>
          </li>
        ))}
        {unbalanced.map(({ intent, title, counts }) => (
          <li key={intent}>{x.t("subjects.unbalanced", { title, ...counts })}</li>
        ))}
      </ul>
    </section>
  );
}

function Table({ all, mayWrite }: { all: readonly Subject[]; mayWrite: boolean }) {
  const [answering, setAnswering] = useState<Subject | null>(null);
  const labelled = (subject: Subject) => subject.n_labels.train + subject.n_labels.eval;
  const sorted = [...all].sort((a, b) => labelled(b) - labelled(a) || a.title.localeCompare(b.title));
  return (
    <>
      <TableWrap label={x.t("tab.subjects")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{x.t("subjects.subject")}</th>
              {LANGUAGES.map((each) => (
                <th key={each} scope="col" class="number">
                  {x.t("subjects.examples", { language: languageName(each) })}
                </th>
              ))}
              <th scope="col">{x.t("subjects.labels")}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((subject) => (
              <tr key={subject.name}>
                <th scope="row">
                  {subject.title} {subject.added && <span class="badge good">{x.t("choose.added")}</span>}{" "}
                  {subject.kind === "topic" && !subject.has_article && (
                    <span class="badge complaint">{x.t("subjects.no_article")}</span>
                  )}{" "}
                  {mayWrite && subject.draft && (
                    <a class="btn quiet small" href={href("articles", subject.draft)}>
                      {x.t("subjects.finish")}
                    </a>
                  )}
                  {mayWrite && isUnanswered(subject) && (
                    <button
                      type="button"
                      class="btn quiet small"
                      aria-label={x.t("subjects.write_for", { title: subject.title })}
                      onClick={() => setAnswering(subject)}
                    >
                      {x.t("subjects.write")}
                    </button>
                  )}
                </th>
                {LANGUAGES.map((each) => (
                  <td key={each} class="number">
                    {subject.n[each]}
                  </td>
                ))}
                <td>{labelled(subject) > 0 && x.t("subjects.labels_of", subject.n_labels)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
      {answering && <NewArticle subject={answering} close={() => setAnswering(null)} />}
    </>
  );
}
