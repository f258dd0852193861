//! Writing a note: the text, its preview, and who may read it.

use domain::{Audience, Text};
use yew::prelude::*;

use super::button::IconButton;
use super::choice::Segmented;
use super::field::FieldFrame;
use super::icon::Icon;
use super::icon_paths::Glyph;
use super::markdown::Markdown;
use super::menu::{MenuButton, MenuItem};
use crate::dom;
use crate::form::Bound;

/// What a text for its author only says of its readers.
pub(crate) const ONLY_YOU: &str =
    "Only you (the programme's recovery code can open it; that is recorded)";

/// What a text for the administrators says of its readers, for its author.
pub(crate) const YOU_AND_ADMINISTRATORS: &str = "You and the administrators (sealed to your keys; the recovery code can open it; that is recorded)";

/// Who may read a text, in words. `partner` is the other one of the pair.
pub(crate) fn audience_words(audience: Audience, partner: &str) -> String {
    match audience {
        Audience::Author => ONLY_YOU.to_owned(),
        Audience::Pair => format!("You and {partner} can read this"),
        Audience::Coordinators => format!("You, {partner} and the administrators can read this"),
        Audience::Administrators => YOU_AND_ADMINISTRATORS.to_owned(),
    }
}

fn audience_look(audience: Audience) -> (Option<&'static str>, Glyph) {
    match audience {
        Audience::Author => (Some("audience-private"), Glyph::Lock),
        Audience::Pair | Audience::Coordinators => (None, Glyph::UserGroup),
        Audience::Administrators => (None, Glyph::Shield),
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct AudienceLabelProps {
    pub(crate) audience: Audience,
    /// Says it otherwise than "You and … can read this".
    pub(crate) words: AttrValue,
}

/// Who may read a text that is only shown.
#[component]
pub(crate) fn AudienceLabel(props: &AudienceLabelProps) -> Html {
    let (class, glyph) = audience_look(props.audience);
    html! { <span class={classes!("audience", class)}><Icon {glyph} />{ props.words.clone() }</span> }
}

#[derive(Properties, PartialEq)]
pub(crate) struct AudiencePickerProps {
    pub(crate) value: Audience,
    pub(crate) on_change: Callback<Audience>,
    /// The other one of the pair.
    pub(crate) partner: AttrValue,
    #[prop_or(vec![Audience::Pair, Audience::Coordinators, Audience::Administrators, Audience::Author])]
    pub(crate) options: Vec<Audience>,
}

/// A button that says who may read a text, and opens the choice.
#[component]
pub(crate) fn AudiencePicker(props: &AudiencePickerProps) -> Html {
    let (class, glyph) = audience_look(props.value);
    let items = props
        .options
        .iter()
        .map(|audience| {
            let audience = *audience;
            MenuItem::Choose {
                label: audience_words(audience, &props.partner).into(),
                chosen: audience == props.value,
                run: props.on_change.reform(move |()| audience),
            }
        })
        .collect::<Vec<_>>();
    html! {
        <MenuButton label="Who can read this" named_by_content=true class={classes!("audience", class)} {items}
            trigger={html! { <><Icon {glyph} />{ audience_words(props.value, &props.partner) }<Icon glyph={Glyph::ChevronDown} class="icon-sm" /></> }} />
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Write,
    Preview,
}

#[derive(Properties, PartialEq)]
pub(crate) struct NoteEditorProps {
    /// "Shared note", "Reflection".
    pub(crate) title: AttrValue,
    pub(crate) bound: Bound,
    /// The audience's control or label, in the head.
    #[prop_or_default]
    pub(crate) audience: Html,
    /// Draws the dashed edge of a private note.
    #[prop_or_default]
    pub(crate) private: bool,
    #[prop_or_default]
    pub(crate) placeholder: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) focus: bool,
    #[prop_or(8)]
    pub(crate) rows: u32,
}

/// A Markdown text with a preview and three tools. Ctrl B and Ctrl I work inside.
#[component]
pub(crate) fn NoteEditor(props: &NoteEditorProps) -> Html {
    let id = dom::use_id("note");
    let view = use_state(|| View::Write);
    let node = use_node_ref();
    super::button::use_focus_on_mount(node.clone(), props.focus);
    let mark = {
        let (node, on_change) = (node.clone(), props.bound.on_change.clone());
        Callback::from(move |tool: Tool| {
            if let Some(area) = node.cast::<web_sys::HtmlTextAreaElement>() {
                let at = |place: Result<Option<u32>, _>| place.ok().flatten().unwrap_or(0) as usize;
                let (start, end) = (at(area.selection_start()), at(area.selection_end()));
                let text = tool.apply(&area.value(), start, end);
                area.set_value(&text);
                let _ = area.focus();
                on_change.emit(text);
            }
        })
    };
    let onkeydown = {
        let mark = mark.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() {
                let tool = match event.key().as_str() {
                    "b" => Tool::Bold,
                    "i" => Tool::Italic,
                    _ => return,
                };
                event.prevent_default();
                event.stop_propagation();
                mark.emit(tool);
            }
        })
    };
    let tool = |tool: Tool, glyph: Glyph, label: &'static str, keys: &'static str| {
        let onclick = mark.reform(move |()| tool);
        html! { <IconButton {glyph} {label} {keys} small=true {onclick} /> }
    };
    let left = Text::LONGEST.saturating_sub(props.bound.value.chars().count());
    html! {
        <section class={classes!("note", props.private.then_some("note-private"))} aria-labelledby={format!("{id}-title")}>
            <div class="note-head">
                <h2 class="panel-title" id={format!("{id}-title")}>{ props.title.clone() }</h2>
                { props.audience.clone() }
                <div class="note-ways">
                    if *view == View::Write {
                        <span class="note-tools">
                            { tool(Tool::Bold, Glyph::Bold, "Bold", "Ctrl B") }
                            { tool(Tool::Italic, Glyph::Italic, "Italic", "Ctrl I") }
                            { tool(Tool::List, Glyph::List, "List", "") }
                        </span>
                    }
                    <Segmented<View> label="View" value={*view}
                        options={vec![(View::Write, "Write".into()), (View::Preview, "Preview".into())]}
                        on_change={ let view = view.clone(); Callback::from(move |chosen| view.set(chosen)) } />
                </div>
            </div>
            if *view == View::Write {
                <FieldFrame id={id.clone()} label={props.title.clone()} hide_label=true error={props.bound.error.clone()}
                    hint={(left < 1000).then(|| AttrValue::from(format!("{left} characters left")))}>
                    <textarea ref={node} class="note-area" id={id.clone()} rows={props.rows.to_string()}
                        value={props.bound.value.clone()} placeholder={props.placeholder.clone()} {onkeydown}
                        aria-invalid={props.bound.error.is_some().then_some("true")}
                        aria-describedby={props.bound.error.is_some().then(|| format!("{id}-error"))}
                        oninput={props.bound.on_change.reform(|event: InputEvent| dom::value_of(&event))}
                        onblur={props.bound.on_leave.reform(|_: FocusEvent| ())} />
                </FieldFrame>
            } else if props.bound.value.trim().is_empty() {
                <p class="note-prose t-3">{ "Nothing written yet" }</p>
            } else {
                <Markdown class="note-prose" text={props.bound.value.clone()} />
            }
        </section>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Bold,
    Italic,
    List,
}

impl Tool {
    /// The text with the mark around the selection, which is given in UTF-16 units as browsers count.
    fn apply(self, text: &str, start: usize, end: usize) -> String {
        let (start, end) = (byte_at(text, start), byte_at(text, end));
        let (before, chosen, after) = (&text[..start], &text[start..end], &text[end..]);
        match self {
            Self::Bold => format!("{before}**{chosen}**{after}"),
            Self::Italic => format!("{before}*{chosen}*{after}"),
            Self::List => {
                let line = before.rfind('\n').map_or(0, |at| at + 1);
                let (before, lines) = (&before[..line], format!("{}{chosen}", &before[line..]));
                let marked: Vec<_> = lines.split('\n').map(|line| format!("- {line}")).collect();
                format!("{before}{}{after}", marked.join("\n"))
            }
        }
    }
}

fn byte_at(text: &str, units: usize) -> usize {
    let mut counted = 0;
    for (at, character) in text.char_indices() {
        if counted >= units {
            return at;
        }
        counted += character.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::Tool;

    #[test]
    fn tools_mark_the_selection() {
        assert_eq!(Tool::Bold.apply("a word", 2, 6), "a **word**");
        assert_eq!(Tool::Italic.apply("😀 hm", 3, 5), "😀 *hm*");
        assert_eq!(Tool::List.apply("x\none\ntwo", 2, 9), "x\n- one\n- two");
    }
}
