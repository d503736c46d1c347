/** Who may train, promote and roll back; a supervisor reads. The server refuses the rest all the same. */
import { agent } from "../../state/store";

export const mayManage = () =>
  agent.value?.role === "knowledge_manager" || agent.value?.role === "administrator";
