/** Who may change articles; a supervisor reads them. The server refuses the rest all the same. */
import { agent } from "../../state/store";

export function mayEdit(): boolean {
  return agent.value?.role === "knowledge_manager" || agent.value?.role === "administrator";
}
