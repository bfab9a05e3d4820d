// The query editor in place of the plain form, which stays where this script does not run.

import { Chart } from "./charts.js";
import { Problem } from "./problems.js";

const form = document.querySelector("form.query");
const known = JSON.parse(document.getElementById("terms").textContent);
const { Yasgui } = window;
const { Yasqe, Yasr } = Yasgui;

const starts = Object.entries(known.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);

Yasr.registerPlugin("chart", Chart);
Yasr.registerPlugin("error", Problem);
Yasr.defaults.pluginOrder = ["table", "chart", "response"];
Yasr.defaults.prefixes = known.prefixes;

Yasqe.forkAutocompleter("prefixes", { name: "prefixes-here", persistenceId: null, get: () => Promise.resolve(starts) });
for (const kind of ["class", "property"]) {
  Yasqe.forkAutocompleter(kind, {
    name: `${kind}-here`,
    persistenceId: null,
    bulk: true,
    get: () => Promise.resolve(known[kind]),
  });
}
Yasqe.defaults.autocompleters = ["variables", "prefixes-here", "class-here", "property-here"];
Yasqe.defaults.createShareableLink = (yasqe) => {
  const address = new URL(form.action, location.href);
  address.search = new URLSearchParams({ query: yasqe.getValue() });
  return address.href;
};

const place = document.createElement("div");
place.id = "editor";
form.before(place);
form.hidden = true;

const editor = new Yasgui(place, {
  autofocus: false,
  persistenceId: null,
  copyEndpointOnNewTab: true,
  populateFromUrl: false,
  requestConfig: { endpoint: form.action, method: "POST", acceptHeaderGraph: "text/turtle,*/*;q=0.1" },
  endpointCatalogueOptions: { getData: () => [] },
});
Problem.query = () => editor.getTab().getYasqe().getValue();
const given = form.elements.query.value.trim();
editor.getTab().setQuery(given || known.first);
// Who follows a link to a query wants its answer, or what is wrong with it: both stand below it.
if (given) editor.getTab().query().catch(() => {});

const label = form.querySelector("label[for=query]").textContent;
for (const input of place.querySelectorAll("textarea:not([aria-label])")) input.setAttribute("aria-label", label);

// By keyboard, people get out of the editor as they got into it.
editor.getTab().getYasqe().addKeyMap({ Tab: false, "Shift-Tab": false });
