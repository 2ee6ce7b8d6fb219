// What may be written next in a query: variables, keywords, and the terms and codes of the vocabulary.

const KEYWORDS = ("SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH VALUES BIND AS GROUP ORDER BY HAVING LIMIT " +
  "OFFSET ASK CONSTRUCT DESCRIBE PREFIX EXISTS NOT IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT COALESCE IF BOUND " +
  "STR LANG DATATYPE CONTAINS STRSTARTS LCASE REPLACE REGEX YEAR CONCAT").split(" ");
const MOST = 60;

/** Give the source of completions; the vocabulary is fetched from an address when it is first needed. */
export function completions(address) {
  let fetched;
  return async (context) => {
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_:-]+|[?$]/u);
    if (!word && !context.explicit) return null;
    const from = word ? word.from : context.pos, typed = word ? word.text : "";
    const text = context.state.doc.toString();
    if (/^[?$]/.test(typed)) return { from, options: variables(text, typed), filter: false };
    if (typed.length < 2 && !context.explicit) return null;
    fetched ??= fetch(address).then((reply) => (reply.ok ? reply.json() : { terms: [], prefixes: {} }));
    const vocabulary = await fetched.catch(() => (fetched = undefined));
    const afterA = /(^|\s)a\s+$/.test(text.slice(0, from));
    const options = [...keywords(typed), ...terms(vocabulary ?? { terms: [], prefixes: {} }, typed, afterA)];
    return options.length ? { from, options, filter: false } : null;
  };
}

function variables(text, typed) {
  const found = new Set(text.match(/[?$][\p{L}\p{N}_]+/gu));
  found.delete(typed);
  return [...found].filter((name) => name.startsWith(typed)).sort().map((label) => ({ label, type: "variable" }));
}

function keywords(typed) {
  const start = typed.toUpperCase();
  return start ? KEYWORDS.filter((word) => word.startsWith(start)).map((label) => ({ label, type: "keyword" })) : [];
}

/** Give the terms that begin so, by name or by label, and then those that hold it; after `a` classes only. */
function terms({ terms: all, prefixes }, typed, afterA) {
  const sought = typed.toLowerCase(), ranked = [];
  for (const term of all) {
    if (afterA && term.kind !== "class") continue;
    const rank = rankOf(term, sought);
    if (rank < 3) ranked.push([rank, term]);
  }
  ranked.sort((one, other) => one[0] - other[0] || (one[1].name < other[1].name ? -1 : 1));
  return ranked.slice(0, MOST).map(([, term]) => ({
    label: term.name,
    detail: `\u00a0${term.label}`, // A space that lasts, for those who hear name and label in one.
    info: term.definition || undefined,
    apply: (view, _completion, from, to) => put(view, term.name, prefixes, from, to),
  }));
}

function rankOf(term, sought) {
  const name = term.name.toLowerCase(), local = name.slice(name.indexOf(":") + 1), label = term.label.toLowerCase();
  if (name.startsWith(sought) || local.startsWith(sought)) return 0;
  if (label.startsWith(sought) || label.includes(" " + sought)) return 1;
  return name.includes(sought) || label.includes(sought) ? 2 : 3;
}

/** Write a term, and declare its prefix if the query does not yet. */
function put(view, name, prefixes, from, to) {
  const prefix = name.slice(0, name.indexOf(":")), text = view.state.doc.toString();
  const declared = new RegExp(`^\\s*PREFIX\\s+${prefix}:`, "im").test(text);
  const line = declared || !prefixes[prefix] ? "" : `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
  view.dispatch({
    changes: [...(line ? [{ from: 0, insert: line }] : []), { from, to, insert: name }],
    selection: { anchor: from + line.length + name.length },
    userEvent: "input.complete",
  });
}
