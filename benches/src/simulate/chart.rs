//! A chart as a picture that is sharp at any size and readable by day and by night: how much of each part is taken, as a
//! place grows. The table beside it says the same in figures, for who cannot see it and for who wants to know exactly.

use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 220.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 52.0;
/// Space that a line of words at the right takes.
const LINE: f64 = 16.0;
/// Told apart by colour and by how they are drawn (Okabe and Ito's colours, for eyes of every kind).
const LOOKS: [(&str, &str); 6] = [
    ("#0072b2", ""),
    ("#d55e00", "8 3"),
    ("#009e73", "2 3"),
    ("#cc79a7", "10 3 2 3"),
    ("#8a6d00", "5 5"),
    ("#777777", "1 5"),
];

/// Lines over conversations at once: a name, and how much is taken at each number of them.
pub(super) fn svg(title: &str, conversations: &[f64], lines: &[(&str, Vec<f64>)]) -> String {
    let (first, last) = (conversations.first().copied().unwrap_or(1.0), conversations.last().copied().unwrap_or(10.0));
    let x = |talks: f64| LEFT + (talks / first).ln() / (last / first).ln() * (WIDTH - LEFT - RIGHT);
    let y = |share: f64| TOP + (1.0 - share.min(1.0)) * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{title}</title>\n<style>\n  .words {{ fill: \
         #222 }} .grid {{ stroke: #ccc }} .ground {{ fill: #fff }}\n  @media (prefers-color-scheme: dark) {{ .words {{ \
         fill: #ddd }} .grid {{ stroke: #444 }} .ground {{ fill: #111 }} }}\n</style>\n<rect class=\"ground\" \
         width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\n"
    );
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let (right, at) = (WIDTH - RIGHT, y(share));
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {at:.1}H{right}\"/><text class=\"words\" x=\"{}\" y=\"{:.1}\" \
             text-anchor=\"end\">{:.0} %</text>",
            LEFT - 8.0,
            at + 4.0,
            share * 100.0
        );
    }
    let mut tens = first;
    while tens <= last * 1.001 {
        let (at, foot) = (x(tens), HEIGHT - BOTTOM);
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{at:.1} {TOP}V{foot}\"/><text class=\"words\" x=\"{at:.1}\" y=\"{:.1}\" \
             text-anchor=\"middle\">{}</text>",
            foot + 18.0,
            super::tables::whole(tens)
        );
        tens *= 10.0;
    }
    let _ = writeln!(
        svg,
        "<text class=\"words\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">conversations at once</text>",
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 14.0
    );
    let mut names: Vec<(f64, usize)> = Vec::new();
    for (number, (_, shares)) in lines.iter().enumerate() {
        let (colour, dashes) = LOOKS[number % LOOKS.len()];
        let points: Vec<String> = conversations
            .iter()
            .zip(shares)
            .map(|(talks, share)| format!("{:.1},{:.1}", x(*talks), y(*share)))
            .collect();
        let points = points.join(" ");
        let _ = writeln!(
            svg,
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\" \
             stroke-dasharray=\"{dashes}\"/>"
        );
        names.push((y(shares.last().copied().unwrap_or(0.0)), number));
    }
    // The names stand at the ends of their lines, pushed apart where lines end together.
    names.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut free = TOP;
    for (end, number) in names {
        let at = end.max(free).min(HEIGHT - BOTTOM);
        free = at + LINE;
        let ((colour, dashes), right) = (LOOKS[number % LOOKS.len()], WIDTH - RIGHT);
        let _ = writeln!(
            svg,
            "<path d=\"M{:.1} {at:.1}h22\" stroke=\"{colour}\" stroke-width=\"2.5\" stroke-dasharray=\"{dashes}\"/><text \
             class=\"words\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            right + 6.0,
            right + 34.0,
            at + 4.0,
            lines[number].0
        );
    }
    svg.push_str("</svg>\n");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_where_its_figure_is_and_never_above_the_top() {
        let lines = [("half", vec![0.0, 0.5]), ("full", vec![0.5, 7.0])];
        let svg = svg("A test", &[100.0, 1000.0], &lines);
        let half = TOP + 0.5 * (HEIGHT - TOP - BOTTOM);
        assert!(svg.contains(&format!("{:.1},{half:.1}\"", WIDTH - RIGHT)));
        assert!(svg.contains(&format!("{:.1},{TOP:.1}\"", WIDTH - RIGHT)));
        assert!(svg.contains(">1,000<") && svg.contains("prefers-color-scheme"));
    }
}
