// A form with words in it asks before they are left behind. What was sent and
// taken stands as the page says it from then on: a box for the next thing to
// add is empty again. What was typed meanwhile stays.
import { behaviour, on } from "./core.js";

const dirty = new Set();
const question = "Leave without saving? What you typed will be lost.";

behaviour("guard", (form, signal) => {
  const refused = () => form.querySelector(".error-summary, [data-unsaved]") && dirty.add(form);
  refused();
  on(form, "htmx:after:swap", signal, () => refused() || settle());
  on(form, "input change", signal, () => dirty.add(form));
  on(form, "submit reset", signal, () => dirty.delete(form));

  let sent = new Map();
  const fields = () => [...form.elements].filter((f) => f.name && f.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file])"));
  on(form, "submit", signal, () => (sent = new Map(fields().map((f) => [f, f.value]))));
  function settle() {
    for (const [field, value] of sent) if (field.value === value) field.value = field.defaultValue;
    sent = new Map();
  }
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
