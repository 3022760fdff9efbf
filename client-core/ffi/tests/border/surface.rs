//! The whole surface as a text under version control: a change of it is seen in review, and an
//! item without documentation does not pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use uniffi_bindgen::macro_metadata::extract_from_library;
use uniffi_meta::{
    DefaultValueMetadata, EnumMetadata, FieldMetadata, FnParamMetadata, LiteralMetadata, Metadata,
    ObjectImpl, Type,
};

const HEAD: &str = "\
# What crosses the border between the client core and an app: compared by a test of
# client-core/ffi. After a change that is meant: UPDATE_SNAPSHOT=1 cargo test -p consilium-ffi
";

#[test]
fn the_surface_is_the_committed_one() {
    let text = surface(&metadata());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings/api.txt");
    if std::env::var_os("UPDATE_SNAPSHOT").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    for (now, then) in text.lines().zip(committed.lines()) {
        assert_eq!(now, then, "the surface changed; see the head of {path:?}");
    }
    assert_eq!(text, committed, "the surface changed");
}

#[test]
fn every_item_is_documented() {
    let mut bare = Vec::new();
    for item in metadata() {
        for (name, text) in documentation(&item) {
            if text.is_none_or(|text| text.trim().is_empty()) {
                bare.push(name);
            }
        }
    }
    assert_eq!(bare, Vec::<String>::new());
}

/// The asynchronous calls of a session that can fail.
pub(crate) fn calls_of_a_session() -> BTreeSet<String> {
    let calls = metadata().into_iter().filter_map(|item| match item {
        Metadata::Method(method) => Some(method),
        _ => None,
    });
    calls
        .filter(|call| call.self_name == "Session" && call.is_async && call.throws.is_some())
        .map(|call| call.name)
        .collect()
}

/// The cases of the error.
pub(crate) fn cases_of_the_error() -> BTreeSet<String> {
    let found = metadata().into_iter().find_map(|item| match item {
        Metadata::Enum(item) if item.name == "ClientError" => Some(item),
        _ => None,
    });
    let variants = found.expect("the error").variants.into_iter();
    variants.map(|variant| variant.name).collect()
}

/// What the library that this test was built with says of itself.
fn metadata() -> Vec<Metadata> {
    let own = std::env::current_exe().unwrap();
    let name = format!(
        "{}consilium_ffi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let path: PathBuf = own.with_file_name(name);
    let path = path.to_str().expect("a path in UTF-8");
    extract_from_library(path.into()).expect("the border's library")
}

fn surface(items: &[Metadata]) -> String {
    let mut sections: BTreeMap<(u8, String), Vec<String>> = BTreeMap::new();
    for item in items {
        let Some((section, mut lines)) = describe(item) else {
            continue;
        };
        sections.entry(section).or_default().append(&mut lines);
    }
    let mut text = HEAD.to_owned();
    for ((_, head), mut lines) in sections {
        // Fields and cases have an order that means something; calls have none.
        if head.starts_with("calls of") {
            lines.sort();
        }
        let _ = write!(text, "\n{head}\n");
        for line in lines {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

type Section = ((u8, String), Vec<String>);

fn describe(item: &Metadata) -> Option<Section> {
    let call = |is_async: bool, name: &str, inputs, returns: Option<&Type>, throws| {
        signature(is_async, name, inputs, returns, throws)
    };
    Some(match item {
        Metadata::Func(f) => {
            let line = call(
                f.is_async,
                &f.name,
                &f.inputs,
                f.return_type.as_ref(),
                f.throws.as_ref(),
            );
            ((0, format!("function {line}")), vec![])
        }
        Metadata::Object(object) => (place(&object.name, Some(&object.imp)), vec![]),
        Metadata::CallbackInterface(it) => (callback(&it.name), vec![]),
        Metadata::Constructor(c) => {
            let line = call(c.is_async, &c.name, &c.inputs, None, c.throws.as_ref());
            (
                place(&c.self_name, None),
                vec![format!("constructor {line}")],
            )
        }
        Metadata::Method(m) => {
            let returns = m.return_type.as_ref();
            let line = call(m.is_async, &m.name, &m.inputs, returns, m.throws.as_ref());
            (place(&m.self_name, None), vec![line])
        }
        Metadata::TraitMethod(m) => {
            let returns = m.return_type.as_ref();
            let line = call(m.is_async, &m.name, &m.inputs, returns, m.throws.as_ref());
            (callback(&m.trait_name), vec![line])
        }
        Metadata::Record(record) => (
            (3, format!("record {}", record.name)),
            record.fields.iter().map(field).collect(),
        ),
        Metadata::Enum(it) => (
            (4, format!("{} {}", enum_kind(it), it.name)),
            it.variants
                .iter()
                .map(|variant| {
                    let fields: Vec<String> = variant.fields.iter().map(field).collect();
                    if fields.is_empty() {
                        variant.name.clone()
                    } else {
                        format!("{} {{ {} }}", variant.name, fields.join(", "))
                    }
                })
                .collect(),
        ),
        Metadata::CustomType(custom) => {
            let head = format!("type {} = {}", custom.name, name_of(&custom.builtin));
            ((5, head), vec![])
        }
        Metadata::Namespace(_)
        | Metadata::UdlFile(_)
        | Metadata::UniffiTrait(_)
        | Metadata::ObjectTraitImpl(_) => return None,
    })
}

/// What an object, or the error, can be asked.
fn place(name: &str, imp: Option<&ObjectImpl>) -> (u8, String) {
    if imp.is_some_and(ObjectImpl::is_trait_interface) {
        return callback(name);
    }
    (1, format!("calls of {name}"))
}

fn callback(name: &str) -> (u8, String) {
    (2, format!("interface of the app {name}"))
}

fn enum_kind(it: &EnumMetadata) -> &'static str {
    if it.shape.is_error() { "error" } else { "enum" }
}

fn signature(
    is_async: bool,
    name: &str,
    inputs: &[FnParamMetadata],
    returns: Option<&Type>,
    throws: Option<&Type>,
) -> String {
    let inputs: Vec<String> = inputs
        .iter()
        .map(|input| {
            let default = default_of(input.default.as_ref());
            format!("{}: {}{default}", input.name, name_of(&input.ty))
        })
        .collect();
    let mut line = format!("{name}({})", inputs.join(", "));
    if is_async {
        line.insert_str(0, "async ");
    }
    if let Some(returns) = returns {
        let _ = write!(line, " -> {}", name_of(returns));
    }
    if let Some(throws) = throws {
        let _ = write!(line, " throws {}", name_of(throws));
    }
    line
}

fn field(field: &FieldMetadata) -> String {
    let default = default_of(field.default.as_ref());
    format!("{}: {}{default}", field.name, name_of(&field.ty))
}

fn default_of(default: Option<&DefaultValueMetadata>) -> String {
    match default {
        None => String::new(),
        Some(DefaultValueMetadata::Literal(LiteralMetadata::None)) => " = none".into(),
        Some(DefaultValueMetadata::Literal(LiteralMetadata::UInt(number, ..))) => {
            format!(" = {number}")
        }
        Some(other) => format!(" = {other:?}"),
    }
}

fn name_of(ty: &Type) -> String {
    match ty {
        Type::Optional { inner_type } => format!("{}?", name_of(inner_type)),
        Type::Sequence { inner_type } => format!("[{}]", name_of(inner_type)),
        Type::Object { name, .. }
        | Type::Record { name, .. }
        | Type::Enum { name, .. }
        | Type::CallbackInterface { name, .. }
        | Type::Custom { name, .. } => name.clone(),
        simple => format!("{simple:?}"),
    }
}

/// Every name that an app can use, and what is written about it.
fn documentation(item: &Metadata) -> Vec<(String, Option<String>)> {
    let one = |name: String, text: &Option<String>| vec![(name, text.clone())];
    let fields = |owner: &str, fields: &[FieldMetadata]| -> Vec<(String, Option<String>)> {
        let named = fields
            .iter()
            .map(|field| (format!("{owner}.{}", field.name), field.docstring.clone()));
        named.collect()
    };
    match item {
        Metadata::Func(f) => one(f.name.clone(), &f.docstring),
        Metadata::Object(o) => one(o.name.clone(), &o.docstring),
        Metadata::CallbackInterface(c) => one(c.name.clone(), &c.docstring),
        Metadata::Constructor(c) => one(format!("{}.{}", c.self_name, c.name), &c.docstring),
        Metadata::Method(m) => one(format!("{}.{}", m.self_name, m.name), &m.docstring),
        Metadata::TraitMethod(m) => one(format!("{}.{}", m.trait_name, m.name), &m.docstring),
        Metadata::CustomType(c) => one(c.name.clone(), &c.docstring),
        Metadata::Record(r) => {
            let mut all = one(r.name.clone(), &r.docstring);
            all.append(&mut fields(&r.name, &r.fields));
            all
        }
        Metadata::Enum(e) => {
            let mut all = one(e.name.clone(), &e.docstring);
            for variant in &e.variants {
                let name = format!("{}.{}", e.name, variant.name);
                all.append(&mut fields(&name, &variant.fields));
                all.push((name, variant.docstring.clone()));
            }
            all
        }
        Metadata::Namespace(_)
        | Metadata::UdlFile(_)
        | Metadata::UniffiTrait(_)
        | Metadata::ObjectTraitImpl(_) => vec![],
    }
}
