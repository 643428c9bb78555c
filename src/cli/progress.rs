//! A spinner for work that takes longer than half a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::impact::Replications;

const PATIENCE: Duration = Duration::from_millis(500);

/// Shows what is being done once that has taken half a second; nothing at all when standard error is no
/// terminal. Dropping it wipes the line.
pub(super) struct Progress {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn start(message: String, quiet: bool) -> Self {
        if quiet || !console_is_terminal() {
            return Progress { stop: None, thread: None, bar: None };
        }
        let bar = ProgressBar::hidden().with_message(message).with_style(style("{spinner} {msg} {elapsed}"));
        let shown = bar.clone();
        let (stop, stopped) = channel::<()>();
        let thread = std::thread::spawn(move || {
            if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            shown.set_draw_target(indicatif::ProgressDrawTarget::stderr());
            shown.enable_steady_tick(Duration::from_millis(100));
            // Whatever ends the wait, the work is over.
            let _ = stopped.recv();
            shown.finish_and_clear();
        });
        Progress { stop: Some(stop), thread: Some(thread), bar: Some(bar) }
    }

    /// Shows a bar of the replications that are done.
    pub(super) fn replication(&self, so_far: Replications) {
        let Some(bar) = &self.bar else { return };
        if bar.length() != Some(so_far.of) {
            bar.set_length(so_far.of);
            bar.set_style(style("{spinner} {msg} {bar:30} {pos} of {len} replications {elapsed}"));
        }
        // Replications that look for a break-even come on top.
        bar.set_position(so_far.done.min(so_far.of));
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // A spinner that failed to draw is no reason to fail.
            let _ = thread.join();
        }
    }
}

fn console_is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stderr())
}
