/** Two short sounds, made here: no file to load, nothing to license. */
import { signal } from "@preact/signals";

const STORED_AS = "firstline.console.muted";

export const muted = signal(localStorage.getItem(STORED_AS) === "yes");

export function setMuted(quiet: boolean): void {
  muted.value = quiet;
  localStorage.setItem(STORED_AS, quiet ? "yes" : "no");
  if (!quiet) play("message");
}

/** Frequencies in Hz, one after the other. */
const TUNES = { handoff: [659, 880, 1175], message: [784] } as const;
const NOTE_S = 0.13;
const LOUDNESS = 0.16;

let context: AudioContext | null = null;

/** Play a sound; silent until the page has been clicked once, as browsers demand. */
export function play(tune: keyof typeof TUNES): void {
  if (muted.value) return;
  context ??= new AudioContext();
  void context.resume().catch(() => undefined);
  TUNES[tune].forEach((frequency, i) => {
    note(context as AudioContext, frequency, i * NOTE_S);
  });
}

/** A soft sine that swells and dies away, so that nothing clicks. */
function note(audio: AudioContext, frequency: number, after: number): void {
  const start = audio.currentTime + after;
  const gain = audio.createGain();
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S * 2.5);
  const oscillator = new OscillatorNode(audio, { frequency, type: "sine" });
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + NOTE_S * 2.6);
}
