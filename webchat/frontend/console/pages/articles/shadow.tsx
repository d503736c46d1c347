/** Children in a shadow root with style sheets of their own: the widget's look, untouched by the desk's. */
import { type ComponentChildren, render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const made = new Map<string, CSSStyleSheet>();

function sheet(css: string): CSSStyleSheet {
  let found = made.get(css);
  if (!found) {
    found = new CSSStyleSheet();
    found.replaceSync(css);
    made.set(css, found);
  }
  return found;
}

export function Shadow({ css, children }: { css: readonly string[]; children: ComponentChildren }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = css.map(sheet);
    render(children, root);
  });
  useLayoutEffect(() => {
    const root = host.current?.shadowRoot;
    return () => {
      if (root) render(null, root);
    };
  }, []);
  return <div class="in-shadow" ref={host} />;
}
