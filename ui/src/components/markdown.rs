//! Markdown as elements, never as markup; `domain::markdown` says what there is to draw.

use domain::markdown::{Node, nodes};
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
    let drawn = use_memo(props.text.clone(), |text| draw(nodes(text)));
    html! { <div class={classes!("prose", props.class.clone())}>{ for drawn.iter().cloned() }</div> }
}

fn draw(nodes: Vec<Node>) -> Vec<VNode> {
    nodes
        .into_iter()
        .map(|node| match node {
            Node::Words(words) => VText::new(words).into(),
            Node::Element {
                name,
                address,
                children,
            } => {
                let mut element = VTag::new(name);
                if let Some(address) = address {
                    element.add_attribute("href", address);
                    element.add_attribute("target", "_blank");
                    element.add_attribute("rel", "noopener noreferrer");
                }
                element.add_children(draw(children));
                element.into()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn elements_become_elements() {
        assert_eq!(tags(&draw(nodes("# Title\n\ntext"))), ["h3", "p"]);
        assert_eq!(tags(&draw(nodes("- a\n- b"))), ["ul"]);
        let words = vec![Node::Words("<b>".to_owned())];
        assert_eq!(tags(&draw(words)), ["'<b>'"]);
    }
}
