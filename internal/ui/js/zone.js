// A time zone that nobody has chosen yet is the browser's own.
import { behaviour } from "./core.js";

behaviour("zone", (select) => {
  const chosen = [...select.options].some((o) => o.defaultSelected && o.value && o.value !== "UTC");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...select.options].find((o) => o.value === here);
  if (chosen || !option) return;
  option.selected = true;
  const shown = select.closest(".combo")?.querySelector(".combo__input"); // a combobox that stands there already
  if (shown) shown.value = option.textContent;
});
