import { useEffect, useState } from "preact/hooks";
import type { Attachment } from "../../protocol/wire";
import { formatSize, shownSize } from "../../ui/uploads";
import { useController, useTexts } from "./context";
import { Icon } from "./icons";

/** The files of a message: pictures small, everything else by name. Pressing opens or saves the whole file. */
export function Files({ files }: { files: Attachment[] }) {
  return (
    <ul class="files">
      {files.map((file) => (
        <li key={file.id}>{file.width ? <Picture file={file} /> : <Document file={file} />}</li>
      ))}
    </ul>
  );
}

function Picture({ file }: { file: Attachment }) {
  const { files } = useController();
  const t = useTexts();
  const [source, setSource] = useState(files.known(file.id));
  useEffect(() => {
    let isHere = true;
    void files.thumbnail(file.id).then((url) => isHere && url && setSource(url));
    return () => {
      isHere = false;
    };
  }, [file.id, files]);
  return (
    <button type="button" class="picture" onClick={() => void files.open(file)}>
      <img src={source ?? undefined} alt={t("picture", { name: file.name })} {...shownSize(file)} />
    </button>
  );
}

function Document({ file }: { file: Attachment }) {
  const { files, language } = useController();
  const t = useTexts();
  return (
    <button type="button" class="document" onClick={() => void files.open(file)}>
      <Icon name="article" size={22} />
      <span>
        <span class="sr">{t("file_save")} </span>
        <strong>{file.name}</strong>
        <span>{formatSize(file.size, language.value)}</span>
      </span>
    </button>
  );
}
