// Filters send themselves: at once when chosen, after a breath when typed.
import { behaviour, on } from "./core.js";

function sending(form, signal) {
  let timer;
  const send = () => {
    clearTimeout(timer);
    for (const field of form.elements) if (field.name && !field.value && field.type !== "submit") field.disabled = true; // short addresses
    form.requestSubmit();
    for (const field of form.elements) if (field.disabled && !field.value) field.disabled = false;
  };
  on(form, "change", signal, (event) => event.target.type !== "search" && send());
  on(form, "input", signal, (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(timer);
    timer = setTimeout(send, 250);
  });
  on(form, "keydown", signal, (event) => {
    if (event.key === "Escape" && event.target.type === "search" && event.target.value) {
      event.target.value = "";
      send();
    }
  });
  signal.addEventListener("abort", () => clearTimeout(timer));
}

behaviour("filters", sending);

// A form of one choice (a role in a row) that is saved when chosen.
behaviour("autosubmit", (form, signal) => {
  on(form, "change", signal, () => form.requestSubmit());
});
