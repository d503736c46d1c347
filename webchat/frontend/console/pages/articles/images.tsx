/** An image with the words for who does not see it; without those words none goes in. */
import { useEffect, useState } from "preact/hooks";
import { RequestError } from "../../net/api";
import { uploadImage } from "../../net/knowledge";
import { Dialog, Foot } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { explain } from "./new";
import { tx } from "./texts";

interface Props {
  /** Pasted or dropped; empty when one is still to be chosen. */
  files: readonly File[];
  insert: (markdown: string) => void;
  close: () => void;
}

const TYPES = "image/png,image/jpeg,image/gif,image/webp";

export function ImageDialog({ files, insert, close }: Props) {
  const [file, setFile] = useState<File | null>(files[0] ?? null);
  const [error, attempt, busy] = useRefusal(explainImage);
  const [alt, setAlt] = useState("");
  const url = usePreview(file);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!file) return;
    void attempt(async () => {
      const made = await uploadImage(file);
      insert(`![${alt.trim().replace(/[[\]\n]/g, " ")}](${made.url})`);
      close();
    });
  };
  return (
    <Dialog title={tx("image.title")} close={close}>
      <form onSubmit={submit}>
        {files.length === 0 && (
          <label>
            {tx("image.file")}
            <input
              type="file"
              accept={TYPES}
              required
              onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
            />
          </label>
        )}
        {url && <img class="image-preview" src={url} alt={tx("image.preview")} />}
        <label>
          {tx("image.alt")}
          <textarea
            rows={2}
            required
            maxLength={300}
            value={alt}
            onInput={(event) => setAlt(event.currentTarget.value)}
          />
          <small class="muted">{tx("image.alt_hint")}</small>
        </label>
        <Refusal text={error} />
        <Foot label={tx("image.insert")} disabled={busy || !file || alt.trim() === ""} close={close} />
      </form>
    </Dialog>
  );
}

function usePreview(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return setUrl(null);
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}

function explainImage(cause: unknown): string {
  const code = cause instanceof RequestError ? cause.code : "";
  if (code === "file_refused" || code === "too_large") return tx(`refused.${code}`);
  return explain(cause);
}
