// Keys. The help dialog lists them, and what it lists with an address works:
// one key, or one after the other ("g", then "p"). Keys that belong to what a
// page shows are listed where the page shows it.
import { behaviour, on, typing } from "./core.js";

const off = "candor-keys-off";

behaviour("shortcuts", (help, signal) => {
  let before = "";
  let timer;
  const box = help.querySelector("[data-keys-off]");
  box.checked = localStorage.getItem(off) === "1";
  on(box, "change", signal, () => localStorage.setItem(off, box.checked ? "1" : "0"));

  on(document, "click", signal, (event) => {
    if (event.target.closest?.("[data-help-open]")) show(help);
    if (event.target.closest?.("[data-help-close]") || event.target === help) help.close();
  });

  on(document, "keydown", signal, (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (box.checked) return;
    const open = document.querySelector("dialog[open]");
    if (open) return open.id === "dialog" && press(open, event);
    const key = event.key;
    const sequence = before ? before + " " + key : key;
    clearTimeout(timer);
    before = "";
    if (act(sequence, help) || act(key, help)) return event.preventDefault();
    before = key;
    timer = setTimeout(() => (before = ""), 1200);
  });
});

// press presses the button of a sheet that has the key.
function press(sheet, event) {
  const control = event.key.length === 1 && sheet.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
}

// show opens the help, with the keys of this page and without those of others.
function show(help) {
  const main = document.getElementById("main");
  for (const group of help.querySelectorAll("[data-where]")) group.hidden = Boolean(group.dataset.where) && !main?.querySelector(group.dataset.where);
  const here = help.querySelector("[data-keys-here]");
  const lines = new Map();
  for (const control of main?.querySelectorAll("[aria-keyshortcuts]") || []) {
    const key = control.getAttribute("aria-keyshortcuts");
    const words = control.querySelector(".button__label, .visually-hidden") || control.labels?.[0] || control;
    if (!lines.has(key) && !control.closest("table, .board")) lines.set(key, words.textContent.trim());
  }
  here.hidden = !lines.size;
  here.querySelector("dl").replaceChildren(...[...lines].map(([key, words]) => line(key, words)));
  help.showModal();
}

function line(key, words) {
  const one = document.createElement("div");
  one.className = "help__one";
  const does = document.createElement("dt");
  does.className = "help__does";
  does.textContent = words;
  const keys = document.createElement("dd");
  keys.className = "help__keys";
  const cap = document.createElement("kbd");
  cap.className = "key";
  cap.textContent = key;
  keys.append(cap);
  one.append(does, keys);
  return one;
}

function act(keys, help) {
  if (keys === "?") {
    show(help);
    return true;
  }
  const line = help.querySelector(`[data-keys="${CSS.escape(keys)}"]`);
  if (line) return go(line.dataset.href);
  if (keys.length !== 1) return false;
  const main = document.getElementById("main");
  const control = main?.querySelector(`[data-key="${CSS.escape(keys)}"], [aria-keyshortcuts="${CSS.escape(keys)}"]`);
  if (!control) return false;
  if (control.matches("input, textarea, select")) {
    control.focus();
    control.select?.();
  } else {
    control.click();
  }
  return true;
}

// go follows an address the way a link does, so that only the page changes.
export function go(href) {
  if (window.htmx && href.startsWith("/")) {
    const link = document.createElement("a");
    link.href = href;
    link.hidden = true;
    document.body.append(link);
    htmx.process(link);
    link.click();
    setTimeout(() => link.remove(), 5000);
  } else {
    location.href = href;
  }
  return true;
}

// On a Mac the key is ⌘.
if (/Mac|iP/.test(navigator.platform)) {
  for (const key of document.querySelectorAll(".key")) key.textContent = key.textContent.replace("Ctrl", "⌘");
}
