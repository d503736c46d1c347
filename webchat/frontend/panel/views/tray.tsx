import { useRef } from "preact/hooks";
import { filesOf, formatSize, type Upload } from "../../ui/uploads";
import { useController, useTexts } from "./context";
import { Icon } from "./icons";

/** What the file picker offers; the server looks at the content, whatever the name. */
const ACCEPT = "image/png,image/jpeg,image/gif,image/webp,.pdf,.txt,.log,.csv,.docx,.xlsx,.pptx,.odt";

export function AttachButton() {
  const controller = useController();
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="attach" aria-label={t("attach")} onClick={() => input.current?.click()}>
        <Icon name="clip" size={22} />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        onChange={(event) => {
          controller.attach(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** Takes over what is pasted or dropped if there are files in it. */
export function takeFiles(
  event: Event,
  transfer: DataTransfer | null,
  attach: (files: Iterable<File>) => void,
): void {
  const files = filesOf(transfer);
  if (!files.length) return;
  event.preventDefault();
  attach(files);
}

/** Files that wait for their message: how far they are, and how to stop them. */
export function Tray() {
  const controller = useController();
  const t = useTexts();
  const items = controller.uploads.items.value;
  const failed = items.find(({ status }) => status === "failed");
  return (
    <div class="tray">
      {items.length > 0 && (
        <ul aria-label={t("files")}>
          {items.map((item) => (
            <Row key={item.key} item={item} />
          ))}
        </ul>
      )}
      <p class="sr" role="status">
        {failed
          ? `${failed.name}: ${reason(failed, t)}`
          : items.length > 0 &&
            t(controller.uploads.isBusy ? "files_busy" : "files_ready", { n: items.length })}
      </p>
    </div>
  );
}

function Row({ item }: { item: Upload }) {
  const controller = useController();
  const t = useTexts();
  const { key, name, size, status, progress, isPlaceRemoved } = item;
  const words =
    status === "failed"
      ? reason(item, t)
      : status === "waiting"
        ? t("file_waiting")
        : isPlaceRemoved
          ? t("place_removed")
          : formatSize(size, controller.language.value);
  return (
    <li class={status}>
      <Icon name={status === "ready" ? "article" : "clip"} size={18} />
      <span class="about">
        <strong>{name}</strong>
        {status === "sending" ? (
          <progress aria-label={t("file_sending", { name })} value={progress} max={1} />
        ) : (
          <span>{words}</span>
        )}
      </span>
      {status === "failed" && item.file && item.error?.code === "unavailable" && (
        <button
          type="button"
          aria-label={`${t("retry")}: ${name}`}
          onClick={() => controller.uploads.retry(key)}
        >
          <Icon name="again" size={18} />
        </button>
      )}
      <button
        type="button"
        aria-label={t("file_remove", { name })}
        onClick={() => controller.uploads.remove(key)}
      >
        <Icon name="close" size={18} />
      </button>
    </li>
  );
}

function reason({ error }: Upload, t: ReturnType<typeof useTexts>): string {
  const max = error?.max_mb ?? "?";
  switch (error?.code) {
    case "too_large":
      return t("error_too_large", { max });
    case "too_many_files":
      return t("error_too_many_files", { max });
    case "file_refused":
    case "invalid":
      return t("error_file_refused");
    default:
      return t("error_file_failed");
  }
}
