// Runs axe and calls back with the violations, shortened to what a person needs; with a text if axe itself failed.
// arguments: the tags of the rules, the callback
const [tags, done] = arguments;
axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }).then(
  ({ violations }) =>
    done(
      violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} — ${failureSummary.replace(/\s+/g, " ")}`),
      })),
    ),
  (error) => done(String(error)),
);
