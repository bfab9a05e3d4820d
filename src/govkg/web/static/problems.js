// What is wrong with a query: the page that the endpoint answers people with, in place of its JSON.

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function explain(query) {
  const address = new URL(location.pathname, location.href);
  address.search = new URLSearchParams({ query, format: "json" });
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const title = document.createElement("strong");
  title.textContent = page.querySelector("main h1").textContent;
  return [title, ...page.querySelectorAll("main .lead, main .failure, main pre")];
}

/** A plugin of the editor's results, in place of its own for errors. */
export class Problem {
  /** Gives the query that was asked; the editor says which. */
  static query = () => "";

  priority = 20;
  hideFromSelection = true;

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return Boolean(this.yasr.results && this.yasr.results.getError());
  }

  getIcon() {
    return document.createElement("span");
  }

  async draw() {
    const error = this.yasr.results.getError();
    const problem = read(error.text);
    const said = [problem.title, problem.detail || error.statusText || error.text].filter(Boolean).join(": ");
    // Only what is wrong with the query itself is asked again: the rest may have taken long.
    const told = problem.status === 400 ? await explain(Problem.query()) : [said];
    const box = document.createElement("div");
    box.className = "problem";
    box.setAttribute("role", "alert");
    box.append(...told);
    this.yasr.resultsEl.append(box);
  }
}
