//! Markdown as elements. Never as markup: raw HTML in a note is shown as the text it is, pictures are not loaded, and a
//! link leads only to the web or to mail.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag, VText};

#[derive(Properties, PartialEq)]
pub(crate) struct MarkdownProps {
    pub(crate) text: AttrValue,
    #[prop_or_default]
    pub(crate) class: Classes,
}

/// A rendered note.
#[component]
pub(crate) fn Markdown(props: &MarkdownProps) -> Html {
    let nodes = use_memo(props.text.clone(), |text| render(text));
    html! { <div class={classes!("prose", props.class.clone())}>{ for nodes.iter().cloned() }</div> }
}

/// Headings in a note stand below the panel's own.
const HEADINGS: [&str; 6] = ["h3", "h4", "h5", "h6", "h6", "h6"];

fn render(text: &str) -> Vec<VNode> {
    let options =
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut open: Vec<(Option<VTag>, Vec<VNode>)> = vec![(None, Vec::new())];
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(tag) => open.push((element(&tag), Vec::new())),
            Event::End(_) => {
                if open.len() > 1
                    && let Some((element, children)) = open.pop()
                {
                    match element {
                        Some(mut element) => {
                            element.add_children(children);
                            put(&mut open, element.into());
                        }
                        None => children.into_iter().for_each(|child| put(&mut open, child)),
                    }
                }
            }
            // Raw HTML, formulas and footnotes are shown as the text they are.
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => put(&mut open, words(&text)),
            Event::Code(text) => {
                let mut code = VTag::new("code");
                code.add_child(words(&text));
                put(&mut open, code.into());
            }
            Event::SoftBreak => put(&mut open, words(" ")),
            Event::HardBreak => put(&mut open, VTag::new("br").into()),
            Event::Rule => put(&mut open, VTag::new("hr").into()),
            Event::TaskListMarker(done) => put(&mut open, words(if done { "☑ " } else { "☐ " })),
        }
    }
    open.into_iter()
        .next()
        .map(|(_, nodes)| nodes)
        .unwrap_or_default()
}

fn put(open: &mut [(Option<VTag>, Vec<VNode>)], node: VNode) {
    if let Some((_, children)) = open.last_mut() {
        children.push(node);
    }
}

fn words(text: &str) -> VNode {
    VText::new(text.to_owned()).into()
}

/// The element of a tag; `None` lets its content stand by itself.
fn element(tag: &Tag<'_>) -> Option<VTag> {
    let name = match tag {
        Tag::Paragraph => "p",
        Tag::Heading { level, .. } => HEADINGS[(*level as usize - 1).min(5)],
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) | Tag::HtmlBlock => {
            "pre"
        }
        Tag::List(None) => "ul",
        Tag::List(Some(_)) => "ol",
        Tag::Item => "li",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "s",
        Tag::Table(_) => "table",
        // The head's cells are set apart by the style sheet.
        Tag::TableHead | Tag::TableRow => "tr",
        Tag::TableCell => "td",
        Tag::Link { dest_url, .. } => return link(dest_url),
        _ => return None,
    };
    Some(VTag::new(name))
}

fn link(address: &str) -> Option<VTag> {
    let safe = safe_address(address)?;
    let mut link = VTag::new("a");
    link.add_attribute("href", safe.to_owned());
    link.add_attribute("target", "_blank");
    link.add_attribute("rel", "noopener noreferrer");
    Some(link)
}

/// The address where it leads to the web or to mail.
fn safe_address(address: &str) -> Option<&str> {
    let address = address.trim();
    let scheme = address.split_once(':')?.0.to_ascii_lowercase();
    ["http", "https", "mailto"]
        .contains(&scheme.as_str())
        .then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_are_linked() {
        assert_eq!(
            safe_address(" https://example.org/a"),
            Some("https://example.org/a")
        );
        assert_eq!(
            safe_address("MAILTO:a@example.org"),
            Some("MAILTO:a@example.org")
        );
        assert_eq!(safe_address("javascript:alert(1)"), None);
        assert_eq!(safe_address("data:text/html,x"), None);
        assert_eq!(safe_address("/etc/passwd"), None);
    }

    fn tags(nodes: &[VNode]) -> Vec<String> {
        nodes
            .iter()
            .map(|node| match node {
                VNode::VTag(tag) => tag.tag().to_owned(),
                VNode::VText(text) => format!("'{}'", text.text),
                _ => "?".to_owned(),
            })
            .collect()
    }

    #[test]
    fn raw_html_is_text_and_headings_stand_below_the_panel() {
        assert_eq!(tags(&render("# Title\n\ntext")), ["h3", "p"]);
        assert_eq!(tags(&render("<script>alert(1)</script>")), ["pre"]);
        assert_eq!(tags(&render("- a\n- b")), ["ul"]);
    }
}
