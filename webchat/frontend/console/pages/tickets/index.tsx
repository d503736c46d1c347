/** Tickets: the list, and one ticket at `#/tickets/FL-1042`. */
import { useEffect } from "preact/hooks";
import { needDefinitions } from "../../net/tickets";
import { Detail } from "./detail";
import { TicketList } from "./list";
import "./tickets.css";

export default function Tickets({ rest }: { rest: string[] }) {
  useEffect(needDefinitions, []);
  const [ref] = rest;
  return ref ? <Detail key={ref} ticketRef={ref} /> : <TicketList />;
}
