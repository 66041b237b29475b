// The palette: Ctrl or ⌘ K. Commands are filtered here by the beginnings of their
// words, records are asked for; what was visited is kept in this tab only.
import { behaviour, on } from "./core.js";
import { go } from "./shortcuts.js";
import { openSheet } from "./dialog.js";
import { pressing, showHere } from "./palette-here.js";

behaviour("palette", (palette, signal) => {
  const input = palette.querySelector("input");
  const part = (name) => palette.querySelector(`[data-palette=${name}]`);
  const options = () => [...palette.querySelectorAll("[role=option]:not([hidden])")];
  let asked = null;
  let timer;
  let opener = null;

  const open = () => {
    if (palette.open) return palette.close();
    if (document.querySelector("dialog[open]")) return;
    const menu = document.activeElement?.closest?.(".menu[open]");
    opener = menu?.querySelector("summary") || document.activeElement;
    menu?.removeAttribute("open");
    input.value = "";
    part("found").replaceChildren();
    showRecent(palette, part("recent"));
    showHere(palette, part("here"), part("fixed"));
    filter();
    palette.showModal();
    input.focus();
  };

  const mark = (option) => {
    for (const o of options()) o.setAttribute("aria-selected", o === option);
    input.setAttribute("aria-activedescendant", option?.id || "");
    option?.scrollIntoView({ block: "nearest" });
  };
  const marked = () => options().find((o) => o.getAttribute("aria-selected") === "true");

  // filter keeps what is marked when only more was found; new words mark anew.
  function filter(keep = false) {
    const words = wordsOf(input.value);
    for (const place of [part("recent"), part("here"), part("fixed")]) {
      for (const o of place.querySelectorAll("[role=option]")) {
        const has = wordsOf(o.textContent + " " + (o.dataset.also || ""));
        o.hidden = words.length ? !words.every((w) => has.some((h) => h.startsWith(w))) : o.dataset.asked !== undefined;
      }
      for (const g of place.querySelectorAll("[role=group]")) g.hidden = !g.querySelector("[role=option]:not([hidden])");
    }
    settle(keep && options().includes(marked()));
  }

  function settle(keep) {
    const list = options();
    list.forEach((o, i) => (o.id ||= "palette-" + i + "-" + Math.random().toString(36).slice(2, 7)));
    part("none").hidden = list.length > 0 || !input.value;
    part("says").textContent = input.value ? list.length + (list.length === 1 ? " result" : " results") : "";
    const typed = input.value.trim().toLowerCase();
    if (!keep) mark((typed && list.find((o) => o.querySelector(".palette__label")?.textContent.toLowerCase().startsWith(typed))) || list[0]);
  }

  async function ask() {
    asked?.abort();
    const q = input.value.trim();
    if (q.length < 2 || !palette.dataset.source) {
      part("found").replaceChildren();
      return filter(true);
    }
    asked = new AbortController();
    try {
      const answer = await fetch(palette.dataset.source + "?q=" + encodeURIComponent(q), { signal: asked.signal, headers: { "Candor-Part": "palette" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      part("found").replaceChildren(...page.body.children);
      filter(true);
    } catch {} // another letter was typed, or no connection: what is fixed still works
  }

  on(input, "input", signal, () => {
    filter();
    clearTimeout(timer);
    timer = setTimeout(ask, 90);
  });
  on(palette, "keydown", signal, (event) => {
    const list = options();
    const at = list.indexOf(marked());
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      mark(list.at((at + step + list.length) % list.length));
    } else if (event.key === "Enter" && marked()) {
      event.preventDefault();
      choose(marked(), event);
    }
  });
  on(palette, "click", signal, (event) => {
    const option = event.target.closest("[role=option]");
    if (event.target === palette || event.target.closest("[data-palette-close]")) return palette.close();
    if (!option || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(option, event);
  }, { capture: true });
  on(palette, "close", signal, () => opener?.isConnected && opener.focus());

  function choose(option, event) {
    const href = option.getAttribute("href");
    if (href && (event.ctrlKey || event.metaKey)) return window.open(href);
    opener = null;
    palette.close();
    if (pressing.has(option)) return pressing.get(option)();
    if (option.closest("[data-palette=found]")) remember(palette, option);
    if (option.dataset.dialog) openSheet(option.href);
    else if (option.dataset.plain !== undefined) location.href = href;
    else go(href);
  }

  // The fixed part has arrived anew, while the palette is open or not.
  on(document, "htmx:after:swap", signal, () => palette.open && filter(true));
  on(document, "keydown", signal, (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open();
  });
  on(document, "click", signal, (event) => {
    if (!event.target.closest?.("[data-palette-open]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  }, { capture: true });
});

const wordsOf = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

const store = (palette) => "candor-recent-" + palette.dataset.recent;

function remember(palette, option) {
  if (!palette.dataset.recent) return;
  const list = JSON.parse(sessionStorage.getItem(store(palette)) || "[]").filter((r) => r.href !== option.getAttribute("href"));
  list.unshift({ href: option.getAttribute("href"), html: option.outerHTML });
  sessionStorage.setItem(store(palette), JSON.stringify(list.slice(0, 5)));
}

function showRecent(palette, place) {
  const list = palette.dataset.recent ? JSON.parse(sessionStorage.getItem(store(palette)) || "[]") : [];
  place.replaceChildren();
  if (!list.length) return;
  const page = new DOMParser().parseFromString(`<div class="palette__group" role="group" aria-label="Recent"><p class="palette__title" aria-hidden="true">Recent</p>${list.map((r) => r.html).join("")}</div>`, "text/html");
  for (const o of page.querySelectorAll("[role=option]")) o.removeAttribute("id");
  place.append(...page.body.children);
}
