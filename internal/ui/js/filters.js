// Filters send themselves: at once when chosen, after a breath when typed.
import { behaviour, on } from "./core.js";

function sending(form, signal) {
  let timer;
  const send = () => {
    clearTimeout(timer);
    form.requestSubmit();
  };
  on(form, "formdata", signal, ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name); // short addresses
  });
  on(form, "change", signal, (event) => {
    if (event.target.type === "search") return;
    delete form.dataset.typed;
    send();
  });
  on(form, "input", signal, (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(timer);
    form.dataset.typed = ""; // letters replace the address, choices add to the history
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
