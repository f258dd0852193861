//! What is drawn of a text, and what never is.

use domain::markdown::{DEEPEST, Node, nodes};

/// The elements as `name(…)`, links with where they lead.
fn shape(nodes: &[Node]) -> String {
    let parts: Vec<String> = nodes
        .iter()
        .map(|node| match node {
            Node::Words(words) => format!("'{words}'"),
            Node::Element {
                name,
                address,
                children,
            } => {
                let address = address.as_deref().map(|address| format!("[{address}]"));
                format!("{name}{}({})", address.unwrap_or_default(), shape(children))
            }
        })
        .collect();
    parts.join(" ")
}

fn check(text: &str, expected: &str) {
    assert_eq!(shape(&nodes(text)), expected, "{text}");
}

#[test]
fn marks_become_elements_and_headings_stand_below_the_panel() {
    check(
        "# Title\n\nsome *text*",
        "h3('Title') p('some ' em('text'))",
    );
    check("- a\n- b", "ul(li('a') li('b'))");
    check("a  \nb `c`", "p('a' br() 'b ' code('c'))");
}

#[test]
fn raw_html_is_text_and_pictures_are_their_words() {
    check(
        "<script>alert(1)</script>",
        "pre('<script>alert(1)</script>')",
    );
    check("![a cat](https://example.org/cat.png)", "p('a cat')");
}

#[test]
fn only_the_web_and_mail_are_linked() {
    check(
        "[a](https://example.org/a)",
        "p(a[https://example.org/a]('a'))",
    );
    check(
        "[a](MAILTO:a@example.org)",
        "p(a[MAILTO:a@example.org]('a'))",
    );
    for address in ["javascript:alert(1)", "data:text/html,x", "/etc/passwd"] {
        check(&format!("[a]({address})"), "p('a')");
    }
}

#[test]
fn what_stands_too_deep_stands_flat() {
    fn depth(nodes: &[Node]) -> usize {
        let of = |node: &Node| match node {
            Node::Words(_) => 0,
            Node::Element { children, .. } => 1 + depth(children),
        };
        nodes.iter().map(of).max().unwrap_or_default()
    }
    for text in [
        format!("{}words", ">".repeat(50_000)),
        format!("{}words", "- ".repeat(20_000)),
        format!("{}words{}", "*a ".repeat(8_000), "*".repeat(8_000)),
        format!("{}words", "[".repeat(50_000)),
    ] {
        let nodes = nodes(&text);
        assert!(depth(&nodes) <= DEEPEST, "{}", depth(&nodes));
        assert!(shape(&nodes).contains("words"));
    }
}
