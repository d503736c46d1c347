/** Who set what, when and why; an earlier choice is one button away. */
import { dateTime } from "../../format";
import { language } from "../../i18n";
import type { Dial } from "../../net/dial";
import { TableWrap } from "../../views/table";
import { percent } from "./positions";
import { t } from "./texts";

interface Props {
  dial: Dial;
  choose: ((share: number) => void) | null;
}

export function History({ dial, choose }: Props) {
  const write = (share: number) => percent(share, language.value);
  return (
    <div class="dial-part">
      <h3>{t("history")}</h3>
      {dial.history.length === 0 ? (
        <p class="empty">
          {t("history_empty", { share: dial.default === null ? "–" : write(dial.default) })}
        </p>
      ) : (
        <TableWrap label={t("history")}>
          <table class="table cards">
            <thead>
              <tr>
                {(["when", "share", "who", "why"] as const).map((key) => (
                  <th key={key} scope="col">
                    {t(key)}
                  </th>
                ))}
                {choose && (
                  <th scope="col">
                    <span class="sr">{t("reuse")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {dial.history.map((each) => (
                <tr key={each.id}>
                  <td data-label={t("when")}>
                    <time dateTime={each.at}>{dateTime(each.at, language.value)}</time>
                  </td>
                  <td data-label={t("share")}>{write(each.max_wrong_share)}</td>
                  <td data-label={t("who")}>{each.by.name}</td>
                  <td data-label={t("why")}>{each.note ?? "–"}</td>
                  {choose && (
                    <td>
                      <button
                        type="button"
                        class="btn quiet small"
                        aria-label={t("reuse_named", { share: write(each.max_wrong_share) })}
                        onClick={() => {
                          choose(each.max_wrong_share);
                          document.getElementById("dial-slider")?.focus();
                        }}
                      >
                        {t("reuse")}
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
    </div>
  );
}
