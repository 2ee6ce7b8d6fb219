// The editor of the query page: CodeMirror over the form's own text area, which stays and is sent.
//
// Tab is left to the browser, so that a keyboard gets out as it got in. The editor lives in a shadow
// root: CodeMirror then puts its styles into style sheets made by script, which the content security
// policy allows, and not into style elements, which it does not.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { Decoration, EditorView, keymap, ViewPlugin } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { completions } from "./completions.js";

const look = EditorView.theme({
  "&": { background: "var(--shade)", color: "var(--ink)", border: "1px solid var(--quiet)", borderRadius: "0.4rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { font: "0.875rem/1.45 ui-monospace, 'Cascadia Code', Menlo, Consolas, monospace" },
  ".cm-content": { padding: "0.7rem", minHeight: "18rem", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0" },
  ".cm-matchingBracket": { background: "none", outline: "1px solid var(--quiet)" },
  ".cm-wrong": { textDecoration: "underline wavy var(--alarm)" },
  ".cm-tooltip": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--quiet)", borderRadius: "0.4rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: "inherit", maxHeight: "18rem", maxWidth: "min(44rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.6rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit" },
  ".cm-tooltip.cm-completionInfo": { padding: "0.5rem 0.7rem", maxWidth: "24rem" },
  "@media (max-width: 48rem)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--alarm)" },
  { tag: [tags.url, tags.namespace, tags.typeName], color: "var(--link)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
]);

/** Underlines what the grammar cannot read; what is wrong there the server says in words. */
const wrong = ViewPlugin.define((view) => ({
  decorations: faults(view),
  update(update) {
    if (update.docChanged || syntaxTree(update.state) !== syntaxTree(update.startState)) {
      this.decorations = faults(update.view);
    }
  },
}), { decorations: (plugin) => plugin.decorations });

function faults(view) {
  const mark = Decoration.mark({ class: "cm-wrong" }), found = [];
  const end = view.state.doc.toString().trimEnd().length; // What lacks an end is still being written.
  syntaxTree(view.state).iterate({
    enter(node) {
      if (node.type.isError && node.from < end) found.push(mark.range(node.from, Math.max(node.to, node.from + 1)));
    },
  });
  return Decoration.set(found, true);
}

function edit(area) {
  const words = area.dataset, host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  area.before(host);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        sparql(), history(), bracketMatching(), wrong, look, syntaxHighlighting(colours),
        EditorView.lineWrapping,
        autocompletion({ override: [completions(words.terms)], icons: false }),
        keymap.of([{ key: "Mod-Enter", run: () => send(area.form) }]),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.contentAttributes.of({ "aria-label": words.label, "aria-describedby": "keys", spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) area.value = update.state.doc.toString();
        }),
      ],
    }),
  });
  const keys = document.createElement("p");
  keys.id = "keys";
  keys.hidden = true; // Still the description of the editor; on the page it stands below.
  keys.textContent = words.keys;
  root.append(keys);
  offerPlain(area, host, view);
}

/** Lets people have the text area itself: a button below it leads there and back. */
function offerPlain(area, host, view) {
  const button = document.getElementById("plain"), hint = document.getElementById("keys-hint");
  const label = document.querySelector(`label[for="${area.id}"]`);
  const show = (plain) => {
    area.hidden = !plain;
    host.hidden = plain;
    hint.hidden = plain;
    button.setAttribute("aria-pressed", plain);
    if (!plain) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value } });
  };
  button.hidden = false;
  button.addEventListener("click", () => show(!host.hidden));
  label.addEventListener("click", () => host.hidden || view.focus());
  show(false);
}

function send(form) {
  form.requestSubmit(form.querySelector("button[name=view]"));
  return true;
}

const area = document.getElementById("text");
if (area) edit(area);
