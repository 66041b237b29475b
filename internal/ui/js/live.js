// Live parts. The stream says which things changed, by id; every element that
// named one of them fetches itself, under its reader's own rights. After a
// lost connection all of them do.
import { behaviour, on } from "./core.js";

const waiting = new Set();
let timer = null;

// topics of a signal: its kind, the thing, and what it belongs to.
function topics(signal) {
  const list = new Set([signal.kind, signal.kind + ":" + signal.id]);
  for (const owner of ["position", "application", "candidate"]) if (signal[owner]) list.add(owner + ":" + signal[owner]);
  return list;
}

function refresh(wanted) {
  for (const element of document.querySelectorAll("[data-live]")) {
    const topicsOf = element.dataset.live.split(" ");
    if (!wanted || topicsOf.some((t) => wanted.has(t))) waiting.add(element);
  }
  timer ??= setTimeout(flush, 60); // several signals, one request
}

// flush leaves alone what is in the hand, selected or being typed in, and tries again.
function flush() {
  timer = null;
  for (const element of waiting) {
    if (!element.isConnected) {
      waiting.delete(element);
      continue;
    }
    const busy = element.querySelector("[data-dragging], [data-tick]:checked, details[open], :popover-open") || element.matches("[data-dragging]") || element.querySelector("input:focus:not([type=checkbox]), textarea:focus");
    if (busy) continue;
    waiting.delete(element);
    htmx.trigger(element, "live", {}, false);
  }
  if (waiting.size) timer = setTimeout(flush, 400);
}

export function refreshAll() {
  refresh(null);
}

behaviour("live", (stream, signal) => {
  let known = false;
  on(stream, "changed", signal, (event) => {
    try {
      refresh(topics(JSON.parse(event.detail.data)));
    } catch {
      refresh(null); // a signal we cannot read: look at everything again
    }
  });
  on(stream, "hello", signal, () => {
    if (known) refresh(null);
    known = true;
    offline(false);
  });
  on(stream, "htmx:sse:error", signal, () => offline(true));
  on(document, "htmx:config:request", signal, (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement?.dataset?.live !== undefined) ctx.request.headers["Candor-Live"] = "1";
  });
});

function offline(lost) {
  document.documentElement.toggleAttribute("data-offline", lost && !navigator.onLine);
}
addEventListener("online", () => offline(false));
addEventListener("offline", () => offline(true));
