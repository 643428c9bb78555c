//! Public claims, one a row: what was said, what it comes to, whether it holds.

use super::canvas::{Anchor, Canvas, Caption, MIDDLE, Type, picture};
use super::sheet::WIDTH;
use super::words::{cell, csv, listed};
use super::{ChartError, Kind, Request, theme};
use crate::city::{City, OutputFile};
use crate::claims::{Checked, Claim, ClaimFile, Verdict, value_words};
use plotters::style::RGBColor;

/// Height of what is not rows, points.
const AROUND: f64 = 225.0;

/// Height of a row, points.
const ROW: f64 = 37.0;

/// Room for the id of a claim, points.
const IDS: f64 = 104.0;

/// The scale of values over what was claimed goes from a quarter to four times: ratios, so that half and twice are as far
/// apart.
const SCALE: [(f64, &str); 5] =
    [(0.25, "¼"), (0.5, "½"), (1.0, "as claimed"), (2.0, "2 times"), (4.0, "4 times")];

/// Draws checked claims: SVG, PNG and CSV.
///
/// # Errors
/// [`ChartError::Drawing`].
pub fn claim_verdicts(
    city: &City,
    file: &ClaimFile,
    checked: &[Checked],
    request: &Request,
) -> Result<Vec<OutputFile>, ChartError> {
    let strip = Strip { city, file, checked };
    let size = (WIDTH, AROUND + ROW * checked.len() as f64);
    let caption =
        Caption { name: Kind::ClaimVerdicts.name(), title: strip.title(), description: strip.description() };
    let shown_at = f64::from(request.width);
    picture(&caption, request.theme, size, shown_at, strip.csv(), |canvas| strip.draw(canvas))
}

struct Strip<'s> {
    city: &'s City,
    file: &'s ClaimFile,
    checked: &'s [Checked],
}

/// The sign of a verdict, told apart by its shape.
fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "✔",
        Verdict::DoesNotHold => "✘",
        Verdict::Depends => "◐",
        Verdict::NotTestable => "○",
    }
}

fn colour(canvas: &Canvas<'_>, verdict: Verdict) -> RGBColor {
    match verdict {
        Verdict::Holds => canvas.theme.before,
        Verdict::DoesNotHold => canvas.theme.after,
        Verdict::Depends | Verdict::NotTestable => canvas.theme.quiet,
    }
}

/// Where the columns begin, points.
struct Columns {
    text: f64,
    values: f64,
    scale: (f64, f64),
    verdict: f64,
}

impl Columns {
    fn of(canvas: &Canvas<'_>) -> Columns {
        let right = canvas.width - theme::MARGIN;
        let verdict = right - 124.0;
        let text = theme::MARGIN + IDS;
        let width = verdict - text;
        let values = text + width * 0.44;
        Columns { text, values, scale: (values + width * 0.2 + 20.0, verdict - 34.0), verdict }
    }

    /// The place of a ratio on the scale, beyond its ends at its ends.
    fn at(&self, ratio: f64) -> f64 {
        let (low, high) = (SCALE[0].0.ln(), SCALE[SCALE.len() - 1].0.ln());
        let share = ((ratio.max(1e-9).ln() - low) / (high - low)).clamp(0.0, 1.0);
        self.scale.0 + (self.scale.1 - self.scale.0) * share
    }
}

impl Strip<'_> {
    fn claim(&self, one: &Checked) -> &Claim {
        &self.file.claims[one.claim]
    }

    fn counts(&self) -> String {
        let count = |verdict: Verdict| self.checked.iter().filter(|c| c.verdict == verdict).count();
        let told: Vec<String> = Verdict::ALL
            .into_iter()
            .filter(|v| count(*v) > 0)
            .map(|v| format!("{} {}", count(v), words(v, count(v))))
            .collect();
        listed(&told)
    }

    fn title(&self) -> String {
        match self.checked {
            [one] => format!("{}: {}", self.claim(one).text, one.verdict.as_str()),
            all => format!("Of {} public claims, {}", all.len(), self.counts()),
        }
    }

    fn subtitle(&self) -> String {
        let title = if self.file.title.is_empty() { &self.file.name } else { &self.file.title };
        format!(
            "{}. Each claim is worked out under every reading that it leaves open: it holds under all, under none, or it \
             depends. The line is the range of its values over the claimed number, the grey band what fits it; an arrow goes \
             on beyond the scale.",
            title.trim_end_matches('.')
        )
    }

    /// The least and the greatest value in words.
    fn values(&self, one: &Checked) -> String {
        let said = self.claim(one).said.as_ref();
        let Some((said, (low, high))) = said.zip(one.range()) else { return String::new() };
        let [low, high] = [low, high].map(|v| value_words(v, said.unit));
        if low == high { low } else { format!("{low} to {high}") }
    }

    fn description(&self) -> String {
        let told: Vec<String> = self
            .checked
            .iter()
            .map(|one| {
                let claim = self.claim(one);
                let values = match self.values(one) {
                    values if values.is_empty() => String::new(),
                    values => format!(" ({values})"),
                };
                format!(
                    "{}, {}: {}{values}",
                    claim.id,
                    claim.text.trim_end_matches('.'),
                    one.verdict.as_str()
                )
            })
            .collect();
        format!("A row for each claim. {} {}.", self.subtitle(), told.join("; "))
    }

    fn draw(&self, canvas: &Canvas<'_>) -> Result<(), String> {
        let (top, bottom) = canvas.frame(&self.title(), &self.subtitle(), &self.foot())?;
        let columns = Columns::of(canvas);
        let quiet = Type::new(theme::SMALL, canvas.theme.quiet);
        let (top, bottom) = (top + 20.0, bottom - 4.0);
        let row = ((bottom - top) / self.checked.len().max(1) as f64).min(ROW * 1.5);
        let end = top + row * self.checked.len() as f64;
        canvas.text("what it comes to", (columns.values, top - 18.0), quiet, Anchor::Left)?;
        for (ratio, name) in SCALE {
            let x = columns.at(ratio);
            let colour = if ratio == 1.0 { canvas.theme.ink } else { canvas.theme.rule };
            canvas.line(&[(x, top), (x, end)], colour, 1.0)?;
            canvas.text(name, (x, top - 18.0), quiet, Anchor::Middle)?;
        }
        for (i, one) in self.checked.iter().enumerate() {
            let y = top + row * i as f64;
            canvas.line(&[(theme::MARGIN, y), (canvas.width - theme::MARGIN, y)], canvas.theme.rule, 0.5)?;
            self.row(canvas, &columns, one, y + row / 2.0)?;
        }
        Ok(())
    }

    fn row(&self, canvas: &Canvas<'_>, columns: &Columns, one: &Checked, middle: f64) -> Result<(), String> {
        let claim = self.claim(one);
        let look = Type::new(theme::SMALL, canvas.theme.ink);
        let lined = |text: &str, x: f64, width: f64, look: Type| {
            let lines = canvas.wrap(text, look, width, 2);
            let first = middle - look.size * (1.3 * (lines.len() as f64 - 1.0) / 2.0 + MIDDLE);
            let mut placed = lines.iter().enumerate();
            placed.try_for_each(|(i, line)| {
                canvas.text(line, (x, first + i as f64 * look.size * 1.3), look, Anchor::Left)
            })
        };
        lined(&claim.id, theme::MARGIN, IDS - 8.0, look.bold())?;
        lined(&claim.text, columns.text, columns.values - columns.text - 14.0, look)?;
        lined(&self.values(one), columns.values, columns.scale.0 - columns.values - 16.0, look)?;
        self.range(canvas, columns, one, middle)?;
        let y = middle - theme::LABEL * MIDDLE;
        let sign_look = Type::new(theme::LABEL, colour(canvas, one.verdict)).bold();
        canvas.text(sign(one.verdict), (columns.verdict, y), sign_look, Anchor::Left)?;
        let width = canvas.width - theme::MARGIN - columns.verdict - 20.0;
        lined(one.verdict.as_str(), columns.verdict + 20.0, width, look.bold())
    }

    /// The range of values over the claimed number. Of a claim of zero there is none: its values are told.
    fn range(
        &self,
        canvas: &Canvas<'_>,
        columns: &Columns,
        one: &Checked,
        middle: f64,
    ) -> Result<(), String> {
        let said = self.claim(one).said.as_ref();
        let Some((said, (low, high))) = said.zip(one.range()).filter(|(said, _)| said.value > 0.0) else {
            return Ok(());
        };
        let ratio = |value: f64| value / said.value;
        let fits = [said.fits.0, said.fits.1].map(|end| columns.at(ratio(end)));
        canvas.rectangle(
            (fits[0], middle - 9.0),
            ((fits[1] - fits[0]).max(2.0), 18.0),
            canvas.theme.between,
        )?;
        let centre = columns.at(1.0);
        canvas.line(&[(centre, middle - 9.0), (centre, middle + 9.0)], canvas.theme.ink, 1.0)?;
        let (from, to) = (columns.at(ratio(low)), columns.at(ratio(high)));
        let colour = colour(canvas, one.verdict);
        canvas.line(&[(from, middle), (to.max(from + 1.0), middle)], colour, 3.0)?;
        let ends = [(from, ratio(low)), (to, ratio(high))];
        let (first, last) = (SCALE[0].0, SCALE[SCALE.len() - 1].0);
        for (x, ratio) in ends {
            let away = if ratio < first { -1.0 } else { 1.0 };
            if (first..=last).contains(&ratio) {
                canvas.disc((x, middle), 4.0, colour)?;
            } else {
                let tip = x + away * 12.0;
                canvas.line(&[(x, middle), (tip, middle)], colour, 3.0)?;
                let head =
                    [(tip, middle), (tip - away * 8.0, middle - 5.0), (tip - away * 8.0, middle + 5.0)];
                canvas.polygon(&head, colour)?;
            }
        }
        Ok(())
    }

    fn foot(&self) -> String {
        format!(
            "How many readings a claim holds under is no probability. A verdict is about a sentence, not about whoever said \
             it. Sources and every reading: `bluelamp check {} --explain ID`. Data: {}. Blue Lamp {}.",
            self.file.name,
            self.city.manifest.name,
            env!("CARGO_PKG_VERSION")
        )
    }

    fn csv(&self) -> Vec<u8> {
        let header = [
            "claim",
            "text",
            "says",
            "claimed",
            "low",
            "high",
            "low_over_claimed",
            "high_over_claimed",
            "verdict",
        ];
        let row = |one: &Checked| {
            let claim = self.claim(one);
            let said = claim.said.as_ref();
            let claimed = said.map(|s| s.value);
            let range = one.range().filter(|_| said.is_some());
            let over = |v: Option<f64>| cell(v.zip(claimed).filter(|(_, c)| *c > 0.0).map(|(v, c)| v / c), 4);
            let (low, high) = (range.map(|r| r.0), range.map(|r| r.1));
            [
                claim.id.clone(),
                claim.text.clone(),
                said.map_or(String::new(), |s| s.words.clone()),
                cell(claimed, 4),
                cell(low, 4),
                cell(high, 4),
                over(low),
                over(high),
                one.verdict.as_str().to_string(),
            ]
        };
        csv(header, self.checked.iter().map(row))
    }
}

/// `holds` of one, `hold` of several.
fn words(verdict: Verdict, count: usize) -> &'static str {
    match (verdict, count) {
        (Verdict::Holds, 1) => "holds",
        (Verdict::Holds, _) => "hold",
        (Verdict::DoesNotHold, 1) => "does not",
        (Verdict::DoesNotHold, _) => "do not",
        (Verdict::Depends, 1) => "depends on how it is read",
        (Verdict::Depends, _) => "depend on how they are read",
        (Verdict::NotTestable, _) => "cannot be tested",
    }
}
