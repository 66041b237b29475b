// The door of all behaviour: marks that script runs, then starts the modules.
import { scan } from "./core.js";
import "./nav.js";
import "./focus.js";
import "./dialog.js";
import "./menu.js";
import "./flash.js";
import "./shortcuts.js";
import "./palette.js";
import "./rows.js";
import "./filters.js";
import "./live.js";
import "./board.js";
import "./order.js";
import "./plan.js";
import "./matrix.js";
import "./times.js";
import "./theme.js";
import "./guard.js";
import "./file.js";
import "./zone.js";
import "./combobox.js";
import "./text.js";
import "./markdown.js";
import "./mention.js";

document.documentElement.classList.add("has-script");
if (document.body.classList.contains("plain")) sessionStorage.clear(); // nobody is signed in: forget what was visited
scan(document);
