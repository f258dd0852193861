//! Markdown: what there is to draw of a text, and what is left when only its words are wanted.
//!
//! Never markup: raw HTML in a text is shown as the text it is, pictures are not loaded, and a link leads only to the web
//! or to mail.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// A part of a text as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Words(String),
    Element {
        /// The name of an HTML element.
        name: &'static str,
        /// Where a link leads: to the web or to mail.
        address: Option<String>,
        children: Vec<Node>,
    },
}

/// Elements that stand deeper in each other are left out and their content stands in the one around them: whoever draws
/// walks down, and a text of nothing but `>` would lead ten thousands of steps down.
pub const DEEPEST: usize = 24;

/// Headings in a text stand below the panel's own.
const HEADINGS: [&str; 6] = ["h3", "h4", "h5", "h6", "h6", "h6"];

/// An element that is open while its content is read; without a name its content stands by itself.
#[derive(Default)]
struct Open {
    name: Option<&'static str>,
    address: Option<String>,
    children: Vec<Node>,
}

impl Open {
    fn new(tag: &Tag<'_>) -> Self {
        let (name, address) = match tag {
            Tag::Link { dest_url, .. } => {
                let address = safe_address(dest_url).map(str::to_owned);
                (address.is_some().then_some("a"), address)
            }
            other => (element(other), None),
        };
        Self {
            name,
            address,
            children: Vec::new(),
        }
    }

    fn close(self, into: &mut Vec<Node>) {
        match self.name {
            Some(name) => into.push(Node::Element {
                name,
                address: self.address,
                children: self.children,
            }),
            None => into.extend(self.children),
        }
    }
}

/// What there is to draw.
pub fn nodes(text: &str) -> Vec<Node> {
    let options =
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut open = vec![Open::default()];
    // How many are open that were too deep to be opened.
    let mut deeper = 0_usize;
    for event in Parser::new_ext(text, options) {
        let node = match event {
            Event::Start(_) if open.len() > DEEPEST => {
                deeper += 1;
                continue;
            }
            Event::Start(tag) => {
                open.push(Open::new(&tag));
                continue;
            }
            Event::End(_) if deeper > 0 => {
                deeper -= 1;
                continue;
            }
            Event::End(_) => {
                if let Some(done) = open.pop()
                    && let Some(around) = open.last_mut()
                {
                    done.close(&mut around.children);
                }
                continue;
            }
            // Raw HTML, formulas and footnotes are shown as the text they are.
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => Node::Words(text.into_string()),
            Event::Code(text) => element_of("code", vec![Node::Words(text.into_string())]),
            Event::SoftBreak => Node::Words(" ".to_owned()),
            Event::HardBreak => element_of("br", Vec::new()),
            Event::Rule => element_of("hr", Vec::new()),
            Event::TaskListMarker(done) => Node::Words(if done { "☑ " } else { "☐ " }.to_owned()),
        };
        if let Some(around) = open.last_mut() {
            around.children.push(node);
        }
    }
    open.into_iter()
        .next()
        .map(|all| all.children)
        .unwrap_or_default()
}

fn element_of(name: &'static str, children: Vec<Node>) -> Node {
    Node::Element {
        name,
        address: None,
        children,
    }
}

/// The element of a tag; `None` lets its content stand by itself.
fn element(tag: &Tag<'_>) -> Option<&'static str> {
    Some(match tag {
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
        _ => return None,
    })
}

/// The address where it leads to the web or to mail.
fn safe_address(address: &str) -> Option<&str> {
    let address = address.trim();
    let scheme = address.split_once(':')?.0.to_ascii_lowercase();
    ["http", "https", "mailto"]
        .contains(&scheme.as_str())
        .then_some(address)
}

/// The first line with words in it, without Markdown's marks, cut at `longest` characters: for lists.
pub fn excerpt(markdown: &str, longest: usize) -> String {
    let words = markdown
        .lines()
        .map(|line| {
            line.trim_start_matches(['#', '>', '-', '*', '+', ' ', '\t'])
                .replace(['*', '`', '_'], "")
        })
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let words = words.trim();
    if words.chars().count() <= longest {
        return words.to_owned();
    }
    let mut cut: String = words.chars().take(longest.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}
