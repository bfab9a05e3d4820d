// Search as you type: asks for the same page as the form does, and takes its results.

const form = document.querySelector("form.search");
const input = form.querySelector("input[type=search]");
const results = document.getElementById("results");
let waiting;
let asked;

async function search() {
  const address = new URL(form.action, location.href);
  address.search = new URLSearchParams({ q: input.value });
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    results.replaceChildren(...page.getElementById("results").childNodes);
    if (form.dataset.stay === undefined) history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 120);
});
