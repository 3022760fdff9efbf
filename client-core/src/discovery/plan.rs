//! Numbering plans: whether digits are a number of their country, from libphonenumber's metadata.

use phonenumber::metadata::{DATABASE, Metadata};
use phonenumber::{Mode, country};

/// A number of a region as dialled there: without its trunk prefix, or as it stands, or by the
/// region's own rewriting rules. Candidates are digits with their country code, and may be no
/// numbers.
pub(super) fn national_candidates(digits: &str, region: country::Id) -> Vec<String> {
    let Some(plan) = DATABASE.by_id(region.as_ref()) else {
        return Vec::new();
    };
    let code = plan.country_code();
    let trunk = plan.national_prefix();
    let without_trunk = trunk.and_then(|trunk| digits.strip_prefix(trunk));
    let simple = without_trunk.into_iter().chain([digits]);
    let rewritten = phonenumber::parse(Some(region), digits)
        .ok()
        .map(|number| number.format().mode(Mode::E164).to_string());
    simple
        .map(|national| format!("{code}{national}"))
        .chain(rewritten.map(|number| number.trim_start_matches('+').to_owned()))
        .collect()
}

/// The digits without a trunk prefix that was written behind the country code, if there is one.
pub(super) fn without_inner_trunk(digits: &str) -> Option<String> {
    let (code, national, plans) = split(digits)?;
    let trunks = plans.iter().filter_map(|plan| plan.national_prefix());
    let national = trunks
        .filter_map(|trunk| national.strip_prefix(trunk))
        .next()?;
    Some(format!("{code}{national}"))
}

/// Whether digits with their country code are a number that can exist.
pub(super) fn is_number(digits: &str) -> bool {
    split(digits)
        .is_some_and(|(_, national, plans)| plans.iter().any(|plan| has_number(plan, national)))
}

/// Country code, national number and the plans of the code. No code is the start of another
/// (ITU-T E.164), so that the first that fits is the one.
fn split(digits: &str) -> Option<(u16, &str, Vec<&'static Metadata>)> {
    (1..=3).find_map(|length| {
        let (code, national) = digits.split_at_checked(length)?;
        let code = code
            .parse::<u16>()
            .ok()
            .filter(|_| !code.starts_with('0'))?;
        Some((code, national, DATABASE.by_code(&code)?))
    })
}

fn has_number(plan: &Metadata, national: &str) -> bool {
    let kinds = plan.descriptors();
    let known = [
        kinds.fixed_line(),
        kinds.mobile(),
        kinds.toll_free(),
        kinds.premium_rate(),
        kinds.shared_cost(),
        kinds.personal_number(),
        kinds.voip(),
        kinds.pager(),
        kinds.uan(),
        kinds.voicemail(),
    ];
    kinds.general().is_match(national)
        && known
            .into_iter()
            .flatten()
            .any(|kind| kind.is_match(national))
}
