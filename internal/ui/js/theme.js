// Appearance and the folded sidebar change at once and are told to the server
// (the sidebar by a cookie, the appearance by its own form).
import { behaviour, on } from "./core.js";

behaviour("theme", (form, signal) => {
  on(form, "submit", signal, (event) => {
    event.preventDefault();
    event.stopPropagation();
    const value = event.submitter.value;
    const root = document.documentElement;
    if (value === "system") root.removeAttribute("data-appearance");
    else root.dataset.appearance = value;
    for (const button of document.querySelectorAll('[data-do="theme"] button')) button.setAttribute("aria-pressed", button.value === value);
    fetch(form.action, { method: "POST", body: new URLSearchParams({ appearance: value }) }).catch(() => {});
  });
});

behaviour("sidebar", (button, signal) => {
  on(button, "click", signal, () => {
    const root = document.documentElement;
    const slim = root.dataset.sidebar !== "slim";
    if (slim) root.dataset.sidebar = "slim";
    else root.removeAttribute("data-sidebar");
    button.setAttribute("aria-pressed", slim);
    document.cookie = "candor_sidebar=" + (slim ? "slim" : "") + "; path=/; max-age=31536000; samesite=lax";
  });
});
