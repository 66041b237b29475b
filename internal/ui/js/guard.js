// A form with words in it asks before they are left behind.
import { behaviour, on } from "./core.js";

const dirty = new Set();
const question = "Leave without saving? What you typed will be lost.";

behaviour("guard", (form, signal) => {
  const refused = () => form.querySelector(".error-summary") && dirty.add(form);
  refused();
  on(form, "htmx:after:swap", signal, refused);
  on(form, "input change", signal, () => dirty.add(form));
  on(form, "submit reset", signal, () => dirty.delete(form));
  signal.addEventListener("abort", () => dirty.delete(form));
});

addEventListener("beforeunload", (event) => dirty.size && event.preventDefault());

// Moving about by htmx does not unload: ask there too, for links that would
// take the form away.
document.addEventListener("htmx:before:request", (event) => {
  const { sourceElement, target, swap } = event.detail.ctx;
  if (swap?.startsWith("outerMorph")) return; // the same page again: what was typed stays
  const lost = [...dirty].filter((form) => form !== sourceElement && target?.contains?.(form));
  if (!lost.length || sourceElement.form && lost.includes(sourceElement.form)) return;
  if (confirm(question)) dirty.clear();
  else event.preventDefault();
});
