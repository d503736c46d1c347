/** Styles of the launcher's shadow root. The host page's rules cannot reach in, these cannot reach out. */
export const css = `
:host{all:initial;color-scheme:light dark;position:fixed;z-index:2147483000;font:600 15px/1.3 system-ui}
[hidden]{display:none!important}
.launcher{position:fixed;z-index:1;bottom:20px;right:20px;width:60px;height:60px;padding:0;border:0;border-radius:50%;
background:var(--c);color:var(--f);cursor:pointer;display:grid;place-items:center;
box-shadow:0 6px 24px rgb(10 30 35/.28)}
.launcher:hover{transform:translateY(-2px)}
.launcher:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #0b57d0}
.launcher svg{width:30px;height:30px}
[aria-expanded=true] .b,[aria-expanded=false] .x{display:none}
.count{position:absolute;top:-4px;right:-4px;min-width:22px;height:22px;padding:0 6px;box-sizing:border-box;border-radius:11px;
background:#b3261e;color:#fff;font-size:13px;line-height:22px;outline:2px solid #fff}
.panel{position:fixed;bottom:94px;right:20px;width:min(408px,calc(100vw - 40px));height:min(704px,calc(100dvh - 114px));
border-radius:18px;overflow:hidden;background:Canvas;color:CanvasText;
box-shadow:0 6px 24px rgb(10 30 35/.28);animation:in .2s}
:host([data-position=left]) *{right:auto;left:20px}
iframe{width:100%;height:100%;border:0;position:absolute;inset:0!important;color-scheme:normal}
.wait{position:absolute;inset:0;display:grid;place-content:center;padding:20px}
.dots{width:12px;height:12px;border-radius:50%;background:var(--c);animation:in 1s infinite}
@keyframes in{from{opacity:0;transform:translateY(9px)}}
@media (max-width:480px),(max-height:420px){
.panel{inset:0!important;width:100%;height:100%;border-radius:0}
.launcher[aria-expanded=true]:has(+*>div:empty){display:none}}
@media (prefers-reduced-motion:reduce){*{animation:none!important}}
@media (forced-colors:active){.launcher,.panel{border:2px solid ButtonText}}
@media print{:host{display:none}}`;

const svg = (name: string, path: string) =>
  `<svg class="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${path}</svg>`;

/** The launcher's two faces: a speech bubble, and a chevron while the panel is open. Our own constant, never data. */
export const faces =
  svg(
    "b",
    '<path d="M12 3.5c5 0 8.5 3.2 8.5 7.5S17 18.5 12 18.5c-.9 0-1.8-.1-2.6-.3L5 20.5l.7-3.8C4.3 15.3 3.5 13.3 3.5 11 3.5 6.7 7 3.5 12 3.5Z"/><path d="M8.5 11.2l2.4 2.3 4.6-4.7"/>',
  ) + svg("x", '<path d="M6 9.5l6 6 6-6"/>');
