// Flashes go by themselves when they were given seconds, but not while the
// pointer or the focus is on them; Undo and Dismiss take them away.
import { behaviour, on } from "./core.js";

const offers = (flash) => flash.querySelector("form, a[href]");

behaviour("flash", (flash, signal) => {
  // Said again, it stands once; what offers a way back stays.
  for (const other of document.querySelectorAll(".flash")) {
    if (other !== flash && other.textContent === flash.textContent && !offers(other)) other.remove();
  }
  const seconds = Number(flash.dataset.seconds || 0);
  let timer;
  const wait = () => {
    clearTimeout(timer);
    if (seconds) timer = setTimeout(() => flash.remove(), seconds * 1000);
  };
  on(flash, "pointerenter focusin", signal, () => clearTimeout(timer));
  on(flash, "pointerleave focusout", signal, wait);
  on(flash, "click", signal, (event) => event.target.closest("[data-close]") && flash.remove());
  on(flash, "submit", signal, () => setTimeout(() => flash.remove(), 0));
  signal.addEventListener("abort", () => clearTimeout(timer));
  wait();
});
