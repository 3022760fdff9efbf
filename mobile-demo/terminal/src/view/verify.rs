//! A safety number to compare, and its code to scan.

use super::style::{Role, Style};
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around a code (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// Twelve groups of five digits in three lines, always 0–9 and left to right.
pub(crate) fn safety_number(style: &Style, groups: &[String]) -> Vec<String> {
    groups
        .chunks(4)
        .map(|line| format!("    {}", style.paint(Role::Strong, &line.join("  "))))
        .collect()
}

/// A QR code in half blocks, dark on light whatever the terminal's colours; empty if the terminal is
/// too narrow.
pub(crate) fn qr(style: &Style, payload: &[u8]) -> Vec<String> {
    let Ok(code) = QrCode::with_error_correction_level(payload, EcLevel::M) else {
        return Vec::new();
    };
    let side = code.width();
    let full = side.saturating_add(2 * QUIET_ZONE);
    if full > style.width {
        return Vec::new();
    }
    let modules = code.into_colors();
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(QUIET_ZONE).filter(|at| *at < side);
        inside(x).zip(inside(y)).is_some_and(|(x, y)| {
            let at = y.saturating_mul(side).saturating_add(x);
            modules.get(at) == Some(&Color::Dark)
        })
    };
    (0..full.div_ceil(2))
        .map(|row| {
            let line: String = (0..full)
                .map(|x| half_block(style, dark(x, row * 2), dark(x, row * 2 + 1)))
                .collect();
            if style.colour {
                format!("\u{1b}[30;107m{line}\u{1b}[0m")
            } else {
                line
            }
        })
        .collect()
}

/// With colours the ink is black on white; without, the terminal is taken to be light on dark, and
/// the ink draws the light modules.
const fn half_block(style: &Style, upper: bool, lower: bool) -> char {
    match (upper ^ !style.colour, lower ^ !style.colour) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::super::style::PLAIN;
    use super::*;

    #[test]
    fn a_safety_number_is_three_lines_of_four_groups() {
        let groups: Vec<String> = (0..12).map(|group| format!("{group:05}")).collect();
        let lines = safety_number(&PLAIN, &groups);
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0], "    00000  00001  00002  00003");
    }

    #[test]
    fn a_code_has_its_quiet_zone_and_fits_or_is_left_out() {
        let lines = qr(&PLAIN, &[7; 65]);
        let width = lines[0].chars().count();
        assert!(lines.iter().all(|line| line.chars().count() == width));
        assert_eq!(lines.len(), width.div_ceil(2));
        // Light modules are drawn where there is no colour: two rows of the quiet zone.
        assert!(lines[0].chars().all(|c| c == '█') && lines[1].chars().all(|c| c == '█'));
        assert!(lines[2].contains(' '));
        let narrow = Style { width: 40, ..PLAIN };
        assert!(qr(&narrow, &[7; 65]).is_empty());
    }
}
