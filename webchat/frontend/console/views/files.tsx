/** Files: in a message, and on their way to one. */
import { useRef } from "preact/hooks";
import type { Attachment } from "../../protocol/wire";
import { formatSize, shownSize, type Upload, type Uploads } from "../../ui/uploads";
import { fileUrl } from "../files";
import { language, t, tOr } from "../i18n";
import "../styles/files.css";
import { Icon } from "./icons";

/** Pictures small, everything else by name; each opens in a tab of its own. */
export function Files({ files }: { files: Attachment[] }) {
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>
          <a
            href={fileUrl(file.id)}
            target="_blank"
            rel="noopener"
            class={file.width ? "picture" : "document"}
          >
            {file.width ? (
              <img
                src={`${fileUrl(file.id)}/thumbnail`}
                alt={t("files.picture", { name: file.name })}
                {...shownSize(file)}
                loading="lazy"
              />
            ) : (
              <>
                <Icon name="article" />
                <span>
                  <strong>{file.name}</strong> {formatSize(file.size, language.value)}
                </span>
              </>
            )}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The names alone, of a message that is not sent yet. */
export function FileNames({ files }: { files: Attachment[] }) {
  return (
    <ul class="files names">
      {files.map((file) => (
        <li key={file.id}>
          <Icon name="clip" size={14} /> {file.name}
        </li>
      ))}
    </ul>
  );
}

export function AttachButton({ uploads }: { uploads: Uploads }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="icon-btn small"
        aria-label={t("files.attach")}
        title={t("files.attach")}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" size={14} />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          uploads.add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

export function Tray({ uploads }: { uploads: Uploads }) {
  const items = uploads.items.value;
  const failed = items.find(({ status }) => status === "failed");
  return (
    <>
      {items.length > 0 && (
        <ul class="tray" aria-label={t("files.title")}>
          {items.map((item) => (
            <Row key={item.key} item={item} uploads={uploads} />
          ))}
        </ul>
      )}
      <p class="sr" role="status">
        {failed
          ? `${failed.name}: ${reason(failed)}`
          : items.length > 0 && t(uploads.isBusy ? "files.busy" : "files.ready", { n: items.length })}
      </p>
    </>
  );
}

function Row({ item, uploads }: { item: Upload; uploads: Uploads }) {
  const { key, name, size, status, progress, isPlaceRemoved } = item;
  const words =
    status === "failed"
      ? reason(item)
      : status === "waiting"
        ? t("files.waiting")
        : isPlaceRemoved
          ? t("files.place_removed")
          : formatSize(size, language.value);
  return (
    <li class={status}>
      <Icon name="clip" size={14} />
      <strong>{name}</strong>
      {status === "sending" ? (
        <progress aria-label={t("files.sending", { name })} value={progress} max={1} />
      ) : (
        <span class="words">{words}</span>
      )}
      {status === "failed" && item.file && item.error?.code === "unavailable" && (
        <button type="button" class="btn quiet small" onClick={() => uploads.retry(key)}>
          {t("action.try_again")}
        </button>
      )}
      <button
        type="button"
        class="icon-btn small"
        aria-label={t("files.remove", { name })}
        onClick={() => uploads.remove(key)}
      >
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}

function reason({ error }: Upload): string {
  return tOr(`error.${error?.code}`, t("files.failed"), { max_mb: error?.max_mb ?? "?" });
}
